/** The kernel asked at random: whatever it accepts is true by number. */
import { expect, test } from 'vitest';
import { type Procedure, Refusal, type Result, type Theorem } from '../../src/kernel/kernel.js';
import { children, type Term } from '../../src/kernel/term.js';
import { Chance } from './chance.js';
import { Generator, smallWorld } from './generate.js';
import type { Found, World } from './harness.js';

/** Longer runs: ten times as much, or a hundred. */
const effort = Number(process.env['DERIVECHECK_KERNEL'] ?? 1);
const seed = Number(process.env['DERIVECHECK_SEED'] ?? 1);

/** What the numbers say of statements, counted; those that are false are printed. */
class Tally {
  readonly counts = new Map<Found | 'no number', number>();
  readonly wrong: string[] = [];

  constructor(private readonly w: World) {}

  add(how: string, { statement }: Theorem): void {
    const found = this.#found(statement);
    this.counts.set(found, (this.counts.get(found) ?? 0) + 1);
    const { left, right, relation } = statement;
    if (found === 'disagrees') this.wrong.push(`${how}: ${this.w.print(left)} ${relation} ${this.w.print(right)}`);
  }

  /** Some terms have no value in a finite model: a member of a partly bound array, the logarithm of nothing. */
  #found(statement: Theorem['statement']): Found | 'no number' {
    try {
      return this.w.evidence(statement);
    } catch {
      return 'no number';
    }
  }

  of(found: Found): number {
    return this.counts.get(found) ?? 0;
  }
}

const written = (term: Term): string => JSON.stringify(term, (_, v) => (typeof v === 'bigint' ? `${v}` : v));

test(
  'terms that the kernel takes for the same have the same value',
  () => {
    const w = smallWorld();
    const [chance, tally] = [new Chance(seed, 'same'), new Tally(w)];
    const generator = new Generator(chance);
    const first = new Map<number, Term>();
    const seen = new Set<string>();
    for (let i = 0; i < 6000 * effort; i++) {
      const term = generator.term(1 + chance.below(3));
      const text = written(term);
      if (seen.has(text)) continue;
      seen.add(text);
      const number = w.kernel.identity.of(term);
      const known = first.get(number);
      if (known === undefined) first.set(number, term);
      const result = known === undefined ? null : w.kernel.same(known, term);
      if (result !== null && !(result instanceof Refusal)) tally.add('same', result);
    }
    expect(tally.wrong).toEqual([]);
    expect(tally.of('agrees')).toBeGreaterThan(60);
  },
  60_000 * effort,
);

/** A kernel with what it proved so far. */
class Session {
  readonly tally: Tally;
  readonly #proved: Theorem[] = [];
  readonly #generator: Generator;

  constructor(
    private readonly w: World,
    private readonly c: Chance,
  ) {
    this.tally = new Tally(w);
    this.#generator = new Generator(c);
  }

  step(): void {
    const { c } = this;
    const theorem = this.#proved.length === 0 ? null : c.pick(this.#proved);
    if (theorem === null || c.is(0.3)) this.#rule();
    else this.#goOn(theorem);
  }

