/** A proof as a person reads it: the whole term rewritten, rule by rule, from one side of the theorem to the other. */
import { type Kernel, type Proof, premises, Theorem } from '../kernel/kernel.js';
import { add, children, mul, type Term, withChildren } from '../kernel/term.js';
import { nameOfProcedure } from './procedure-families.js';

export interface TraceLine {
  readonly term: Term;
  /** To the line above: `propto` and `shift` are up to a factor and up to a term. */
  readonly relation: '=' | '>=' | '<=' | 'propto' | 'shift';
  /** The rule, procedure, assumption or earlier result that leads here; null for the line that one begins with. */
  readonly by: string | null;
}

export interface TraceOptions {
  /** The side to begin with: from the right, `>=` is read as `<=`. */
  readonly from: 'left' | 'right';
  /** Earlier results by the names under which they are cited: a use of one, or of several of one name, is one line. */
  readonly known: ReadonlyMap<Theorem, string>;
  /** The first and the last line as someone wrote them, where that is not as the theorem has them. */
  readonly written: readonly [Term, Term];
}

/**
 * The lines from one side of a theorem to the other, both included. What changes nothing has no line, nor has a way
 * that leads back to a term which stands there already. Throws TypeError for what is no theorem.
 */
export function traceOf(theorem: Theorem, options: Partial<TraceOptions> = {}): readonly TraceLine[] {
  const { from = 'left', known = new Map() } = options;
  const kernel = Theorem.kernelOf(theorem);
  if (kernel === null) throw new TypeError('this is no theorem');
  const { left, right } = theorem.statement;
  const [first, last] = options.written ?? (from === 'left' ? [left, right] : [right, left]);
  const lines = new Lines(kernel, first, from === 'left' ? '>=' : '<=');
  new Walk(kernel, lines, known).along(theorem, from === 'left', (term) => term);
  return lines.endingWith(last);
}

const arithmetic = 'arithmetic';

/** The lines so far. */
class Lines {
  readonly #lines: (TraceLine & { readonly isCited: boolean })[];
  /** Where the term of each number stands. */
  readonly #places: Map<number, number>;

  constructor(
    private readonly kernel: Kernel,
    first: Term,
    private readonly inequality: '>=' | '<=',
  ) {
    this.#lines = [{ term: first, relation: '=', by: null, isCited: false }];
    this.#places = new Map([[kernel.identity.of(first), 0]]);
  }

  add(term: Term, relation: '=' | '>=' | 'propto' | 'shift', by: string, isCited = false): void {
    const above = this.#lines.at(-1);
    let isOrdered = relation === '>=';
    if (isCited && above?.isCited && above.by === by) {
      isOrdered ||= above.relation === this.inequality;
      this.#cut(this.#lines.length - 1);
    }
    const number = this.kernel.identity.of(term);
    const before = this.#places.get(number);
    if (before !== undefined) {
      this.#cut(before + 1);
    } else {
      this.#places.set(number, this.#lines.length);
      this.#lines.push({ term: flat(term), relation: isOrdered ? this.inequality : relation, by, isCited });
    }
  }

  #cut(length: number): void {
    for (const { term } of this.#lines.splice(length)) this.#places.delete(this.kernel.identity.of(term));
  }

  /** The last line in the words of the theorem, which may name and order things otherwise. */
  endingWith(term: Term): readonly TraceLine[] {
    const lines = this.#lines.map(({ term, relation, by }): TraceLine => ({ term, relation, by }));
    const last = lines.at(-1) as TraceLine;
    if (!this.kernel.identity.same(last.term, term)) throw new Error('the trace of a theorem does not lead to its end');
    if (lines.length > 1) return [...lines.slice(0, -1), { ...last, term }];
    return isWrittenAlike(last.term, term) ? lines : [last, { term, relation: '=', by: arithmetic }];
  }
}

const flattened = new WeakMap<Term, Term>();

/** Without the brackets that rewriting leaves in sums of sums and products of products. */
function flat(term: Term): Term {
  const known = flattened.get(term);
  if (known !== undefined) return known;
  const parts = children(term).map(flat);
  const result: Term =
    term.tag === 'add'
      ? add(parts.flatMap((part) => (part.tag === 'add' ? part.terms : [part])))
      : term.tag === 'mul'
        ? mul(parts.flatMap((part) => (part.tag === 'mul' ? part.factors : [part])))
        : withChildren(term, parts);
  flattened.set(term, result);
  return result;
}

