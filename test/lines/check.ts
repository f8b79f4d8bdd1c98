/** What the program and the separate evaluator say of a random line, and what it costs to ask. */
import { parse } from '../../grammar/parse.js';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import { Proofs } from '../../src/check/proofs.js';
import { isWithoutValue } from '../../src/check/reasons.js';
import type { Verdict } from '../../src/check/verdict.js';
import { headsOf } from '../../src/kernel/free.js';
import type { Model } from '../../src/kernel/model.js';
import { children, type Measure, type Term, type VarRef } from '../../src/kernel/term.js';
import { type Claim, slotClasses } from '../../src/numeric/claim.js';
import type { EvidenceStatus } from '../../src/numeric/evidence.js';
import { exactEvidence } from '../../src/numeric/exact.js';
import type { Outcome } from '../../src/proof/prover.js';
import { type ElaboratedStep, elaborateDocument } from '../../src/syntax/document.js';
import { Unsupported } from '../oracle/declarations.js';
import { type Verdict as Judgement, judge } from '../oracle/judge.js';
import { fileOf, type RandomLine } from './generate.js';
import { noImports } from './world.js';

/** A line that was read back from its text. */
export interface ReadLine {
  readonly line: RandomLine;
  readonly model: Model;
  readonly claim: Claim;
  readonly step: ElaboratedStep;
  readonly prove: () => Outcome | null;
}

/** The line read from its own file, or the message of the first thing wrong with it. */
export function readBack(line: RandomLine): ReadLine | string {
  const document = elaborateDocument(fileOf(line), 'line.expr', noImports);
  const derivation = document.derivations[0]?.elaborated();
  const step = derivation?.steps[0];
  const [left, right] = [derivation?.first.term ?? null, step?.line.term ?? null];
  if (step === undefined || left === null || right === null) {
    const faults = [...document.syntax, ...document.faults, derivation?.first.fault, step?.line.fault];
    return faults.find((fault) => fault)?.message ?? 'no line';
  }
  const claim: Claim = { left, relation: step.relation, right, upTo: null };
  const prove = (): Outcome | null => new Proofs(document, []).prove(claim, step);
  return { line, model: document.model, claim, step, prove };
}

/** What random finite models say where both sides have a value. */
export function finite({ claim, model }: ReadLine, seed: number): EvidenceStatus {
  const classOf = slotClasses([claim.left, claim.right], model);
  const { status, reason } = exactEvidence(claim, model, { seed, classOf });
  return isWithoutValue(reason ?? '') ? 'undecided' : status;
}

/** The verdict of the whole program: from few samples, and where these do not suffice from as many as it takes. */
export function verdictOn(line: RandomLine, seed: number): Verdict {
  const fromSamples = (samples: number): Verdict => {
    const options = { ...defaultOptions, seed, samples, repairs: 0 };
    const result = checkDocument({ file: 'line.expr', source: fileOf(line) }, options, noImports);
    return result.derivations[0]?.steps[0]?.verdict ?? 'malformed';
  };
  const few = fromSamples(2048);
  return few === 'undecided' ? fromSamples(defaultOptions.samples) : few;
}

/** What the separate evaluator says; null where its loops would take too long, or no finite world can decide. */
export function judgement({ line, claim, model }: ReadLine): Judgement | null {
  if (effort(claim.left, model) + effort(claim.right, model) > mostEffort) return null;
  try {
    return judge(parse(fileOf(line)), 'line', 1).verdict;
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

const mostEffort = 20_000;
const membersOfPlate = 4;
const statesOfVariable = 2;
/** A density is a quotient of sums over the joint table; a derivative is a few differences. */
const costOfDensity = 10;
const costOfGradient = 6;

/** About how many steps the nested loops of the separate evaluator take at one point. */
function effort(term: Term, model: Model): number {
  const inside = children(term).reduce((sum, child) => sum + effort(child, model), 1);
  switch (term.tag) {
    case 'density':
      return inside + costOfDensity;
    case 'integral':
      return inside * statesOf(term.vars);
    case 'expect':
    case 'variance':
    case 'covariance':
    case 'entropy':
      return inside * statesOf(headsOfAll(term.measure));
    case 'kl':
    case 'cross-entropy':
      return inside * statesOf(headsOfAll(term.left));
    case 'mean-entropy':
    case 'mutual-information':
      return inside * statesOf(headsOf(term.joint));
    case 'big':
    case 'draw':
      return inside * membersOfPlate;
    case 'grad':
      return inside * costOfGradient;
    case 'call':
      return inside + effort(model.definitions.get(term.name)?.body ?? term, { ...model, definitions: new Map() });
    default:
      return inside;
  }
}

const headsOfAll = (measures: readonly Measure[]): VarRef[] => measures.flatMap(headsOf);

function statesOf(refs: readonly VarRef[]): number {
  const members = refs.reduce(
    (sum, { at }) => sum + at.reduce((n, { tag }) => (tag === 'at' ? n : n * membersOfPlate), 1),
    0,
  );
  return statesOfVariable ** members;
}
