/** Edits of what stands around a line: its relation, what it holds for, whether a plate is iid. */
import type { Candidate } from '../repair/candidates.js';
import { type Edit, edit, editCosts, insertion, sliceOf } from '../repair/edit.js';
import type { Document, ElaboratedDerivation, ElaboratedStep } from '../syntax/document.js';

export function statementEdits(
  document: Document,
  derivation: ElaboratedDerivation,
  step: ElaboratedStep,
): readonly Candidate[] {
  const edits = [...relationEdits(document, derivation, step), ...forAnyEdits(document, step), ...iidEdits(document)];
  return edits.map((found) => ({ edit: found, cost: editCosts[found.kind] + found.extra }));
}

/** What an inequality the other way round costs less than another relation: it is as slight a slip as a sign. */
const turned = -3.1;

/** The inequalities, equality, and the relations of the other lines: a turned one is the likelier slip. */
export function relationEdits(
  { source }: Document,
  { steps }: ElaboratedDerivation,
  { step, relation }: ElaboratedStep,
): Edit[] {
  const own = sliceOf(source, step.relationSpan);
  const others = steps.map((other) => sliceOf(source, other.step.relationSpan));
  const isComparison = step.right.kind === 'number' && Number(step.right.text) === 0 && steps.length === 1;
  const texts = new Set(['=', '<=', '>=', ...others, ...(isComparison ? ['!='] : [])]);
  const isTurned = (text: string): boolean => /^[<>]/.test(relation) && /^[<>]/.test(text);
  return [...texts]
    .filter((text) => text !== own)
    .map((text) => edit('relation', step.relationSpan, text, isTurned(text) ? turned : 0));
}

/** `for any z`, where the line is wrong for a name that no line above has. */
function forAnyEdits({ model }: Document, { step, line }: ElaboratedStep): Edit[] {
  if (line.fault?.code !== 'newly-free') return [];
  const latent = [...model.variables.values()].filter(({ role }) => role === 'latent').map(({ name }) => name);
  return [...latent, ...model.plates.keys()].map((name) =>
    insertion('for any', step.right.span.end, ` for any ${name}`),
  );
}

function iidEdits({ declarations }: Document): Edit[] {
  const iid = new Set(declarations.flatMap((s) => (s.kind === 'plate' && s.iid ? [s.index] : [])));
  return declarations.flatMap((statement) =>
    statement.kind === 'plate' && !iid.has(statement.index)
      ? [insertion('iid', statement.span.end, `\niid ${statement.index}`)]
      : [],
  );
}
