/** A model of these tests, ready for use: its declarations, and text read and written under them. */
import { parseExpression } from '../../grammar/parse.js';
import type { World } from '../../src/check/sampling/worlds.js';
import type { Term } from '../../src/kernel/term.js';
import { children, isDensity, mul, withChildren } from '../../src/kernel/term.js';
import { attempt } from '../../src/syntax/diagnostics.js';
import { elaborateDocument } from '../../src/syntax/document.js';
import { elaborate } from '../../src/syntax/expression.js';
import { printTerm } from '../../src/syntax/print.js';
import { type Declarations, fileScope } from '../../src/syntax/scope.js';
import { type ModelText, modelTexts } from './models.js';

export interface LineWorld extends World {
  readonly text: ModelText;
  /** Null where the text has no meaning. */
  readonly read: (text: string) => Term | null;
}

export const noImports = (): never => {
  throw new Error('no imports');
};

/** Products of products as one: rules nest them, authors do not. */
function flat(term: Term): Term {
  const inner = children(term).map(flat);
  if (term.tag !== 'mul') return withChildren(term, inner);
  return mul(inner.flatMap((factor) => (factor.tag === 'mul' ? factor.factors : [factor])));
}

function worldOf(text: ModelText): LineWorld {
  const { name, declarations } = text;
  const document = elaborateDocument(declarations, name, noImports);
  const mistakes = [...document.syntax, ...document.faults].map(({ message }) => message);
  if (mistakes.length > 0) throw new Error(`${name}: ${mistakes.join('; ')}`);
  const { model } = document;
  const names = [...model.variables.keys(), ...model.collections.keys()];
  const read = (line: string): Term | null => {
    const { expr, problems } = parseExpression(line, { start: 0, end: line.length }, { names });
    if (expr === null || problems.length > 0) return null;
    const result = attempt(() => elaborate(fileScope(line, model as Declarations), expr));
    return 'fault' in result ? null : result.value;
  };
  const print = (term: Term): string => printTerm(flat(term), model);
  const variables = [...model.variables.values()];
  return {
    name,
    ofLaws: false,
    model,
    text,
    read,
    print,
    densities: text.densities
      .map(read)
      .filter((term) => term !== null)
      .filter(isDensity),
    variables: variables.filter(({ role }) => role !== 'param'),
    params: variables.filter(({ role }) => role === 'param'),
    letters: [...model.plates.keys()],
    subsets: [...model.subsets.keys()],
    isMeaningful: (term) => read(print(term)) !== null,
  };
}

export const lineWorlds: readonly LineWorld[] = modelTexts.map(worldOf);
