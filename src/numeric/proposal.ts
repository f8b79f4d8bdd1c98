/** Which law to draw the variables of an integral from: the densities of its integrand, as far as they reach. */
import { freeOf, headsOf } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import { type Copy, copiesOf, type IndexEnv, IndexFault } from '../kernel/network.js';
import { children, type Density, mul, type Slot, type Term } from '../kernel/term.js';

type Integral = Extract<Term, { tag: 'integral' }>;

export type Plan =
  /** Draw from the proposals, divide by those that do not cancel, and average the body. */
  | {
      readonly tag: 'draw';
      readonly proposals: readonly Density[];
      readonly copies: readonly Copy[];
      readonly divide: readonly Density[];
      readonly body: Term;
      /** A proposal is no factor of the integrand: it may be small where the integrand is large. */
      readonly isBorrowed: boolean;
    }
  /** The integrand is a sum, and each term has a law of its own. */
  | { readonly tag: 'sum'; readonly terms: readonly Integral[] }
  | { readonly tag: 'none' };

/** `int (int f dz) dw` as one integral over both. */
function flatten(term: Integral): { vars: Integral['vars']; body: Term } {
  const { body } = term;
  if (body.tag !== 'integral' || body.bounds !== null) return term;
  const inner = flatten(body);
  return { vars: [...inner.vars, ...term.vars], body: inner.body };
}

const factorsOf = (term: Term): readonly Term[] => (term.tag === 'mul' ? term.factors.flatMap(factorsOf) : [term]);

export function planIntegral(term: Integral, model: Model, env: IndexEnv): Plan {
  const { vars, body } = flatten(term);
  const copies = vars.flatMap((v) => copiesOf(v, model, env));
  if (new Set(copies).size < copies.length) return { tag: 'none' };
  const factors = factorsOf(body);
  const chosen = cover(copies, factors, body, model, env);
  if (chosen !== null) {
    const cancelled = new Set<Term>(chosen.filter((c) => c.cancels).map((c) => c.source));
    const rest = factors.filter((factor) => !cancelled.delete(factor));
    return {
      tag: 'draw',
      proposals: chosen.map((c) => c.proposal),
      copies,
      divide: chosen.filter((c) => !c.cancels).map((c) => c.proposal),
      body: mul(rest),
      isBorrowed: chosen.some((c) => c.isBorrowed),
    };
  }
  const at = factors.findIndex((factor) => factor.tag === 'add');
  const sum = factors[at];
  if (sum?.tag !== 'add') return { tag: 'none' };
  const others = factors.filter((_, i) => i !== at);
  return { tag: 'sum', terms: sum.terms.map((t) => ({ ...term, vars, body: mul([...others, t]) })) };
}

interface Choice {
  readonly source: Density;
  readonly proposal: Density;
  /** The proposal is a factor of the integrand as it stands, so that the two cancel. */
  readonly cancels: boolean;
  /** The source stands inside a factor, under a function or a power. */
  readonly isBorrowed: boolean;
}

/** Densities that together bind every variable once; factors of the integrand first, then any density inside. */
function cover(
  copies: readonly Copy[],
  factors: readonly Term[],
  body: Term,
  model: Model,
  env: IndexEnv,
): Choice[] | null {
  const open = new Set(copies);
  const chosen: Choice[] = [];
  const direct = factors.filter((factor): factor is Density => factor.tag === 'density');
  const deep = factors.some((f) => f.tag === 'add') ? [] : densitiesIn(body, model);
  for (const density of [...direct, ...deep]) {
    const choice = asProposal(density, open, model, env, direct.includes(density));
    if (choice === null) continue;
    chosen.push(choice);
    for (const copy of headCopies(choice.proposal, model, env)) open.delete(copy);
  }
  return open.size === 0 ? chosen : null;
}

const headCopies = (density: Density, model: Model, env: IndexEnv): Copy[] =>
  headsOf(density).flatMap((r) => copiesOf(r, model, env));

/** The density, conditioned on those of its heads that are not integrated here. */
function asProposal(
  density: Density,
  open: ReadonlySet<Copy>,
  model: Model,
  env: IndexEnv,
  direct: boolean,
): Choice | null {
  const bound = (slot: Slot): boolean | null => {
    if (slot.value.tag !== 'ref') return false;
    const members = membersOf(slot, model, env);
    if (members === null) return null;
    const inside = members.filter((copy) => open.has(copy)).length;
    return inside === 0 ? false : inside === members.length ? true : null;
  };
  const flags = density.heads.map(bound);
  if (flags.includes(null) || !flags.includes(true)) return null;
  const heads = density.heads.filter((_, i) => flags[i] === true);
  const rest = density.heads.filter((_, i) => flags[i] === false);
  const isBorrowed = !direct;
  if (rest.length === 0) return { source: density, proposal: density, cancels: direct, isBorrowed };
  const proposal: Density = { ...density, heads, givens: [...rest, ...density.givens] };
  return { source: density, proposal, cancels: false, isBorrowed };
}

function membersOf(slot: Slot, model: Model, env: IndexEnv): Copy[] | null {
  try {
    return slot.value.tag === 'ref' ? copiesOf(slot.value.ref, model, env) : null;
  } catch (error) {
    if (error instanceof IndexFault) return null;
    throw error;
  }
}

/** Densities anywhere in a term whose givens are not bound inside it. */
function densitiesIn(term: Term, model: Model): Density[] {
  if (term.tag === 'density') return [term];
  const outside = freeOf(term, model).refs.map((r) => r.name);
  return children(term)
    .flatMap((child) => densitiesIn(child, model))
    .filter((density) => freeOf(density, model).refs.every((r) => outside.includes(r.name)));
}
