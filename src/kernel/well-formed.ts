/**
 * Which terms say something: every name is declared, every slot is one of its density's own, nothing is bound or given
 * twice. Rules are right for such terms alone: of `p(x = a | x = b)` or `int f dx dx` they would prove anything. The
 * lines of a file are so from the start; what a certificate puts in for a metavariable need not be.
 */
import { arrayKind } from './arrays.js';
import { Extents } from './extent.js';
import { headsOf, measuresIn, overlap, sameMembers, selectorIndices } from './free.js';
import { functionArity, lawParameters } from './functions.js';
import type { Identity } from './identity.js';
import { rangesOverDomain } from './measure.js';
import { Memo } from './memo.js';
import { type Definition, type Family, inputNames, type Model, ownedNames, termsOfForm } from './model.js';
import { Parameters } from './parameters.js';
import { declaredName, isMember, mayOverlap, wholeArray } from './reference.js';
import { Ring } from './ring.js';
import { misshapen, shapeOfRef } from './shape.js';
import { Signs } from './sign.js';
import {
  children,
  type Density,
  type IndexBinder,
  isAligned,
  isDensity,
  type Measure,
  type Selector,
  type Slot,
  sameIndex,
  sameRef,
  type Term,
  type VarRef,
} from './term.js';
import type { Worlds } from './worlds.js';

type Of<T extends Term['tag']> = Extract<Term, { tag: T }>;

/** Far more than any line, and little enough for every walk over a term to end. */
export const mostNodes = 100_000;
export const mostDepth = 400;

/** What is known of a term: its size with everything that is shared written out, or what is wrong with it. */
type Known = { readonly nodes: number; readonly depth: number; readonly isArray: boolean } | { readonly fault: string };

interface Slots {
  readonly owned: ReadonlySet<string>;
  readonly inputs: ReadonlySet<string>;
  /** Whether no member of its own arrays is an input. */
  readonly hasAllLaws: boolean;
  /** What is wrong with the forms that its factors are given, or null. */
  faultOfForms: string | null;
}

export class WellFormed {
  readonly #known = new Memo<Known>();
  readonly #slots = new Map<Family, Slots>();
  readonly #extents: Extents;
  readonly #parameters: Parameters;

  /** `locals`: the arguments of a definition, in whose body they stand for variables; `bodies`: what is known of these. */
  constructor(
    private readonly model: Model,
    private readonly identity: Identity,
    private readonly worlds: Worlds,
    private readonly locals: ReadonlySet<string> = new Set(),
    private readonly bodies = new Map<string, Known>(),
  ) {
    this.#extents = new Extents(model);
    const signs = new Signs(model, identity);
    this.#parameters = new Parameters(new Ring(identity, signs), signs);
  }

  /** What is wrong with a term, or null. */
  fault(term: Term): string | null {
    const known = this.#of(term);
    return 'fault' in known ? known.fault : null;
  }

  /** What is wrong with a statement of two terms: arrays have no order. */
  faultOfSides(relation: string, sides: readonly Term[]): string | null {
    const fault = first(sides, (side) => this.fault(side));
    if (fault !== null || relation === '=') return fault;
    const isArray = (side: Term): boolean => {
      const known = this.#of(side);
      return 'isArray' in known && known.isArray;
    };
    return sides.some(isArray) ? arrayForNumber : null;
  }

  /** What is wrong with variables that a statement names beside its terms. */
  faultOfRefs(refs: readonly VarRef[]): string | null {
    return first(refs, (ref) => shapeOfRef(ref) ?? this.#ref(ref));
  }

  #of(term: Term): Known {
    return this.#known.of(term, () => this.#compute(term));
  }

