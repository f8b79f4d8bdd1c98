/** Where the variables of an integral are looked for: on the supports of the laws in it, around where these have their mass. */
import { type Copy, copiesOf, copyBase, IndexFault, type Node } from '../kernel/network.js';
import type { Density, Law, Term } from '../kernel/term.js';
import { domainSupport, image, logJacobian, type Support, supportOf } from './conditionals.js';
import { type Binding, type Context, type Interpretation, NotApplicable } from './context.js';
import { evaluate, fillSlots } from './evaluate.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import { lawSupport, logisticReach, placementOf } from './laws.js';
import { densitiesIn, headPairs, refsIn } from './measure.js';
import type { Networks } from './networks.js';
import type { Placement } from './quadrature.js';
import * as tensor from './tensor.js';

/** A concrete law with its parameters' values. */
interface PlacedLaw {
  readonly law: string;
  readonly params: readonly Jet[];
  /** Whether the law is a factor of the integrand, which then is zero off its support. */
  readonly isFactor: boolean;
}

/** Where a variable is integrated, and the law that says where most of it lies. */
export interface Spot {
  readonly law: PlacedLaw | null;
  readonly support: Support;
}

export class Spots {
  constructor(
    private readonly at: Interpretation,
    private readonly networks: Networks,
    /** The length that everything real is measured in. */
    private readonly scale: number,
    private readonly nodeContext: (node: Node, values: ReadonlyMap<Copy, Binding>) => Context,
  ) {}

  /**
   * Where a variable is integrated: over the support of a law that is a factor of the integrand, within the variable's
   * domain; a law elsewhere in the integrand only says where to look. Null where no law with known parameters is found.
   */
  of(copy: Copy, open: readonly Copy[], terms: readonly Term[], context: Context): Spot | null {
    const laws = this.lawsFor(copy, open, terms, context);
    const factors = laws.filter(({ isFactor }) => isFactor);
    const supported = factors.map((law): Spot => ({ law, support: this.within(copy, lawSupport.get(law.law)) }));
    const narrow = ['bounded', 'unit', 'positive'].map((s) => supported.find(({ support }) => support === s));
    const found = narrow.find((spot) => spot !== undefined) ?? supported[0];
    if (found !== undefined) return found;
    const { support } = this.open(copy, terms, context);
    const law = laws.find((l) => lawSupport.get(l.law) === support);
    return law === undefined ? null : { law, support };
  }

  /** The support of a law of a variable, or the variable's domain where that is less. */
  private within(copy: Copy, support: string | undefined): Support {
    const own = domainSupport(this.at.model.variables.get(copyBase(copy))?.domain ?? null);
    return own === 'real' && (support === 'positive' || support === 'unit' || support === 'bounded') ? support : own;
  }

  /** Where a variable is integrated without a law: where it lives, if that is told by its domain or an abstract density. */
  open(copy: Copy, terms: readonly Term[], { env }: Context): Spot {
    const domain = this.at.model.variables.get(copyBase(copy))?.domain ?? null;
    const isAbstract = ([...terms.flatMap((t) => [...densitiesIn(t)])] as (Density | Law)[]).some((term) => {
      if (term.tag === 'law') return false;
      const slot = term.heads.find(
        (s) => s.value.tag === 'ref' && copiesOf(s.value.ref, this.at.model, env).includes(copy),
      );
      const own = slot === undefined ? undefined : headPairs(term, this.at.model, env).find(([, v]) => v === copy)?.[0];
      return own !== undefined && this.networks.of(term.family).nodes.get(own)?.factor.form === null;
    });
    const support = domain === null || isAbstract ? supportOf(this.at.model, copyBase(copy)) : domainSupport(domain);
    return { law: null, support: support === 'bounded' ? 'real' : support };
  }

  /** The concrete laws of a variable that is integrated over, where their parameters are known. */
  private lawsFor(copy: Copy, open: readonly Copy[], terms: readonly Term[], context: Context): PlacedLaw[] {
    const factors = new Set<Term>(terms.flatMap(factorsOf));
    return terms
      .flatMap((t) => [...densitiesIn(t)])
      .flatMap((term) => {
        try {
          const law = this.lawIn(term, copy, open, context);
          return law === null ? [] : [{ ...law, isFactor: factors.has(term) }];
        } catch (error) {
          if (error instanceof NotApplicable || error instanceof IndexFault) return [];
          throw error;
        }
      });
  }

  private lawIn(
    term: Density | Law,
    copy: Copy,
    open: readonly Copy[],
    context: Context,
  ): Omit<PlacedLaw, 'isFactor'> | null {
    const isKnown = (c: Copy): boolean => context.bindings.has(c) && !open.includes(c);
    const inner: Context = { ...context, nonlinear: true, magnitude: null };
    if (term.tag === 'law') {
      if (term.point.tag !== 'ref' || !copiesOf(term.point.ref, this.at.model, context.env).includes(copy)) return null;
      const around = term.params.flatMap(refsIn).flatMap((r) => copiesOf(r, this.at.model, context.env));
      if (!around.every(isKnown)) return null;
      return { law: term.law, params: term.params.map((p) => evaluate(p, this.at, inner)) };
    }
    const own = headPairs(term, this.at.model, context.env).find(([, value]) => value === copy)?.[0];
    const node = own === undefined ? undefined : this.networks.of(term.family).nodes.get(own);
    if (node === undefined || node.factor.form?.tag !== 'law') return null;
    const slots = [...term.heads, ...term.givens].filter(
      ({ value }) => value.tag !== 'ref' || copiesOf(value.ref, this.at.model, context.env).every(isKnown),
    );
    const values = new Map(fillSlots(slots, this.at, inner));
    if (![...node.parents, ...node.inputs].every((c) => values.has(c))) return null;
    const { law, params } = node.factor.form.law;
    const within = this.nodeContext(node, values);
    return { law, params: params.map((p) => evaluate(p, this.at, within)) };
  }

  placement({ law, support }: Spot): Placement | null {
    if (law !== null && lawSupport.get(law.law) === support) return placementOf(law.law, law.params.map(jet.primal));
    if (support !== 'unit') return null;
    const length = tensor.scalar(Math.min(this.scale, 1));
    return { centre: tensor.zero, length, width: logisticReach, corner: false };
  }
}

const factorsOf = (term: Term): readonly Term[] => (term.tag === 'mul' ? term.factors.flatMap(factorsOf) : [term]);

/** A bounded variable runs between its law's bounds, on the logistic scale. */
export function imageAt({ law, support }: Spot, u: Jet): Jet {
  if (support !== 'bounded') return image(support, u);
  const [lo, hi] = (law as PlacedLaw).params as [Jet, Jet];
  return jet.add(lo, jet.mul(jet.sub(hi, lo), jet.sigmoid(u)));
}

export function logJacobianAt({ law, support }: Spot, u: Jet): Jet {
  if (support !== 'bounded') return logJacobian(support, u);
  const [lo, hi] = (law as PlacedLaw).params as [Jet, Jet];
  return jet.sub(jet.ln(jet.sub(hi, lo)), jet.add(jet.softplus(u), jet.softplus(jet.neg(u))));
}
