/** Certificates written: the proofs of a file's claims, for whoever would rather not trust the search. */
import {
  type CertifiedClaim,
  certificateFormat,
  claimCodec,
  type Digest,
  fileCodec,
  ruleEntryCodec,
  type SourceText,
  seal,
  theoryDigest,
} from '../certificate/certificate.js';
import type { Codec, Json } from '../certificate/codec.js';
import { modelCodec } from '../certificate/model.js';
import { StepTable, stepOf } from '../certificate/steps.js';
import { TermTable } from '../certificate/terms.js';
import type { Goal } from '../kernel/claim.js';
import { type Kernel, premises, type Theorem } from '../kernel/kernel.js';
import type { Rule } from '../kernel/rule.js';
import { Shortener } from './shorten.js';

/** A claim with a theorem that says so. */
export interface ProvedClaim {
  /** Unlike that of any other claim. */
  readonly label: string;
  readonly goal: Goal;
  readonly theorem: Theorem;
  /** The sides in words, as the printer has them. */
  readonly text: { readonly left: string; readonly right: string };
}

export interface Proved {
  /** The file, then its imports. */
  readonly files: readonly SourceText[];
  /** That made the theorems. */
  readonly kernel: Kernel;
  readonly claims: readonly ProvedClaim[];
  readonly theory: readonly Rule[];
  readonly digest: Digest;
}

/** The text of a certificate. The same proofs give the same text, byte for byte. */
export function writeCertificate({ files, kernel, claims, theory, digest }: Proved): string {
  const [terms, patterns] = [new TermTable('terms'), new TermTable('patterns')];
  const declared = modelCodec(terms).write(kernel.model);
  const shortener = new Shortener(kernel);
  const proofs = new Proofs(terms);
  const entry = claimCodec(terms, proofs.table.ref);
  const written = claims.map(({ label, goal, theorem, text }): Json => {
    const { left, relation, right, upTo } = goal;
    const proof = proofs.number(shortener.short(theorem));
    const claim: CertifiedClaim = { label, left, relation, right, upTo, proof, text };
    return entry.write(claim);
  });
  const rule = ruleEntryCodec(patterns);
  const rules = proofs.rules.map((used) =>
    rule.write(used.origin === 'theory' ? { origin: 'theory', name: used.name } : { ...used, origin: 'user' }),
  );
  const sections = {
    format: certificateFormat,
    files: files.map((file) => fileCodec.write(file)),
    theory: theoryDigest(theory, digest),
    model: declared,
    rules,
    patterns: patterns.entries(),
    terms: terms.entries(),
    steps: proofs.steps,
    claims: written,
  };
  return seal(sections, digest);
}

/** The steps of theorems, each once, and the rules that they use. */
class Proofs {
  readonly table: StepTable;
  readonly steps: Json[] = [];
  readonly rules: Rule[] = [];
  readonly #known = new Map<Theorem, number>();
  readonly #numbers = new Map<string, number>();

  constructor(terms: TermTable) {
    const rule: Codec<Rule> = {
      read: () => {
        throw new Error('rules are only written here');
      },
      write: (used) => this.#ruleNumber(used),
    };
    this.table = new StepTable(terms, rule);
  }

  number(theorem: Theorem): number {
    const known = this.#known.get(theorem);
    if (known !== undefined) return known;
    for (const premise of premises(theorem.proof)) this.number(premise);
    const step = this.table.write(stepOf(theorem.proof, (premise) => this.number(premise)));
    const key = JSON.stringify(step);
    const number = this.#numbers.get(key) ?? this.steps.push(step) - 1;
    this.#numbers.set(key, number);
    this.#known.set(theorem, number);
    return number;
  }

  #ruleNumber(rule: Rule): number {
    const at = this.rules.indexOf(rule);
    return at < 0 ? this.rules.push(rule) - 1 : at;
  }
}
