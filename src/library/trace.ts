/** The single rewrites of which a theorem of equality was made, in the order in which they were made. */
import type { Proof, Theorem } from '../kernel/kernel.js';
import { children, type Term, withChildren } from '../kernel/term.js';
import { measuresOf } from '../proof/match-group.js';
import { nameOfProcedure } from '../proof/procedure-families.js';

/** One rewrite. */
export interface TraceStep {
  /** The name of the rule, or of the family of what is no row: `arithmetic`, `definition`, `factorisation`. */
  readonly rule: string;
  /** Whether the rule was used from right to left. */
  readonly backward: boolean;
  /** The part that was rewritten, as the rule has it: of a sum or a product maybe some of its parts only. */
  readonly before: Term;
  readonly after: Term;
  /** Where it stands: from the whole term inwards, which subterm (from 0), measures and slots before bodies. */
  readonly place: readonly number[];
  /** The whole term with the part rewritten. */
  readonly whole: Term;
}

/** Where a theorem is used: the term around it, and the way there. */
interface Context {
  readonly around: (part: Term) => Term;
  readonly place: readonly number[];
  readonly backward: boolean;
}

/** The rewrites of a theorem made of equalities, congruences and rules; other proofs have none. */
export const traceOf = (theorem: Theorem): TraceStep[] =>
  visit(theorem, { around: (part) => part, place: [], backward: false });

function visit(theorem: Theorem, context: Context): TraceStep[] {
  const { proof, statement } = theorem;
  switch (proof.step) {
    case 'transitivity': {
      const premises = context.backward ? [proof.second, proof.first] : [proof.first, proof.second];
      return premises.flatMap((premise) => visit(premise, context));
    }
    case 'symmetry':
      return visit(proof.of, { ...context, backward: !context.backward });
    case 'congruence':
      return ofParts(proof, statement.right, context);
    case 'measure':
      return ofMeasure(proof, context);
    case 'rule':
      return [leaf(proof.rule.name, theorem, context)];
    case 'procedure':
      return [leaf(nameOfProcedure(proof.procedure), theorem, context)];
    default:
      return [];
  }
}

function leaf(rule: string, { statement }: Theorem, { around, place, backward }: Context): TraceStep {
  const [before, after] = backward ? [statement.right, statement.left] : [statement.left, statement.right];
  return { rule, backward, before, after, place, whole: around(after) };
}

/** Parts are rewritten one after the other: those before are new already, those behind still as they were. */
function ofParts(proof: Extract<Proof, { step: 'congruence' }>, right: Term, context: Context): TraceStep[] {
  const ends = [children(proof.term), children(right)];
  const [old, made] = context.backward ? ends.reverse() : ends;
  return proof.parts.flatMap((part, at) => {
    if (part === null) return [];
    const around = (inner: Term): Term => {
      return context.around(withChildren(proof.term, mixed(old ?? [], made ?? [], at, inner)));
    };
    return visit(part, { ...context, around, place: [...context.place, at] });
  });
}

const mixed = (old: readonly Term[], made: readonly Term[], at: number, inner: Term): Term[] =>
  old.map((child, i) => (i < at ? (made[i] as Term) : i === at ? inner : child));

/** A single measure is the first subterm of its expectation; of several, the product's places are theirs. */
function ofMeasure({ term, of, measure }: Extract<Proof, { step: 'measure' }>, context: Context): TraceStep[] {
  const isSingle = (context.backward ? measure : 'measure' in term ? term.measure : []).length === 1;
  const place = isSingle ? [...context.place, 0] : context.place;
  return visit(of, { ...context, place, around: (product) => context.around(withMeasure(term, product)) });
}

function withMeasure(term: Term, product: Term): Term {
  const measure = measuresOf(product);
  return term.tag === 'expect' && measure !== null ? { ...term, measure } : term;
}