const isWrittenAlike = (a: Term, b: Term): boolean => written(a) === written(b);

const written = (term: Term): string =>
  JSON.stringify(term, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));

/** Puts a subterm back into the whole term. */
type Whole = (part: Term) => Term;

class Walk {
  constructor(
    private readonly kernel: Kernel,
    private readonly lines: Lines,
    private readonly known: ReadonlyMap<Theorem, string>,
  ) {}

  /** From the left side of a theorem to its right side, or back. */
  along(theorem: Theorem, forward: boolean, whole: Whole): void {
    const { left, right, relation } = theorem.statement;
    if (this.kernel.identity.same(left, right)) return;
    const cited = this.known.get(theorem);
    if (cited !== undefined) this.lines.add(whole(forward ? right : left), relation, cited, true);
    else this.#through(theorem, forward, whole);
  }

  #through({ proof, statement }: Theorem, forward: boolean, whole: Whole): void {
    const { left, right, relation } = statement;
    switch (proof.step) {
      case 'same':
        break;
      case 'symmetry':
        this.along(proof.of, !forward, whole);
        break;
      case 'transitivity':
        for (const part of inOrder([proof.first, proof.second], forward)) this.along(part, forward, whole);
        break;
      case 'congruence':
        this.#inside(proof, right, forward, whole);
        break;
      case 'monotone':
        this.#monotone(proof, left, forward, whole);
        break;
      case 'propto':
      case 'shift':
        this.#upTo(proof, forward, whole);
        break;
      default:
        this.lines.add(whole(forward ? right : left), relation, this.#name(proof));
    }
  }

  /** One direct subterm after the other; those before it are changed already. */
  #inside({ term, parts }: Of<'congruence'>, right: Term, forward: boolean, whole: Whole): void {
    const now = [...children(forward ? term : right)];
    for (const [at, part] of inOrder([...parts.entries()], forward)) {
      if (part === null) continue;
      this.along(part, forward, (inner) => whole(withChildren(term, now.with(at, inner))));
      now[at] = forward ? part.statement.right : part.statement.left;
    }
  }

  #monotone({ term, at, of }: Of<'monotone'>, left: Term, forward: boolean, whole: Whole): void {
    const upper = children(left)[at] as Term;
    const grows = this.kernel.identity.same(upper, of.statement.left);
    const inside = children(term);
    this.along(of, forward === grows, (inner) => whole(withChildren(term, inside.with(at, inner))));
  }

  #upTo({ step, of, right }: Of<'propto' | 'shift'>, forward: boolean, whole: Whole): void {
    const name = step === 'propto' ? 'constant factor' : 'constant term';
    if (forward) {
      this.along(of, forward, whole);
      this.lines.add(whole(right), step, name);
    } else {
      this.lines.add(whole(of.statement.right), step, name);
      this.along(of, forward, whole);
    }
  }

  #name(proof: Proof): string {
    switch (proof.step) {
      case 'rule':
        return proof.rule.name;
      case 'procedure':
        return nameOfProcedure(proof.procedure);
      case 'hypothesis': {
        const assumed = this.kernel.model.assumptions[proof.index];
        return assumed?.label ?? assumed?.text ?? 'assumption';
      }
      default:
        return this.#names(premises(proof));
    }
  }

  /** What leads to a change of a measure, which is one line: no step of it is the measure of anything. */
  #names(theorems: readonly Theorem[]): string {
    const found = new Set<string>();
    const seen = new Set<Theorem>();
    const visit = (theorem: Theorem): void => {
      if (seen.has(theorem)) return;
      seen.add(theorem);
      const cited = this.known.get(theorem);
      const inner = premises(theorem.proof);
      if (cited !== undefined) found.add(cited);
      else if (inner.length > 0) inner.forEach(visit);
      else if (theorem.proof.step !== 'same') found.add(this.#name(theorem.proof));
    };
    theorems.forEach(visit);
    if (found.size > 1) found.delete(arithmetic);
    return [...found].join(', ') || arithmetic;
  }
}

type Of<S extends Proof['step']> = Extract<Proof, { step: S }>;

const inOrder = <T>(items: readonly T[], forward: boolean): readonly T[] => (forward ? items : items.toReversed());
