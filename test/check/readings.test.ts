/**
 * Notations that readers take in two ways: a line is read so that it follows, and says how; where it follows in no
 * reading it is refuted in the usual one. A fact is one line: the verdict, the claim, and behind `#` the reading taken.
 */
import { describe, expect, it, test } from 'vitest';
import { replayCertificate } from '../../src/check/certificates.js';
import { checkDocument } from '../../src/check/document.js';
import { explainSteps } from '../../src/check/explain.js';
import { defaultOptions } from '../../src/check/options.js';
import { certificateOf, noImports } from '../proof/certificate-file.js';

const declarations = `
plate n = 1..N
latent x, z
param s, t : positive
latent z_n
observed x_n
function f(n) : positive
density p(x, z) = p(x | z) p(z)
density q(z)
latent w : real
density r(w)
param v : real
`;

const lines = `
proved    exp(s)^2 = exp(2 s)
refuted   exp(s)^2 = exp(s^2)
refuted   ln (s)^2 = 2 s                             # ln (a)^b' is read as ln (a^b)
proved    ln (s)^2 = 2 ln s                          # ln (a)^b' is read as ln (a^b)
proved    ln (s)^2 = (ln s) (ln s)                   # ln (a)^b' is read as (ln a)^b, as only so it follows
proved    ln s t = ln s + ln t                       # ln a b' is read as ln (a b), as only so it follows
proved    ln s t = t (ln s)                          # ln a b' is read as (ln a) b
refuted   ln s t = t + ln s                          # ln a b' is read as (ln a) b
proved    ln s t exp(t) = t + ln s + ln t            # ln a b' is read as ln (a b), as only so it follows
proved    s / 2 t = s / (2 t)                        # a / b c' is read as a / (b c), as only so it follows
proved    s / 2 t = (s t) / 2                        # a / b c' is read as (a / b) c
refuted   s / 2 t = s t                              # a / b c' is read as (a / b) c
proved    s / t f(N) / 2 = s / (2 t f(N))            # a / b c' is read as a / (b c), as only so it follows
proved    ln s t + s / 2 t = ln s + ln t + (s t) / 2 # ln a b' is read as ln (a b), as only so it follows; a / b c' is read as (a / b) c
proved    ln s t + s / 2 t = ln s + ln t + s / (2 t) # ln a b' is read as ln (a b), as only so it follows; a / b c' is read as a / (b c), as only so it follows
proved    prod_n f(n) s = s (prod_n f(n))            # prod_n f c' is read as (prod_n f) c, as only so it follows
proved    prod_n f(n) s = s^N (prod_n f(n))          # prod_n f c' is read as prod_n (f c)
proved    prod_n f(n) / s = (prod_n f(n)) / s        # prod_n f c' is read as (prod_n f) c, as only so it follows
refuted   prod_n f(n) s = N s (prod_n f(n))          # prod_n f c' is read as prod_n (f c)
refuted   prod_n s f(n) = s (prod_n f(n))            # prod_n f c' is read as prod_n (f c)
proved    E_{q(z)}[ln p(x, z) / q(z)] = E_{q(z)}[ln p(x, z)] - E_{q(z)}[ln q(z)] # ln a / b' is read as ln (a / b), as only so it follows
proved    E_{q(z)}[ln q(z) / q(z)] = int ln q(z) dz  # ln a / b' is read as (ln a) / b
refuted   E_{q(z)}[ln p(x, z) / q(z)] = E_{q(z)}[ln p(x, z)] + E_{q(z)}[ln q(z)] # ln a / b' is read as (ln a) / b
witnessed ln (s)^2 != 2                              # ln (a)^b' is read as ln (a^b)
proved    E_{q(z)}[ln p(x, z) / q(z) p(x)] = E_{q(z)}[ln p(x, z)] - E_{q(z)}[ln q(z)] - ln p(x) # ln a / b' is read as ln (a / b), as only so it follows; a / b c' is read as a / (b c), as only so it follows
proved    ln r(w) / Normal(w; 0, 1) = ln r(w) - ln Normal(w; 0, 1) # ln a / b' is read as ln (a / b), as only so it follows
undecided grad_{v}(Gamma(v)) + ln s t = Gamma(v) digamma(v) + ln s + ln t # ln a b' is read as ln (a b), as only so it follows
confirmed sin(ln s t) = sin(ln s) cos(ln t) + cos(ln s) sin(ln t) # ln a b' is read as ln (a b), as only so it follows
`
  .trim()
  .split('\n')
  .map((line) => {
    const [, verdict, claim, readings] = /^(\w+)\s+(.*?)\s*(?:# (.*))?$/.exec(line) ?? [];
    return { verdict, claim: claim ?? '', readings: readings?.split('; ') ?? [] };
  });

const own = declarations.replace('latent z_n\n', '');

function checked(text: string) {
  return checkDocument({ file: 'a.expr', source: own + text }, { ...defaultOptions, repairs: 0 }, noImports);
}

const readingsOf = (warnings: readonly { readonly code: string; readonly message: string }[]): string[] =>
  warnings
    .filter(({ code }) => code === 'ambiguous')
    .map(({ message }) => message.replace(/^'/, '').replace(': write a bracket', ''));

describe('a line', () => {
  it.each(lines)('$verdict: $claim', ({ verdict, claim, readings }) => {
    const step = checked(`derivation a:\n  ${claim}`).derivations[0]?.steps[0];
    expect(step?.verdict).toBe(verdict);
    const said = readingsOf(step?.warnings ?? []);
    expect(said.map((text) => text.replace(', though this factor is free of the index', ''))).toEqual(readings);
  });
});

const chain = `derivation a:
  ln s + ln t
  = ln s t
  = ln t s
  = t (ln s)
`;

test('a line that was read is the one that the next starts from', () => {
  const steps = checked(chain).derivations[0]?.steps ?? [];
  expect(steps.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'refuted']);
});

test('rewriting and certificates are of the readings of the check', () => {
  const source = own + chain;
  const { steps } = explainSteps({ file: 'a.expr', source }, 'a.1', noImports);
  expect(steps[0]?.lines.at(-1)?.text).toBe('ln(s t)');
  const certificate = certificateOf(source, 'a.expr');
  const replayed = replayCertificate(certificate, { file: 'a.expr', source }, noImports);
  expect(replayed.claims.map(({ label, objection }) => [label, objection])).toEqual([
    ['a.1', null],
    ['a.2', null],
  ]);
  expect(replayed.differences).toEqual([]);
  const other = { file: 'a.expr', source: source.replace('= ln s t', '= ln(s) t') };
  expect(replayCertificate(certificate, other, noImports).differences).toEqual([
    'the claim a.1 is another in the file',
    'the claim a.2 is another in the file',
  ]);
});

test('many ambiguities of a line are read alike', () => {
  const line = 's / t v1 + t / v1 s + v1 / s t = s / (t v1) + t / (v1 s) + v1 / (s t)';
  const result = checked(`param v1 : positive\nderivation a:\n  ${line} + s / t v1 - s / (t v1)`);
  expect(result.derivations[0]?.steps[0]?.verdict).toBe('proved');
});

test('a line below one without meaning is settled with the first that has some', () => {
  const steps = checked('derivation a:\n  ln s t = nothing = ln s + ln t').derivations[0]?.steps ?? [];
  expect(steps.map(({ verdict }) => verdict)).toEqual(['malformed', 'proved']);
});

test('certificates of several ambiguous lines are of their file', () => {
  const twice = `${own}derivation a:\n  ln s + ln t + s t\n  = ln s t + (s t)^2 / t s\n  = ln t s + (s t)^2 / s t\n`;
  const replayed = (certificate: string, source: string) =>
    replayCertificate(certificate, { file: 'a.expr', source }, noImports).differences;
  expect(replayed(certificateOf(twice, 'a.expr'), twice)).toEqual([]);
});

test('what is ambiguous in a declaration is told', () => {
  const { warnings } = checked('define A(u) = u / 2 s\ndensity r(x; t) = exp(-x^2 / 2 t)\nclaim: s = s');
  expect(readingsOf(warnings)).toEqual(["a / b c' is read as (a / b) c", "a / b c' is read as (a / b) c"]);
});
