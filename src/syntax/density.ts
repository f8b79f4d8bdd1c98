/** Densities as written, `p(x_n | z_n, W; theta)`: arguments sorted into slots and checked against the family. */
import type { Argument, Section, Span } from '../../grammar/ast.js';
import { selectorIndices } from '../kernel/free.js';
import { openName } from '../kernel/kinds.js';
import { decorated, type Family, inputNames, ownedNames } from '../kernel/model.js';
import {
  type Copy,
  copiesOf,
  copyBase,
  type IndexEnv,
  IndexFault,
  missingInputs,
  type Network,
  unroll,
} from '../kernel/network.js';
import type { Density, Index, Slot, VarRef } from '../kernel/term.js';
import { ref } from '../kernel/term.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { isOpenSlot, openSlot } from './pattern.js';
import { printDensity, printRef } from './print.js';
import { elaborateMember, elaborateRefs } from './reference.js';
import { headOf, type Scope, sourceText } from './scope.js';

/** Reads the bracket behind a family's name. What a pattern leaves open is checked where the rule is used. */
export function elaborateDensity(scope: Scope, family: Family, sections: readonly Section[], span: Span): Density {
  const open = openName(family.name) !== null;
  if (family.factors.length === 0 && !open) fail(span, 'no-density', { family: family.name });
  const density = sortSlots(scope, family, sections, span);
  if (!open && ![...density.heads, ...density.givens].some(isOpenSlot)) checkInputs(scope, family, density, span);
  scope.positions.set(density, span);
  return density;
}

function sortSlots(scope: Scope, family: Family, sections: readonly Section[], span: Span): Density {
  const heads: Slot[] = [];
  const givens: Slot[] = [];
  sections.forEach((section, i) => {
    const isHead = i === 0 && section.separator === '';
    if (!isHead && section.separator !== '|' && section.separator !== ';') fail(span, 'plain-bracket', {});
    for (const arg of section.args) {
      for (const slot of elaborateArgument(scope, family, arg)) {
        const known = openName(family.name) !== null || isOpenSlot(slot) || ownedNames(family).has(slot.of.name);
        if (isHead && !known) {
          fail(arg.span, 'no-law', { family: family.name, name: printRef(slot.of, scope.model) });
        }
        (isHead ? heads : givens).push(slot);
      }
    }
  });
  if (heads.length === 0) fail(span, 'family-without-arguments', { name: family.name });
  return { tag: 'density', family: family.name, heads, givens };
}

const slotNames = (scope: Scope, family: Family): string[] => {
  const refs = family.factors.flatMap((factor) => [...factor.heads, ...factor.givens]);
  return [...new Map(refs.map((r) => [r.name, printRef(r, scope.model)])).values()];
};

function elaborateArgument(scope: Scope, family: Family, arg: Argument): Slot[] {
  if (arg.slot === null && arg.value.kind === 'metavariable') return [openSlot(scope, arg.value)];
  const own = [...ownedNames(family), ...inputNames(family)];
  const slots = new Set(openName(family.name) === null ? own : scope.model.variables.keys());
  const target = arg.slot ?? arg.value;
  const head = headOf(scope, target);
  const misfit = (): never =>
    openName(family.name) !== null
      ? fail(arg.span, 'open-slot', { family: family.name })
      : fail(arg.span, 'not-a-slot', {
          family: family.name,
          argument: sourceText(scope, target.span),
          slots: slotNames(scope, family),
        });
  if (head === null || head.sup !== null) return misfit();
  if (arg.slot === null) return elaborateRefs(scope, head).map((r) => bareSlot(scope, slots, r, misfit));
  const of = elaborateMember(scope, head);
  if (!slots.has(of.name)) return misfit();
  return [{ of, value: elaborate(scope, arg.value) }];
}

/** A bare argument fills its own slot; a parameter also the one that its name decorates (`theta_old`). */
function bareSlot(scope: Scope, slots: ReadonlySet<string>, argument: VarRef, misfit: () => never): Slot {
  if (slots.has(argument.name)) return { of: argument, value: ref(argument) };
  const stem =
    scope.model.variables.get(argument.name)?.role === 'param' ? decorated(scope.model, argument.name) : null;
  if (stem !== null && slots.has(stem)) return { of: { name: stem, at: argument.at }, value: ref(argument) };
  return misfit();
}

