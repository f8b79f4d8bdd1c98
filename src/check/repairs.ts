/** The repairs of a line that is refuted or malformed: single edits with which it follows, simplest first. */
import type { Expr, Span, Statement } from '../../grammar/ast.js';
import { parseExpression } from '../../grammar/parse.js';
import { Identity } from '../kernel/identity.js';
import { type Kernel, Refusal } from '../kernel/kernel.js';
import { type Claim, isDirected, withoutSlack } from '../numeric/claim.js';
import { exactEvidence } from '../numeric/exact.js';
import { ModelCache } from '../numeric/model-cache.js';
import { monteCarloEvidence, quadratureEvidence } from '../numeric/montecarlo.js';
import { Work } from '../numeric/work.js';
import { type Candidate, candidatesOf } from '../repair/candidates.js';
import { applied, type EditKind, type Line, sliceOf, tidy } from '../repair/edit.js';
import { Emptiness } from '../repair/empty.js';
import { outline } from '../repair/outline.js';
import { searchRepairs, type Trier } from '../repair/search.js';
import { sentenceOf, shownEdit } from '../repair/show.js';
import { type Form, Vocabulary } from '../repair/vocabulary.js';
import { attempt } from '../syntax/diagnostics.js';
import {
  type Document,
  type ElaboratedDerivation,
  type ElaboratedStep,
  type Line as SyntaxLine,
  withRightSide,
} from '../syntax/document.js';
import { elaborate } from '../syntax/expression.js';
import { printTerm } from '../syntax/print.js';
import { shareOf, stepsIn } from './budget.js';
import { claimsOf } from './chain.js';
import type { CheckOptions } from './options.js';
import type { Seeker } from './proofs.js';
import { reasonedForms } from './reasoned.js';
import { isWithoutValue } from './reasons.js';
import type { SoughtStep } from './search.js';
import { standingOf } from './standing.js';
import { statementEdits } from './statement-edits.js';
import { confirmsBriefly, failsAmongDensities, type Judged, judge, type Trial, trialOf } from './step.js';
import type { Repair } from './verdict.js';

/** The most draws at a point of a repaired line. */
const mostSamples = 2 ** 14;

/** The draws that sort out an inequality. */
const fewSamples = 2 ** 8;

/** What it costs that a reason of the author's is of no use. */
const strained = 1.2;

/** What it costs that a bound is made another and not only wider: nearly anything that is large enough is true. */
const loose = 0.7;

/** Edits of a bound that keep its form. */
const keepsForm: ReadonlySet<EditKind> = new Set(['coefficient', 'sign', 'power', 'log', 'conditioning', 'family']);

const ofBound = ({ edit, cost }: Candidate): Candidate => {
  const isNumberLeftOut = edit.kind === 'coefficient' && edit.text.trim() === '';
  return { edit, cost: cost + (keepsForm.has(edit.kind) && !isNumberLeftOut ? 0 : loose) };
};

/** Characters of a line that is mended, beside one that is, or learnt from: hundreds of edits of it are read, each as a whole. */
const longest = 4000;

const isLong = ({ span }: { readonly span: Span }): boolean => span.end - span.start > longest;

/** Lines and derivations farther away say nothing of a line. */
const farthest = 20;

/** An edited line in its derivation. */
interface Edited {
  readonly derivation: ElaboratedDerivation;
  readonly step: ElaboratedStep;
  readonly claim: Claim;
  /** What the line below claims then; null where there is none that has a meaning. */
  readonly below: Claim | null;
}

/** A step that is wrong. */
export type Mistaken = Pick<SoughtStep, 'derivation' | 'place' | 'i' | 'seeker'>;

export class Repairs {
  readonly #models = new ModelCache();
  readonly #identity: Identity;
  readonly #emptiness: Emptiness;
  readonly #options: CheckOptions;
  /** The steps of the whole document. */
  readonly #lines: number;
  /** Evaluations that one candidate may take. */
  readonly #share: number;
  /** The densities that are declared as products, as written. */
  readonly #forms: readonly Form[];
  /** The same products as they are printed. */
  #printed: readonly { readonly printed: string; readonly body: string }[] | null = null;

