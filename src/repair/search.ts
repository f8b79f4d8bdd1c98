/** The search for repairs: which of the candidates make a line hold, within a budget that no clock decides. */
import type { Span } from '../../grammar/ast.js';
import type { Candidate } from './candidates.js';

export type RepairStatus = 'proved' | 'confirmed';

/** What the edits of a line are tried by; `T` is an edited line with its meaning. */
export interface Trier<T> {
  /** The line after an edit; null where it means nothing, or nothing new. */
  read(candidate: Candidate): T | null;
  /** Whether it holds in a few models. */
  holds(line: T): boolean;
  /** Whether the line below follows from it in a few models; true where there is none. */
  leadsOn(line: T): boolean;
  /** Whether it is proved. */
  proves(line: T): boolean;
  /** What it costs that the proof needs other reasons than the author gives. */
  strain(line: T): number;
  /** Whether the numbers confirm what is not proved. */
  confirms(line: T): boolean;
}

export interface Found {
  readonly candidate: Candidate;
  readonly status: RepairStatus;
  readonly leadsOn: boolean;
}

/** The most edits of which the meaning is looked at, for which a proof is sought, which the numbers are asked of. */
const mostRead = 800;
const mostSought = 16;
const mostAsked = 4;

/** The most proofs whose reasons are compared with the author's. */
const mostCompared = 6;

/** An edit that costs so much more than one that is proved and leads on is not tried any more. */
const margin = 2.5;

/** The repairs among the candidates, which come simplest first: those that lead on, then those that are proved. */
export function searchRepairs<T>(candidates: readonly Candidate[], trier: Trier<T>, most: number): readonly Found[] {
  const proved: (Found & { readonly line: T })[] = [];
  const open: { candidate: Candidate; line: T; leadsOn: boolean }[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (const candidate of candidates.slice(0, mostRead)) {
    if (candidate.cost > limit || proved.length + open.length >= mostSought) break;
    const line = trier.read(candidate);
    if (line === null || !trier.holds(line)) continue;
    const leadsOn = trier.leadsOn(line);
    if (!trier.proves(line)) open.push({ candidate, line, leadsOn });
    else {
      proved.push({ candidate, status: 'proved', leadsOn, line });
      if (leadsOn) limit = Math.min(limit, candidate.cost + margin);
    }
  }
  const asked =
    proved.length >= most ? [] : open.sort((a, b) => Number(b.leadsOn) - Number(a.leadsOn)).slice(0, mostAsked);
  const confirmed = asked
    .filter(({ line }) => trier.confirms(line))
    .map(({ candidate, leadsOn }): Found => ({ candidate, status: 'confirmed', leadsOn }));
  const best = ordered([...proved, ...confirmed]);
  if (best.length < 2) return best;
  const lines = new Map<Found, T>(proved.map((found) => [found, found.line]));
  const compared = best.slice(0, mostCompared).map((found): Found => {
    const line = lines.get(found);
    if (line === undefined) return found;
    const { edit, cost } = found.candidate;
    return { ...found, candidate: { edit, cost: cost + trier.strain(line) } };
  });
  return ordered([...compared, ...best.slice(mostCompared)]).slice(0, most);
}

/** What it costs that a term is mended which can as well be taken away. */
const needed = 1;

/** First what leads on, then what is proved, then what costs least. */
function ordered(found: readonly Found[]): readonly Found[] {
  const needless = found.flatMap(({ candidate: { edit } }) => (edit.kind === 'extra term' ? [edit.span] : []));
  const isWithin = ({ candidate: { edit } }: Found): boolean =>
    edit.kind !== 'extra term' && needless.some((span) => contains(span, edit.span));
  const rank = ({ leadsOn, status }: Found): number => (leadsOn ? 0 : 2) + (status === 'proved' ? 0 : 1);
  const cost = (one: Found): number => one.candidate.cost + (isWithin(one) ? needed : 0);
  return [...found].sort((a, b) => rank(a) - rank(b) || cost(a) - cost(b));
}

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;