  #goOn(theorem: Theorem): void {
    const { c, w } = this;
    const { left, right } = theorem.statement;
    c.weighted<() => void>([
      [3, () => () => this.#inside(theorem)],
      [2, () => () => this.#put('procedure', () => w.kernel.procedure(this.#procedure(), c.pick([left, right])))],
      [1, () => () => this.#put('procedure', () => w.kernel.procedure(this.#procedure(), this.#generator.term(2)))],
      [
        1,
        () => () => this.#put('factorise', () => w.kernel.procedure({ name: 'factorise' }, this.#generator.density())),
      ],
      [1, () => () => this.#put('symmetry', () => w.kernel.symmetry(theorem))],
      [1, () => () => this.#put('transitivity', () => w.kernel.transitivity(theorem, c.pick(this.#proved)))],
      [1, () => () => this.#onwards(theorem)],
      [1, () => () => this.#upTo(theorem)],
    ])();
  }

  #put(how: string, make: () => Result): void {
    const result = make();
    if (result instanceof Refusal) return;
    this.tally.add(how, result);
    this.#proved.push(result);
  }

  #rule(): void {
    const rule = this.c.pick(this.w.rules);
    const by = this.#generator.substitution(rule);
    this.#put(rule.name, () => this.w.kernel.rule(rule.name, by));
  }

  #procedure(): Procedure {
    return this.c.pick<Procedure>([
      { name: 'ring' },
      { name: 'unfold' },
      { name: 'factorise' },
      { name: 'declared form' },
      { name: 'same law' },
      { name: 'split plate' },
      { name: 'chain', from: this.c.pick(['first', 'last']) },
      { name: 'split range', end: this.c.pick(['first', 'last']) },
      { name: 'split member', at: { base: this.c.pick(['n', 'm', null]), offset: this.c.below(3) } },
      { name: 'empty range' },
      { name: 'shift range', by: this.c.below(3) - 1 },
    ]);
  }

  /** The theorem in the place of a subterm of a random term. */
  #inside(theorem: Theorem): void {
    const { kernel } = this.w;
    const whole = this.#generator.term(1);
    const parts = children(whole);
    const at = this.c.below(parts.length);
    const { left, relation } = theorem.statement;
    const context = replaced(whole, at, left);
    if (context === null) return;
    const ordered = relation === '>=';
    const only = children(context).map((_, i) => (i === at ? theorem : null));
    this.#put(ordered ? `inside ${whole.tag}, ordered` : `inside ${whole.tag}`, () =>
      ordered ? kernel.monotone(context, at, theorem) : kernel.congruence(context, only),
    );
  }

  #onwards(theorem: Theorem): void {
    const { kernel } = this.w;
    const next = kernel.procedure(this.#procedure(), theorem.statement.right);
    if (!(next instanceof Refusal)) this.#put('onwards', () => kernel.transitivity(theorem, next));
  }

  #upTo(theorem: Theorem): void {
    const { kernel } = this.w;
    const { right } = theorem.statement;
    if ((right.tag !== 'mul' && right.tag !== 'add') || children(right).length !== 2) return;
    const [by, rest] = children(right) as [Term, Term];
    const free = this.c.pick([[{ name: 'k', at: [] }], [{ name: 'j', at: [] }], [{ name: 'w', at: [] }]]);
    this.#put('up to', () =>
      right.tag === 'mul' ? kernel.proportional(theorem, by, rest, free) : kernel.shifted(theorem, by, rest, free),
    );
  }
}

/** The term with another subterm; null where a measure would have to give way. */
function replaced(whole: Term, at: number, by: Term): Term | null {
  switch (whole.tag) {
    case 'add':
      return { ...whole, terms: whole.terms.map((t, i) => (i === at ? by : t)) };
    case 'mul':
      return { ...whole, factors: whole.factors.map((t, i) => (i === at ? by : t)) };
    case 'pow':
      return { ...whole, base: by };
    case 'apply':
      return { ...whole, args: whole.args.map((t, i) => (i === at ? by : t)) };
    case 'expect':
    case 'variance':
      return at === whole.measure.length ? { ...whole, body: by } : null;
    case 'integral':
    case 'big':
    case 'draw':
    case 'grad':
      return { ...whole, body: by };
    default:
      return null;
  }
}

test(
  'whatever follows from rules, procedures and each other is true',
  () => {
    const tallies: Tally[] = [];
    for (let i = 0; i < 4 * effort; i++) {
      const session = new Session(smallWorld(), new Chance(seed, `session ${i}`));
      for (let j = 0; j < 120; j++) session.step();
      tallies.push(session.tally);
    }
    expect(tallies.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(tallies.reduce((total, tally) => total + tally.of('agrees'), 0)).toBeGreaterThan(40 * effort);
  },
  60_000 * effort,
);