/** A member further out is checked where the sizes are known. */
const mostOffset = 100;

/** Sizes and index values that keep distinct index terms, and ends of ranges, distinct: the general position of a line. */
export function generalPosition({ model }: Scope, refs: readonly VarRef[], ends: readonly Index[] = []): IndexEnv {
  const indices = [...refs.flatMap((r) => r.at.flatMap(selectorIndices)), ...ends];
  const bases = indices.flatMap(({ base }) => (base === null || model.sizes.has(base) ? [] : [base]));
  const letters = [...new Set(bases)];
  const starts = [...model.plates.values()].map(({ lo }) => lo.offset);
  const offsets = [...indices.map(({ offset }) => offset), ...starts].filter((o) => Math.abs(o) <= mostOffset);
  const lowest = 2 + Math.max(0, ...starts.filter((o) => o <= mostOffset), ...offsets.map((o) => -o));
  const size = lowest + letters.length + Math.max(2, ...offsets);
  const values = new Map<string, number>([...model.sizes].map((name) => [name, size]));
  letters.forEach((letter, i) => {
    const hi = model.plates.get(letter)?.hi;
    // A plate of fixed size may be too small for all letters to differ.
    values.set(letter, hi?.base === null ? Math.min(lowest + i, hi.offset) : lowest + i);
  });
  return { indices: values, subsets: new Map([...model.subsets.keys()].map((name) => [name, [1, 2]])) };
}

const unrolled = new WeakMap<Family, Map<string, Network>>();

function networkAt(scope: Scope, family: Family, env: IndexEnv): Network {
  const key = [...env.indices].filter(([name]) => scope.model.sizes.has(name)).join();
  const cache = unrolled.get(family) ?? new Map<string, Network>();
  unrolled.set(family, cache);
  const network = cache.get(key) ?? unroll(family, scope.model, env);
  cache.set(key, network);
  return network;
}

/** No head twice, nothing on both sides of the bar, no input left out that the density depends on. */
function checkInputs(scope: Scope, family: Family, density: Density, span: Span): void {
  const slots = [...density.heads, ...density.givens];
  const env = generalPosition(
    scope,
    slots.map((slot) => slot.of),
  );
  const members = (list: readonly Slot[]): Copy[] => list.flatMap((slot) => copiesOf(slot.of, scope.model, env));
  let missing: Copy[];
  try {
    const all = members(slots);
    const twice = all.find((copy, i) => all.indexOf(copy) !== i);
    if (twice !== undefined)
      fail(span, 'slot-twice', { member: writtenName(scope, slots, copyBase(twice)), family: family.name });
    const network = networkAt(scope, family, env);
    const [heads, givens] = [members(density.heads), members(density.givens)];
    const lawless = density.heads.find(
      (slot) => isNumbered(slot.of) && !members([slot]).every((m) => network.nodes.has(m)),
    );
    if (lawless !== undefined) fail(span, 'no-law', { family: family.name, name: printRef(lawless.of, scope.model) });
    missing = missingInputs(network, heads, new Set(givens));
  } catch (error) {
    // Members that the general position cannot place (a lag beyond the plate) are checked where sizes are known.
    if (error instanceof IndexFault) return;
    throw error;
  }
  if (missing.length === 0) return;
  const inputs = [
    ...new Set(
      missing.map((copy) =>
        writtenName(
          scope,
          family.factors.flatMap((f) => f.givens.map((of) => ({ of }))),
          copyBase(copy),
        ),
      ),
    ),
  ];
  fail(span, 'input-left-out', { family: family.name, heads: printDensity(density, scope.model), inputs });
}

/** Whether a reference names a member by numbers: of others it is asked where the sizes are known. */
const isNumbered = ({ at }: VarRef): boolean => at.every((s) => s.tag === 'at' && s.index.base === null);

const writtenName = (scope: Scope, slots: readonly { readonly of: VarRef }[], name: string): string => {
  const of = slots.find((slot) => slot.of.name === name)?.of;
  return of === undefined ? name : printRef(of, scope.model);
};