  #compute(term: Term): Known {
    let [nodes, depth] = [1, 1];
    const arrays: boolean[] = [];
    for (const child of children(term)) {
      if (term.tag === 'integral' && term.body !== child && isEndless(child)) continue;
      const known = this.#of(child);
      if ('fault' in known) return known;
      if (isWholeArray(child) && !holdsArrays.has(term.tag)) return { fault: arrayForNumber };
      arrays.push(known.isArray);
      nodes += known.nodes;
      depth = Math.max(depth, known.depth + 1);
    }
    if (nodes > mostNodes || depth > mostDepth) return { fault: 'a term is too large' };
    const fault = misshapen(term) ?? this.#node(term);
    if (fault !== null) return { fault };
    if (term.tag === 'call') return this.#called(term, arrays, { nodes, depth });
    const kind = arrayKind(term, arrays, this.model);
    return kind === 'fault' ? { fault: arrayForNumber } : { nodes, depth, isArray: kind === 'array' };
  }

  /** What is known of a definition's name with arguments: its body says something, and its arguments are numbers there. */
  #called(term: Of<'call'>, arrays: readonly boolean[], size: { nodes: number; depth: number }): Known {
    const definition = this.model.definitions.get(term.name);
    const body = definition === undefined ? null : this.#bodyOf(term.name, definition);
    if (body === null || 'fault' in body) return body ?? { fault: `${term.name} is not declared` };
    const isOddArray = term.args.some((arg, i) => arrays[i] && !isWholeArray(arg));
    return isOddArray ? { fault: arrayForNumber } : { ...size, isArray: body.isArray };
  }

  #bodyOf(name: string, definition: Definition): Known {
    const known = this.bodies.get(name) ?? this.#within(definition);
    this.bodies.set(name, known);
    return known;
  }

  #within({ params, body }: Definition): Known {
    const locals = new Set(params.filter((name) => !this.model.variables.has(name)));
    return new WellFormed(this.model, this.identity, this.worlds, locals, this.bodies).#of(body);
  }

  /** What is wrong with the body of a definition, or null. */
  faultOfDefinition(definition: Definition): string | null {
    const known = this.#within(definition);
    return 'fault' in known ? known.fault : null;
  }

  #node(term: Term): string | null {
    switch (term.tag) {
      case 'constant':
        return term.name === 'inf' ? 'infinity is the bound of an integral, and no number' : null;
      case 'num':
      case 'index':
      case 'add':
      case 'mul':
      case 'pow':
        return null;
      case 'slack':
      case 'meta':
        return `a ${term.tag} is no value`;
      case 'ref':
        return this.#ref(term.ref);
      case 'fn':
      case 'apply':
      case 'call':
      case 'law':
        return this.#arguments(term);
      case 'density':
        return this.#density(term);
      case 'big':
        return this.#binder(term.binder);
      case 'draw':
        return this.model.subsets.has(term.subset) ? null : `${term.subset} is no subset`;
      case 'grad':
        return isMember(term.of) ? this.#ref(term.of) : 'a gradient is by one variable';
      case 'integral':
        return this.#integral(term);
      default:
        return this.#functional(term);
    }
  }

  #ref({ name, at }: VarRef): string | null {
    const stem = declaredName(name);
    const indices = this.locals.has(stem) ? [] : this.model.variables.get(stem)?.indices;
    if (indices === undefined) return `${name} is no variable`;
    if (indices.length !== at.length) return `${name} has ${indices.length} indices, not ${at.length}`;
    return null;
  }

  #arguments(term: Of<'fn' | 'apply' | 'call' | 'law'>): string | null {
    const [name, found] = term.tag === 'law' ? [term.law, term.params.length] : [term.name, term.args.length];
    const arity = {
      fn: () => functionArity.get(name),
      apply: () => this.model.functions.get(name)?.arity,
      call: () => this.model.definitions.get(name)?.params.length,
      law: () => lawParameters.get(name)?.length,
    }[term.tag]();
    if (arity === undefined) return `${name} is not declared`;
    if (arity !== found) return `${name} takes ${arity} arguments, not ${found}`;
    return term.tag !== 'law' || this.#parameters.mayBe(term) ? null : `${name} has no such parameters`;
  }

  /** Every slot is the family's, what is given a law is owned, and no member has two slots. */
  #density({ family, heads, givens }: Density): string | null {
    const slots = this.#slotsOf(family);
    if (slots === null) return `${family} is no density`;
    if (heads.length === 0) return `${family} stands without a head`;
    const stranger = heads.find(({ of }) => !slots.owned.has(of.name));
    if (stranger !== undefined) return `${family} gives ${stranger.of.name} no law`;
    const odd = givens.find(({ of }) => !slots.owned.has(of.name) && !slots.inputs.has(of.name));
    if (odd !== undefined) return `${family} has no slot ${odd.of.name}`;
    const misfit = [...heads, ...givens].find((slot) => !holdsOwn(slot));
    if (misfit !== undefined) return `${misfit.of.name} is given something of another shape`;
    const refs = [...heads, ...givens].map(({ of }) => of);
    const met = heads.find((a) => [...heads, ...givens].some((b) => a !== b && mayOverlap(a.of, b.of)));
    const torn = givens.find((a) => givens.some((b) => mayOverlap(a.of, b.of) && !holdsAlike(a, b)));
    const twice = met ?? torn;
    if (twice !== undefined) return `${twice.of.name} may stand twice in the bracket of ${family}`;
    return (
      this.faultOfRefs(refs) ??
      this.#twice(refs, `stands twice in the bracket of ${family}`) ??
      this.#leftOut(family, slots, heads, givens) ??
      slots.faultOfForms
    );
  }

  /** The inputs that a bracket does not hold have no part in its density, at any size and index. */
  #leftOut(name: string, slots: Slots, heads: readonly Slot[], givens: readonly Slot[]): string | null {
    const family = this.model.families.get(name);
    if (family === undefined) return null;
    const isHeld = (input: VarRef): boolean => givens.some(({ of }) => sameRef(of, input));
    const hasAll = [...slots.inputs].every((input) => isHeld(wholeArray(input, this.model)));
    // Where a member of its own has no law, that is an input too.
    if (hasAll && slots.hasAllLaws) return null;
    const [what, given] = [heads, givens].map((list) => list.map(({ of }) => of)) as [VarRef[], VarRef[]];
    return this.worlds.complete(what, given, family)
      ? null
      : `${name} may depend on an input that its bracket leaves out`;
  }

  #slotsOf(name: string): Slots | null {
    const family = this.model.families.get(name);
    if (family === undefined || family.factors.length === 0) return null;
    const known = this.#slots.get(family);
    if (known !== undefined) return known;
    const slots: Slots = {
      owned: ownedNames(family),
      inputs: inputNames(family),
      hasAllLaws: this.worlds.hasAllLaws(family),
      faultOfForms: null,
    };
    // Forms are of other families' densities, of this one's at most in a certificate, where that is refused elsewhere.
    this.#slots.set(family, slots);
    slots.faultOfForms = first(
      family.factors.flatMap(({ form }) => termsOfForm(form)),
      (term) => this.fault(term),
    );
    return slots;
  }

  /** Whether two references have a member in common whatever the values of their letters. */
  #twice(refs: readonly VarRef[], how: string): string | null {
    for (const [i, a] of refs.entries())
      for (const b of refs.slice(i + 1))
        if (mayOverlap(a, b) && (overlap(a, b) || overlap(b, a) || this.#alwaysMeet(a, b))) return `${a.name} ${how}`;
    return null;
  }

  #alwaysMeet(a: VarRef, b: VarRef): boolean {
    return this.worlds.always([a, b], (env) => {
      const members = new Set(this.worlds.members(a, env));
      return this.worlds.members(b, env).some((copy) => members.has(copy));
    });
  }

  /** A letter that has the name of a size would be taken for it. */
  #binder({ index, range }: IndexBinder): string | null {
    if (this.model.sizes.has(index)) return `${index} is a size and no letter`;
    if (!this.#extents.runsInside({ index, range })) return `${index} leaves its plate`;
    return range.tag === 'range' || this.model.subsets.has(range.subset) ? null : `${range.subset} is no subset`;
  }

  #integral({ vars, bounds, counting }: Of<'integral'>): string | null {
    if (vars.length === 0) return 'an integral is over no variable';
    if (bounds !== null && (vars.length > 1 || counting)) return 'bounds go with one variable';
    return this.faultOfRefs(vars) ?? this.#twice(vars, 'is bound twice');
  }

  #functional(
    term: Of<
      'expect' | 'variance' | 'covariance' | 'entropy' | 'kl' | 'cross-entropy' | 'mean-entropy' | 'mutual-information'
    >,
  ): string | null {
    switch (term.tag) {
      case 'kl':
      case 'cross-entropy': {
        const heads = [term.left, term.right].map((measures) => measures.flatMap(headsOf)) as [VarRef[], VarRef[]];
        if (!sameMembers(...heads)) return 'the two measures have different heads';
        return this.#measures(term.left) ?? this.#measures(term.right);
      }
      case 'mean-entropy': {
        const { joint, conditional } = term;
        if (!isDensity(joint) || !isDensity(conditional)) return noDensity;
        const given = joint.heads.slice(conditional.heads.length);
        const fits =
          this.#sameSlots(joint.heads, [...conditional.heads, ...given]) &&
          this.#sameSlots(conditional.givens, [...given, ...joint.givens]);
        return fits ? this.#measures([joint]) : 'the conditional is not one of the joint density';
      }
      case 'mutual-information':
        return this.#information(term);
      default:
        return this.#measures(term.measure);
    }
  }

  #information({ joint, pair, left, right }: Of<'mutual-information'>): string | null {
    if (![joint, pair, left, right].every(isDensity)) return noDensity;
    const both = [...left.heads, ...right.heads];
    const fits =
      this.#sameSlots(pair.heads, both) &&
      this.#sameSlots(joint.heads, [...both, ...pair.givens.slice(0, joint.heads.length - both.length)]) &&
      [left, right].every(({ givens }) => this.#sameSlots(givens, pair.givens)) &&
      this.#sameSlots(pair.givens, [...joint.heads.slice(both.length), ...joint.givens]);
    return fits ? this.#measures([joint]) : 'the densities of the mutual information are not those of one joint';
  }

  /** The same slots with the same values, in any order. */
  #sameSlots(a: readonly Slot[], b: readonly Slot[]): boolean {
    const key = ({ of, value }: Slot): string => `${JSON.stringify(of)} ${this.identity.of(value)}`;
    return a.map(key).sort().join() === b.map(key).sort().join();
  }

  #measures(measures: readonly Measure[]): string | null {
    if (measures.length === 0) return 'a measure is missing';
    return first(measures, (m) => this.#measure(m)) ?? this.#twice(measures.flatMap(headsOf), 'is bound twice');
  }

  /** Whether a head runs through a whole axis of its array while the letter runs. */
  #fillsPlate({ name, at }: VarRef, { index, range }: IndexBinder): boolean {
    const letters = this.model.variables.get(declaredName(name))?.indices ?? [];
    const axes = at.flatMap((selector, i) =>
      mentions(selector, index) ? [{ selector, plate: letters[i] ?? '' }] : [],
    );
    const [only] = axes;
    const plate = this.model.plates.get(only?.plate ?? '');
    if (plate === undefined || axes.length !== 1 || only?.selector.tag !== 'at' || only.selector.index.offset !== 0)
      return false;
    const isWhole = range.tag === 'range' && range.except === null;
    return isWhole && sameIndex(range.lo, plate.lo) && sameIndex(range.hi, plate.hi);
  }

  /** Densities whose heads hold variables, and the products of such over plates. */
  #measure(measure: Measure): string | null {
    switch (measure.tag) {
      case 'density':
        return measure.heads.every((slot) => rangesOverDomain(slot, this.model))
          ? null
          : 'a head of a measure does not hold a variable with the same values';
      case 'law':
        return measure.point.tag === 'ref' ? null : 'the point of a measure is no variable';
      case 'big': {
        const parts = measuresIn(measure.body);
        const whole = measure.body.tag === 'mul' ? measure.body.factors.length : 1;
        if (measure.op !== 'prod' || parts.length !== whole) return 'a plate of measures is a product of densities';
        const heads = parts.flatMap(headsOf);
        if (!heads.every((head) => this.#fillsPlate(head, measure.binder)))
          return 'a plate of measures does not bind the members of whole arrays';
        return first(parts, (part) => this.#measure(part));
      }
      case 'meta':
        return 'a metavariable is no measure';
      default:
        return 'what a measure is made of is no density';
    }
  }
}

const noDensity = 'an entropy or an information is of no variable';

/** `inf`, `-inf` */
const isEndless = (term: Term): boolean =>
  term.tag === 'constant'
    ? term.name === 'inf'
    : term.tag === 'mul' &&
      term.factors.length === 2 &&
      term.factors.some(isEndless) &&
      term.factors.some(({ tag }) => tag === 'num');

function first<T>(items: readonly T[], fault: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = fault(item);
    if (found !== null) return found;
  }
  return null;
}

const isWholeArray = (term: Term): boolean => term.tag === 'ref' && !isMember(term.ref);

const arrayForNumber = 'an array stands for a number';

/** Where members may stand taken together. */
const holdsArrays: ReadonlySet<Term['tag']> = new Set(['density', 'apply', 'call']);

/** Whether a slot of one member holds a number, and one of several as many members of an array. */
function holdsOwn(slot: Slot): boolean {
  const { of, value } = slot;
  return isMember(of) ? value.tag !== 'ref' || isMember(value.ref) : isAligned(slot);
}

/** Whether two slots hold the members of one array, each its own. */
const holdsAlike = (a: Slot, b: Slot): boolean => {
  const array = (slot: Slot): string | null => (isAligned(slot) ? slot.value.ref.name : null);
  return a === b || (array(a) !== null && array(a) === array(b));
};

const mentions = (selector: Selector, letter: string): boolean =>
  selectorIndices(selector).some(({ base }) => base === letter);
