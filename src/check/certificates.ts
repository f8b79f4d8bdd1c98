/** Certificates of files: written from the proofs that the search finds, and checked without it. */
import { createHash } from 'node:crypto';
import type { Digest, SourceText } from '../certificate/certificate.js';
import { type Objection, type Outside, type Replayed, type ReplayedClaim, replay } from '../certificate/replay.js';
import { compareWithSource, type Written, type WrittenGoal } from '../certificate/source.js';
import type { Goal } from '../kernel/claim.js';
import type { Model } from '../kernel/model.js';
import { withoutSlack } from '../numeric/claim.js';
import { type ProvedClaim, writeCertificate } from '../proof/certificate.js';
import { theory } from '../rules/table.js';
import { waysToReadAll } from '../syntax/ambiguity.js';
import { linesOf } from '../syntax/derivation.js';
import { type Derivation, type Document, ImportFailure, type Line } from '../syntax/document.js';
import { printRefs, printTerm } from '../syntax/print.js';
import { printRuleParts } from '../syntax/print-rule.js';
import { assumptionSentences } from './assumptions.js';
import { fuelOf } from './budget.js';
import { claimsOf, type StepClaim } from './chain.js';
import type { Input } from './document.js';
import { derivationName, elaborateText } from './elaborate.js';
import type { ReplayedLine, ReplayReport } from './explanation.js';
import { defaultOptions } from './options.js';
import { Proofs } from './proofs.js';
import { Search } from './search.js';
import { admitRules } from './user-rules.js';

const digest: Digest = (text) => createHash('sha256').update(text).digest('hex');

/** The certificate of every step of a text that is proved within the budget. `load` is as `checkDocument` has it. */
export function certify(input: Input, load: (path: string) => string, budget: number = defaultOptions.budget): string {
  const imports: SourceText[] = [];
  const path = input.file.replace(/^.*[/\\]/, '');
  const document = elaborateText(input.source, (resolved) => {
    const text = load(resolved);
    if (imports.every((known) => known.path !== resolved)) imports.push({ path: resolved, text });
    return text;
  });
  const { model } = document;
  const proofs = new Proofs(document, admitRules(document).admitted, { fuel: fuelOf(document, budget) });
  const search = new Search(document, proofs, { ...defaultOptions, budget });
  const claims = labelled(document).flatMap(({ labels }, place) =>
    [...search.steps(place)].flatMap(({ i, claim, outcome }): ProvedClaim[] => {
      const goal = goalOf(claim);
      const label = labels[i] ?? null;
      if (outcome?.outcome !== 'proved' || goal === null || label === null) return [];
      return [{ label, goal, theorem: outcome.theorem, text: sidesOf(goal, model) }];
    }),
  );
  const files = [{ path, text: input.source }, ...imports];
  return writeCertificate({ files, kernel: proofs.prover.kernel, claims, theory: theory(), digest });
}

const sidesOf = ({ left, right }: Goal, model: Model): { left: string; right: string } => ({
  left: printTerm(left, model),
  right: printTerm(right, model),
});

interface Labelled {
  readonly derivation: Derivation;
  /** Of each step; null where another step has the same one, which only a faulty file does. */
  readonly labels: readonly (string | null)[];
}

/** `eq1.2`; a derivation without a label is called by its line, `line 12.2`. */
function labelled(document: Document): Labelled[] {
  const taken = new Set<string>();
  return document.derivations.map((derivation) => {
    const name = derivationName(document, derivation);
    const labels = derivation.numbers.map((number) => {
      const label = `${name}.${number}`;
      if (taken.has(label)) return null;
      taken.add(label);
      return label;
    });
    return { derivation, labels };
  });
}

/** What a document declares and claims, in the terms of certificates: an ambiguous step claims what it says in each reading. */
function writtenIn(document: Document): Written {
  const claims = labelled(document).flatMap(({ derivation, labels }, place) => {
    const usual = claimsOf(derivation.elaborated());
    const lines = linesOf(derivation.elaborated());
    return labels.flatMap((label, i): WrittenGoal[] =>
      label === null
        ? []
        : readClaims(derivation, lines, i, usual[i] as StepClaim).flatMap(({ claim, reads }) => {
            const goal = goalOf(claim);
            return goal === null ? [] : [{ ...goal, label, reads: reads.map((read) => `${place}.${read}`) }];
          }),
    );
  });
  return { model: document.model, rules: document.rules, claims };
}

