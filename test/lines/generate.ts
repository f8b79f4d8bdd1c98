/** Random lines as text: true ones by rules that hold, and ones that are most often false. */
import { parse } from '../../grammar/parse.js';
import { Draw } from '../../src/check/sampling/draw.js';
import { Kernel } from '../../src/kernel/kernel.js';
import type { Rule } from '../../src/kernel/rule.js';
import type { Term } from '../../src/kernel/term.js';
import { refused, theory } from '../../src/rules/table.js';
import { type EditKind, edits } from '../oracle/edits.js';
import { type Relation, Rewriter } from './rewrite.js';
import { LineTerms } from './terms.js';
import { type LineWorld, lineWorlds } from './world.js';

export interface RandomLine {
  readonly world: LineWorld;
  readonly left: string;
  readonly relation: Relation;
  readonly right: string;
  /** What was done to the left side, in words. */
  readonly steps: readonly string[];
}

/** Longer lines than people write teach nothing more. */
const longest = 500;
const mostSteps = 4;

/** The text of a file that claims the line and nothing else. */
export const fileOf = ({ world, left, relation, right }: RandomLine): string =>
  `${world.text.declarations}\nclaim line:\n  ${left}\n  ${relation} ${right}\n`;

/** Rules without one of their conditions, most of them false. */
const unconditional: readonly Rule[] = theory().flatMap((rule) =>
  rule.when.map((_, i) => ({
    ...rule,
    name: `${rule.name} without condition ${i + 1}`,
    when: rule.when.toSpliced(i, 1),
  })),
);
const unsound: readonly Rule[] = [...refused(), ...unconditional];

const kernels = new Map<LineWorld, { readonly sound: Kernel; readonly any: Kernel }>();

function kernelsOf(world: LineWorld): { readonly sound: Kernel; readonly any: Kernel } {
  const known = kernels.get(world);
  if (known !== undefined) return known;
  const { model } = world;
  const made = { sound: new Kernel(model, theory()), any: new Kernel(model, [...theory(), ...unsound]) };
  kernels.set(world, made);
  return made;
}

/** A true line; null where no step could be made, or the line is too long. */
export function trueLine(seed: number, number: number): RandomLine | null {
  const draw = new Draw(seed, `line ${number}`);
  const world = draw.pick(lineWorlds);
  const left = world.read(new LineTerms(world.text, draw).whole());
  if (left === null) return null;
  const rewriter = new Rewriter(kernelsOf(world).sound, theory(), world, draw);
  return chained(rewriter, left, 1 + draw.below(mostSteps));
}

function chained(rewriter: Rewriter, left: Term, count: number): RandomLine | null {
  const { world } = rewriter;
  let [term, relation, steps] = [left, '=' as Relation, [] as string[]];
  for (let i = 0; i < count; i++) {
    const made = rewriter.step(term);
    const joined = made === null ? null : composed(relation, made.relation);
    if (made === null || joined === null || world.print(made.term).length > longest) continue;
    [term, relation, steps] = [made.term, joined, [...steps, made.by]];
  }
  const [from, to] = [world.print(left), world.print(term)];
  return steps.length === 0 || from === to ? null : { world, left: from, relation, right: to, steps };
}

function composed(first: Relation, second: Relation): Relation | null {
  if (first === '=') return second;
  return second === '=' || second === first ? first : null;
}

/** What is done to a line to make it false. */
export type Mistake = EditKind | 'relation' | 'rule' | 'two edits';

export interface SuspectLine extends RandomLine {
  readonly mistake: Mistake;
}

/** Lines made wrong in one way or another from one true line: some are true after all. */
export function suspectLines(seed: number, number: number, line: RandomLine, count: number): SuspectLine[] {
  const draw = new Draw(seed, `mistakes ${number}`);
  const found: SuspectLine[] = [];
  for (let i = 0; i < count; i++) {
    const made = draw.weighted<SuspectLine | null>([
      [5, () => edited(line, draw)],
      [3, () => misruled(line, draw)],
      [line.relation === '=' ? 0.5 : 3, () => turned(line, draw)],
    ]);
    if (made !== null) found.push(made);
  }
  return found;
}

/** A single slip of the pen, sometimes two. */
function edited(line: RandomLine, draw: Draw): SuspectLine | null {
  const once = slip(line, draw);
  if (once === null || !draw.chance(0.2)) return once;
  const twice = slip(once, draw);
  return twice === null ? once : { ...twice, mistake: 'two edits' };
}

function slip(line: RandomLine, draw: Draw): SuspectLine | null {
  const text = fileOf(line);
  const all = edits(text, parse(text));
  if (all.length === 0) return null;
  const kind = draw.pick([...new Set(all.map((edit) => edit.kind))]);
  const { span, replacement } = draw.pick(all.filter((edit) => edit.kind === kind));
  const start = text.length - 1 - line.right.length;
  const right = line.right.slice(0, span.start - start) + replacement + line.right.slice(span.end - start);
  return { ...line, right, mistake: kind, steps: [...line.steps, `'${replacement}' at ${span.start - start}`] };
}

/** A step by a rule that does not hold, or without one of its conditions. */
function misruled(line: RandomLine, draw: Draw): SuspectLine | null {
  const { world } = line;
  const term = world.read(line.right);
  if (term === null) return null;
  const made = new Rewriter(kernelsOf(world).any, unsound, world, draw).step(term);
  const relation = made === null ? null : composed(line.relation, made.relation);
  if (made === null || relation === null) return null;
  const right = world.print(made.term);
  if (right.length > longest) return null;
  return { ...line, relation, right, mistake: 'rule', steps: [...line.steps, made.by] };
}

/** The inequality the other way, or as an equality, or an inequality with a little more on the wrong side. */
function turned(line: RandomLine, draw: Draw): SuspectLine {
  const { relation } = line;
  const mistake = 'relation';
  if (relation !== '=') return { ...line, relation: draw.chance(0.3) ? '=' : relation === '>=' ? '<=' : '>=', mistake };
  const positive = draw.pick(line.world.text.atoms.filter((atom) => /^h\(|^exp/.test(atom)));
  return { ...line, relation: '>=', right: `${line.right} + ${positive}`, mistake };
}
