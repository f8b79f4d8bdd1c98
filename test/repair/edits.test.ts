/** The single edits of the lines of proofs/: each changes its line and nothing else, and most can be taken back. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../grammar/parse.js';
import { elaborateText } from '../../src/check/elaborate.js';
import { editsOf } from '../../src/repair/candidates.js';
import { applied, type Edit, editCosts, keyOf, type Line } from '../../src/repair/edit.js';
import { nodesOf, outline } from '../../src/repair/outline.js';
import { Vocabulary } from '../../src/repair/vocabulary.js';
import type { Document } from '../../src/syntax/document.js';

const read = (name: string): Document => elaborateText(readFileSync(`proofs/${name}.expr`, 'utf8'), () => '');

/** The right sides of a file, with what the line itself has to put in. */
function linesOf({ source, scope, model, derivations }: Document): Line[] {
  return derivations.flatMap((derivation) =>
    derivation.elaborated().steps.map(({ step }) => {
      const root = outline(scope, step.right);
      const vocabulary = new Vocabulary(source, []);
      vocabulary.learn(root, 0);
      return { source, model, root, vocabulary };
    }),
  );
}

const names = ['elbo', 'em', 'markov-chain', 'minibatch', 'tower', 'marginal-gradient'];

describe.each(names)('%s', (name) => {
  const document = read(name);
  const lines = linesOf(document);

  test('what a line is made of stands within what holds it', () => {
    for (const { root, source } of lines)
      for (const { span } of nodesOf(root)) {
        expect(span.start).toBeLessThan(span.end);
        expect(root.span.start <= span.start && span.end <= root.span.end).toBe(true);
        expect(source.slice(span.start, span.end)).not.toMatch(/^\s|\s$/);
      }
  });

  test('every edit changes its line, none twice, and nothing else', () => {
    for (const line of lines) {
      const { start, end } = line.root.span;
      const results = editsOf(line).map(({ edit }) => {
        expect(start <= edit.span.start && edit.span.end <= end).toBe(true);
        const text = applied(line.source, edit);
        return keyOf(text.slice(start, end + text.length - line.source.length));
      });
      expect(new Set(results).size).toBe(results.length);
      expect(results).not.toContain(keyOf(line.source.slice(start, end)));
    }
  });
});

/** What one edit does to a sign, or to which density stands where, another undoes. */
const undone: ReadonlySet<Edit['kind']> = new Set(['sign', 'family']);

test('slips are undone by edits', () => {
  const document = read('elbo');
  const known = [...document.model.variables.keys(), ...document.model.collections.keys()];
  let count = 0;
  for (const line of linesOf(document)) {
    const { start, end } = line.root.span;
    for (const { edit } of editsOf(line)) {
      if (!undone.has(edit.kind) || edit.extra > 0) continue;
      const source = applied(line.source, edit);
      const span = { start, end: end + source.length - line.source.length };
      const { expr } = parseExpression(source, span, { names: known });
      if (expr === null) continue;
      const root = outline({ ...document.scope, source }, expr);
      const back = editsOf({ ...line, source, root }).some(({ edit: other }) => {
        const text = applied(source, other);
        return keyOf(text) === keyOf(line.source);
      });
      expect({ edit, back }).toMatchObject({ back: true });
      count++;
    }
  }
  expect(count).toBeGreaterThan(30);
});

test('a member may stand for all before it', () => {
  const texts = linesOf(read('markov-chain')).flatMap((line) => editsOf(line).map(({ edit }) => edit.text));
  expect(texts).toContain('x_{1:t-1}');
});

test('a product of densities may lack its normaliser', () => {
  const texts = linesOf(read('bayes')).flatMap((line) => editsOf(line).map(({ edit }) => edit.text.trim()));
  expect(texts).toContain('/ (int p(x | z) p(z) dz)');
});

test('nothing is differentiated by what it does not depend on', () => {
  const gradients = linesOf(read('score-function')).flatMap((line) =>
    editsOf(line).flatMap(({ edit }) => [...edit.text.matchAll(/^grad_\{(\w+)\}\((.*)\)$/g)]),
  );
  expect(gradients.length).toBeGreaterThan(10);
  for (const [, param, body] of gradients) expect(body).toMatch(new RegExp(`\\b${param}\\b`));
});

test('every kind has a cost', () => {
  for (const cost of Object.values(editCosts)) expect(cost).toBeGreaterThan(0);
});
