/**
 * Shorter proofs of the same statements. The search goes through many steps that change nothing to the kernel, and
 * proves many statements more than once; a certificate need not. Every theorem here is the kernel's, as any other.
 */
import { type Kernel, Refusal, type Result, type Theorem } from '../kernel/kernel.js';

/** A theorem, or null for one that says that a term is itself. */
type Short = Theorem | null;

export class Shortener {
  readonly #known = new Map<Theorem, Short>();
  readonly #byStatement = new Map<string, Theorem>();

  constructor(private readonly kernel: Kernel) {}

  /** A theorem that says the same to the kernel. */
  short(theorem: Theorem): Theorem {
    return this.#short(theorem) ?? theorem;
  }

  #short(theorem: Theorem): Short {
    const known = this.#known.get(theorem);
    if (known !== undefined) return known;
    const short = this.#isIdle(theorem) ? null : this.#first(theorem);
    this.#known.set(theorem, short);
    return short;
  }

  #isIdle({ statement }: Theorem): boolean {
    return statement.relation === '=' && this.kernel.identity.same(statement.left, statement.right);
  }

  /** The first theorem with this statement. */
  #first(theorem: Theorem): Theorem {
    const { statement } = theorem;
    const { identity } = this.kernel;
    const free = 'free' in statement ? JSON.stringify(statement.free) : '';
    const key = `${identity.of(statement.left)} ${statement.relation} ${identity.of(statement.right)} ${free}`;
    const first = this.#byStatement.get(key);
    if (first !== undefined) return first;
    const made = this.#remade(theorem);
    // What is refused without the steps that change nothing is kept as it was.
    const short = made instanceof Refusal ? theorem : made;
    this.#byStatement.set(key, short);
    return short;
  }

  #remade(theorem: Theorem): Result {
    const { kernel } = this;
    const { proof } = theorem;
    switch (proof.step) {
      case 'symmetry':
        return this.#turned(theorem, proof.of);
      case 'transitivity': {
        const [first, second] = [this.#short(proof.first), this.#short(proof.second)];
        if (first === null || second === null) return first ?? second ?? theorem;
        return first === proof.first && second === proof.second ? theorem : kernel.transitivity(first, second);
      }
      case 'congruence': {
        const parts = proof.parts.map((part) => (part === null ? null : this.#short(part)));
        return parts.every((part, i) => part === proof.parts[i]) ? theorem : kernel.congruence(proof.term, parts);
      }
      case 'measure':
        return kernel.measure(proof.term, proof.measure, this.short(proof.of));
      case 'monotone':
        return kernel.monotone(proof.term, proof.at, this.short(proof.of));
      case 'propto':
        return kernel.proportional(this.short(proof.of), proof.by, proof.right, proof.free);
      case 'shift':
        return kernel.shifted(this.short(proof.of), proof.by, proof.right, proof.free);
      default:
        return theorem;
    }
  }

  #turned(theorem: Theorem, of: Theorem): Result {
    const short = this.#short(of);
    if (short === null || short === of) return theorem;
    return short.proof.step === 'symmetry' ? short.proof.of : this.kernel.symmetry(short);
  }
}
