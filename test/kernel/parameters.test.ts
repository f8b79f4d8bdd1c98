/** Parameters that a law surely has not, and those that it may have. */
import { describe, expect, test } from 'vitest';
import { mayBeParameters } from '../../src/kernel/parameters.js';
import type { Law, Term } from '../../src/kernel/term.js';
import { refusal, World } from './harness.js';

const w = new World(`latent x
param t : real
param s, r : positive
param u : unit
param a
assume A: a > 0`);

function law(text: string): Law {
  const [name = '', ...params] = text.split(/ \| /);
  return { tag: 'law', law: name, point: w.term('x'), params: params.map((param): Term => w.term(param)) };
}

describe('surely not', () => {
  test.each([
    'Normal | 0 | 0',
    'Normal | 0 | -1',
    'Normal | 0 | 2 * (-3)',
    'Normal | 0 | -1/2',
    'Normal | 0 | 1 - 2',
    'Normal | 0 | (-1)^3',
    'Normal | 0 | 2 - 2',
    'Normal | 0 | -s',
    'Normal | t | -exp(t)',
    'Normal | 0 | -2 s - r^2',
    'Normal | 0 | t - t',
    'Normal | 0 | -a',
    'Exponential | 0',
    'Exponential | -s r',
    'Gamma | 0 | 1',
    'Gamma | 1 | 0',
    'Beta | 0 | 1',
    'Beta | 1 | 0',
    'Laplace | 0 | 0',
    'Poisson | 0',
    'Uniform | 1 | 1',
    'Uniform | 1 | 0',
    'Uniform | 3/2 | 1',
    'Uniform | 2^3 | 1',
    'Uniform | 1 | 1 - 1',
    'Uniform | t | t',
    'Uniform | t + 1 | t',
    'Uniform | t + s | t',
    'Bernoulli | 2',
    'Bernoulli | 3/2',
    'Bernoulli | -1',
    'Bernoulli | 1 + s',
    'Bernoulli | -u',
  ])('%s', (text) => {
    expect(mayBeParameters(law(text), w.model)).toBe(false);
    expect(refusal(w.kernel.same(law(text), law(text)))).toContain('has no such parameters');
  });
});

describe('perhaps', () => {
  test.each([
    'Normal | -1 | 1/2',
    'Normal | 0 | s',
    'Normal | 0 | -t',
    'Normal | 0 | s - r',
    'Normal | 0 | 2 - s',
    'Normal | -s | t^2',
    'Laplace | 0 | 3/4',
    'Exponential | 1/s',
    'Gamma | 1/2 | s',
    'Beta | u | 1 - u',
    'Poisson | t',
    'Uniform | 0 | 1',
    'Uniform | t | t + 1',
    'Uniform | t | s',
    'Uniform | -s | s',
    'Bernoulli | 0',
    'Bernoulli | 1',
    'Bernoulli | u',
    'Bernoulli | 1 - u',
    'Bernoulli | s',
  ])('%s', (text) => {
    expect(mayBeParameters(law(text), w.model)).toBe(true);
    expect(refusal(w.kernel.same(law(text), law(text)))).toBe('a theorem');
  });
});