const goalOf = (claim: StepClaim): Goal | null => ('left' in claim ? withoutSlack(claim) : null);

interface ReadClaim {
  readonly claim: StepClaim;
  /** How each ambiguous line of the step is read. */
  readonly reads: readonly string[];
}

/** What a step claims in each way of reading what is ambiguous on its two lines. */
function readClaims(derivation: Derivation, lines: readonly Line[], i: number, usual: StepClaim): ReadClaim[] {
  let above = i;
  while (above > 0 && lines[above]?.term === null) above--;
  const open = lines.slice(above, i + 2).map(({ ambiguities }) => ambiguities);
  if (open.every(({ length }) => length === 0)) return [{ claim: usual, reads: [] }];
  return waysToReadAll(open).map((way) => ({
    claim: claimsOf(derivation.elaborated(way))[i] as StepClaim,
    reads: open.flatMap((ambiguities, at) => {
      const keys = ambiguities.map(({ key }) => key).filter((key) => way.has(key));
      return ambiguities.length === 0 ? [] : [`${above + at}: ${keys.join()}`];
    }),
  }));
}

function elaborate([file, ...imports]: readonly SourceText[]): Written | string {
  if (file === undefined) return 'there is no text of a file';
  const texts = new Map(imports.map(({ path, text }) => [path, text]));
  const document = elaborateText(file.text, (path) => {
    const text = texts.get(path);
    if (text === undefined) throw new ImportFailure(`the certificate has no text of ${path}`);
    return text;
  });
  const fault = document.faults.find(({ code }) => code === 'import');
  return fault === undefined ? writtenIn(document) : fault.message;
}

const outside: Omit<Outside, 'theory'> = { digest, print: printTerm, elaborate };

/** Checks a certificate by the kernel alone; where there is a source, also that it is of that. */
export function replayCertificate(
  certificate: string,
  source: Input | null,
  load: (path: string) => string,
): ReplayReport {
  const result = replay(certificate, { ...outside, theory: theory() });
  if (result.outcome === 'rejected') {
    const rejected = result.at === '$' ? result.reason : `${result.reason} (at ${result.at})`;
    return { rejected, files: [], claims: [], userRules: [], differences: null };
  }
  return {
    rejected: null,
    files: result.files.map(({ path }) => path),
    claims: result.claims.map((claim) => lineOf(claim, result)),
    userRules: result.rules.filter(({ origin }) => origin === 'user').map(({ name }) => name),
    differences: source === null ? null : differencesFrom(elaborateText(source.source, load), result),
  };
}

function differencesFrom(document: Document, { model, rules, claims }: Replayed): readonly string[] {
  const own = rules.filter(({ origin }) => origin === 'user');
  const goals = claims.map(({ label, goal }) => ({ ...goal, label }));
  return compareWithSource({ model, rules: own, claims: goals }, writtenIn(document));
}

function lineOf(
  { label, goal, text, objection, assumptions }: ReplayedClaim,
  { model, rules }: Replayed,
): ReplayedLine {
  return {
    label,
    statement: statementOf(goal, text, model),
    objection: objection === null ? null : objectionText(objection, { model, rules }),
    assumptions: assumptionSentences(assumptions, model),
  };
}

function statementOf({ relation, upTo }: Goal, { left, right }: ReplayedClaim['text'], model: Model): string {
  const free = upTo === null ? '' : `_{${printRefs(upTo, model)}}`;
  const slack = upTo === null || relation === 'propto' ? '' : ` + const${free}`;
  return `${left} ${relation === 'propto' ? `propto${free}` : relation} ${right}${slack}`;
}

function objectionText(
  { step, reason, rule, condition }: Objection,
  { rules }: Pick<Replayed, 'model' | 'rules'>,
): string {
  const row = rules.find(({ name }) => name === rule);
  const place = row === undefined || condition === null ? -1 : row.when.indexOf(condition);
  const sentence = row === undefined || place < 0 ? '' : `: ${printRuleParts(row).when[place]}`;
  const where = [...(step === null ? [] : [`step ${step}`]), ...(rule === null ? [] : [`the rule ${rule}`])].join(', ');
  return `${where === '' ? '' : `${where}: `}${reason}${sentence}`;
}
