/**
 * The explanation of every step of the right files, beside the line, as a textbook would print it. The golden file is
 * read by a person; `vitest -u` writes it anew.
 */
import { describe, expect, it } from 'vitest';
import { Proofs } from '../../src/check/proofs.js';
import { elaborateDocument } from '../../src/syntax/document.js';
import { read, rightFiles } from './files.js';

const noImport = (): never => {
  throw new Error('no file is imported');
};

/** `eq1.2  log of a quotient, linearity`; what the author does not name stands behind a plus sign. */
function explanations(file: string): string[] {
  const document = elaborateDocument(read(file), file, noImport);
  const proofs = new Proofs(document, document.rules);
  return document.derivations.flatMap((derivation) => {
    const { first, steps } = derivation.elaborated();
    let above = first.term;
    const lines = steps.map((step) => {
      const [left, right] = [above, step.line.term];
      above = right;
      const { relation, proptoFree } = step;
      const claim = left === null || right === null || relation === '!=' ? null : { left, right, relation };
      const upTo = relation === 'propto' ? proptoFree : null;
      const outcome = claim === null ? proofs.skip() : proofs.prove({ ...claim, upTo }, step);
      const said =
        outcome?.outcome === 'proved'
          ? outcome.explanation.map((family) => (outcome.missing.includes(family) ? `+${family}` : family)).join(', ')
          : (outcome?.reason ?? 'witnessed');
      return `${derivation.label}.${step.number}  ${said}`;
    });
    proofs.close(derivation.label);
    return lines;
  });
}

describe('explanations', () => {
  it.each(rightFiles)('%s', async (file) => {
    const name = file.replace(/^.*\//, '').replace('.expr', '.txt');
    await expect(`${explanations(file).join('\n')}\n`).toMatchFileSnapshot(`explanations/${name}`);
  });

  /** The table of the design, for the lines that it names. */
  it.each([
    ['eq1.2', 'log of a quotient, linearity'],
    ['eq1.3', 'conditional density, factorisation'],
    ['eq1.5', 'definition of expectation'],
    ['eq1.6', 'arithmetic'],
    ['eq2.3', 'log of a product, linearity'],
    ['eq2.4', 'regrouping'],
    ['eq4.1', 'definition of expectation'],
    ['eq4.2', 'factorisation'],
    ['eq4.3', 'Fubini'],
    ['eq4.4', 'normalisation'],
    ['eq4.5', 'zero gradient'],
    ['6.12.3', 'eq4, eq5'],
  ])('ch6 %s: %s', (label, explanation) => {
    expect(explanations('proofs/ch6.expr')).toContain(`${label}  ${explanation}`);
  });
});