  /** `reread` gives a text a meaning that is the document's but for one edit. */
  constructor(
    private readonly document: Document,
    options: CheckOptions,
    private readonly reread: (source: string) => Document,
  ) {
    this.#identity = new Identity(document.model);
    this.#emptiness = new Emptiness(document.model, this.#identity);
    this.#lines = stepsIn(document);
    this.#share = shareOf(document, options.budget);
    this.#forms = formsOf(document);
    this.#options = {
      ...options,
      samples: Math.min(options.samples, mostSamples),
      thorough: false,
      onProgress: null,
    };
  }

  of({ derivation, place, i: index, seeker }: Mistaken): readonly Repair[] {
    const step = derivation.steps[index] as ElaboratedStep;
    const around = [derivation.first, ...derivation.steps.map((other) => other.line)].slice(index, index + 3);
    if (around.some(isLong)) return [];
    const line = this.lineOf(place, index);
    this.#learnReasoned(line.vocabulary, derivation, index, seeker);
    const suspect = step.line.fault?.span ?? null;
    const inside = candidatesOf(line, suspect);
    const own = [
      ...(isDirected(step.relation) ? inside.map(ofBound) : inside),
      ...statementEdits(this.document, derivation, step),
    ];
    const candidates = own.sort((a, b) => a.cost - b.cost);
    const found = searchRepairs(candidates, this.#trier(derivation, place, index, seeker), this.#options.repairs);
    return found.map(({ candidate: { edit }, status }): Repair => {
      const { span, from, to } = shownEdit(edit, line);
      return { span, from, to, sentence: sentenceOf(edit, line.model), status };
    });
  }

  #derivation(place: number): ElaboratedDerivation {
    const derivation = this.document.derivations[place];
    if (derivation === undefined) throw new Error(`there is no derivation ${place}`);
    return derivation.elaborated();
  }

  /** A line with what may be written on it. */
  lineOf(place: number, index: number): Line {
    const { source, model } = this.document;
    const step = this.#derivation(place).steps[index] as ElaboratedStep;
    return {
      source,
      model,
      root: outline(this.document.scope, step.step.right),
      vocabulary: this.#vocabularyOf(place, step),
    };
  }

  /** What the lines around say, the nearest first; the line itself counts as little as what is declared. */
  #vocabularyOf(place: number, step: ElaboratedStep): Vocabulary {
    const derivation = this.#derivation(place);
    const { source, scope, declarations } = this.document;
    const vocabulary = new Vocabulary(source, this.#forms);
    const learn = (expr: Expr, distance: number): void => {
      if (!isLong(expr)) vocabulary.learn(outline(scope, expr), distance);
    };
    const lines = [this.#read(derivation.first.span), ...derivation.steps.map((s) => s.step.right)];
    const own = derivation.steps.indexOf(step) + 1;
    for (const [i, expr] of lines.entries()) {
      if (expr === null || isLong(expr) || i === own || Math.abs(i - own) > farthest) continue;
      if (i === own - 1) vocabulary.learnAbove(outline(scope, expr));
      else vocabulary.learnLine(outline(scope, expr), i === own + 1 ? 0 : 0.4);
    }
    vocabulary.learnPieces(outline(scope, step.step.right), 0.75);
    for (let other = Math.max(0, place - farthest); other <= place + farthest; other++)
      if (other !== place && other < this.document.derivations.length)
        for (const { step: near } of this.#derivation(other).steps.slice(0, farthest))
          if (!isLong(near.right)) vocabulary.learnWholes(outline(scope, near.right), 0.75);
    for (const statement of declarations) for (const expr of declaredIn(statement)) learn(expr, 0.5);
    return vocabulary;
  }

  /** What the line above says by the reasons of the author's. */
  #learnReasoned(
    vocabulary: Vocabulary,
    { first, steps }: ElaboratedDerivation,
    index: number,
    { cited, kernel }: Seeker,
  ): void {
    const { model, scope } = this.document;
    const term = (index === 0 ? first : steps[index - 1]?.line)?.term ?? null;
    if (term === null) return;
    for (const form of reasonedForms(term, cited, kernel)) {
      const text = this.#asDeclared(printTerm(form, model), kernel);
      const { expr } = parseExpression(text, { start: 0, end: text.length }, { names: this.#names });
      if (expr === null || isLong(expr)) continue;
      const own = new Vocabulary(text, this.#forms);
      own.learn(outline(scope, expr), 0);
      vocabulary.learnFrom(own);
    }
  }

  /** A printed text with the products that densities are declared as in the order in which the author has them. */
  #asDeclared(text: string, kernel: Kernel): string {
    this.#printed ??= this.#forms.flatMap(({ head, body }) => {
      const { expr } = parseExpression(head, { start: 0, end: head.length }, { names: this.#names });
      const density = expr === null ? null : attempt(() => elaborate(this.document.scope, expr));
      if (density === null || 'fault' in density) return [];
      const split = kernel.procedure({ name: 'factorise' }, density.value);
      if (split instanceof Refusal) return [];
      return [{ printed: printTerm(split.statement.right, this.document.model), body }];
    });
    return this.#printed
      .reduce((now, { printed, body }) => now.replaceAll(`(${printed})`, body).replaceAll(printed, body), text)
      .replaceAll(/\bln(?=\()/g, 'ln ');
  }

  get #names(): readonly string[] {
    const { model } = this.document;
    return [...model.variables.keys(), ...model.collections.keys()];
  }

  #read(span: Span): Expr | null {
    return parseExpression(this.document.source, span, { names: this.#names }).expr;
  }

  #trier(derivation: ElaboratedDerivation, place: number, index: number, seeker: Seeker): Trier<Edited> {
    const seen = new Set<string>();
    const original = derivation.steps[index] as ElaboratedStep;
    const claimed = claimsOf(derivation)[index];
    const before = claimed !== undefined && 'left' in claimed ? claimed : null;
    const above = this.#saidBy([derivation.first, ...derivation.steps.slice(0, index).map(({ line }) => line)]);
    const below = this.#saidBy(derivation.steps.slice(index + 1).map(({ line }) => line));
    const isAmong = (lines: ReadonlySet<number>, { step: { line } }: Edited): boolean =>
      line.term !== null && lines.has(this.#identity.of(line.term));
    const read = (candidate: Candidate): Edited | null => {
      const step = this.#stepAfter(candidate, derivation, place, index);
      if (step === null || step.line.term === null) return null;
      if (step.line.ambiguities.length > original.line.ambiguities.length) return null;
      const edited = this.#editedOf(derivation, index, step);
      if (edited === null || isAmong(above, edited) || this.#saysNothing(edited, above)) return null;
      if (this.#emptiness.isMadeEmpty(before, edited.claim)) return null;
      const key = `${step.relation} ${this.#identity.of(step.line.term)}`;
      if (seen.has(key)) return null;
      seen.add(key);
      return edited;
    };
    return {
      read,
      holds: (edited) => this.#holds(edited.claim, edited) && !this.#repeats(before, edited),
      leadsOn: (edited) => !isAmong(below, edited) && (edited.below === null || this.#holds(edited.below, edited)),
      proves: (edited) => this.#proves(edited, seeker),
      strain: (edited) => this.#strain(edited, seeker),
      confirms: (edited) => confirmsBriefly(edited.claim, this.#trialOf(edited), standingOf(edited.step, null)),
    };
  }

  /** A line above once more, but for a const. */
  #saysNothing({ claim }: Edited, above: ReadonlySet<number>): boolean {
    const plain = withoutSlack(claim);
    return plain === null || above.has(this.#identity.of(plain.right));
  }

  /** The terms of lines: a repair that copies one above says nothing, and one below leaves nothing to say there. */
  #saidBy(lines: readonly SyntaxLine[]): ReadonlySet<number> {
    return new Set(lines.flatMap(({ term }) => (term === null ? [] : [this.#identity.of(term)])));
  }

  #stepAfter(
    { edit }: Candidate,
    derivation: ElaboratedDerivation,
    place: number,
    index: number,
  ): ElaboratedStep | null {
    const source = applied(this.document.source, edit);
    const { start, end } = (derivation.steps[index] as ElaboratedStep).step.right.span;
    if (edit.kind !== 'relation' && edit.kind !== 'for any' && edit.kind !== 'iid')
      return withRightSide(this.document, derivation, index, source, {
        start,
        end: end + source.length - this.document.source.length,
      });
    const step = this.reread(source).derivations[place]?.elaborated().steps[index];
    return step ?? null;
  }

  #editedOf(derivation: ElaboratedDerivation, index: number, step: ElaboratedStep): Edited | null {
    const steps = derivation.steps.map((other, i) => (i === index ? step : other));
    const edited = { ...derivation, steps };
    const claims = claimsOf(edited);
    const [claim, below] = [claims[index], claims[index + 1]];
    if (claim === undefined || !('left' in claim)) return null;
    return { derivation: edited, step, claim, below: below !== undefined && 'left' in below ? below : null };
  }

  #trialOf({ derivation }: Edited): Trial {
    const claims = claimsOf(derivation).filter((claim) => 'left' in claim);
    const shared = trialOf(claims, this.document.model, this.#options, this.#lines, this.#models);
    return { ...shared, work: new Work(this.#share) };
  }

  #holds(claim: Claim, edited: Edited): boolean {
    const plain = withoutSlack(claim);
    if (plain === null) return false;
    const { model, classOf, models } = this.#trialOf(edited);
    const brief = { seed: this.#options.seed, classOf, models, isBrief: true };
    const { status } = exactEvidence(plain, model, brief);
    const sampling = { ...brief, lines: this.#lines, samples: fewSamples, resolution: 0.05 };
    if (status === 'not applicable') return quadratureEvidence(plain, model, sampling).status !== 'disagrees';
    if (status !== 'agrees' || plain.relation === '=') return status === 'agrees';
    // Masses are at most 1, and densities are not: many an inequality is true of sums only.
    if (failsAmongDensities(plain, this.#trialOf(edited))) return false;
    return monteCarloEvidence(plain, model, sampling).every((e) => e.status !== 'disagrees');
  }

  /** Whether an edit brings into a bound what it bounds, in other words. */
  #repeats(before: Claim | null, edited: Edited): boolean {
    return this.#emptiness.broughtIn(before, edited.claim).some(({ part, bounded }) => {
      const { model, classOf, models } = this.#trialOf(edited);
      const same: Claim = { left: bounded, right: part, relation: '=', upTo: null };
      const { status } = exactEvidence(same, model, { seed: this.#options.seed, classOf, models, isBrief: true });
      return status === 'agrees';
    });
  }

  /** A reason that the author gives and the proof does not need, and those needed beside it. */
  #strain({ claim }: Edited, seeker: Seeker): number {
    const outcome = seeker.prove(claim);
    if (seeker.cited.length === 0 || outcome?.outcome !== 'proved') return 0;
    const idle = seeker.cited.filter((family) => !outcome.explanation.includes(family));
    return strained * (idle.length + (outcome.missing.length > 0 ? 1 : 0));
  }

  #proves(edited: Edited, seeker: Seeker): boolean {
    const families = seeker.familiesFor(edited.claim);
    if (families === null) return false;
    const judged = (explanation: readonly string[]): Judged =>
      judge(edited.claim, this.#trialOf(edited), standingOf(edited.step, explanation));
    const { verdict, reason, vacuity } = judged(families);
    if (verdict === 'refuted' || isWithoutValue(reason ?? '')) return false;
    if (vacuity === null) return true;
    // The proof that was found makes both sides vanish; the least need not.
    const least = seeker.prove(edited.claim);
    return least?.outcome === 'proved' && judged(least.explanation).vacuity === null;
  }
}

/** The expressions of a statement that speak of densities. */
function declaredIn(statement: Statement): readonly Expr[] {
  if (statement.kind === 'define') return [statement.body];
  if (statement.kind !== 'density') return [];
  return statement.body === null ? [statement.head] : [statement.head, statement.body];
}

/** Each density that is declared with a body, as a text that may take its place. */
function formsOf({ source, declarations }: Document): readonly Form[] {
  return declarations.flatMap((statement) => {
    if (statement.kind !== 'density' || statement.body === null) return [];
    const { head, body } = statement;
    const text = tidy(sliceOf(source, body.span));
    return [{ head: tidy(sliceOf(source, head.span)), body: body.kind === 'big' ? text : `(${text})` }];
  });
}
