/**
 * Certificates altered at random by a forger who prints every claim anew and takes the digest anew: nothing is thrown,
 * and what is accepted is a line of the file, or a line that the exact interpretation does not refute either.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCertificate } from '../../src/certificate/certificate.js';
import { isAccepted, type Replayed, type ReplayedClaim, replay } from '../../src/certificate/replay.js';
import { slotClasses } from '../../src/numeric/claim.js';
import { exactEvidence } from '../../src/numeric/exact.js';
import { theory } from '../../src/rules/table.js';
import { printTerm } from '../../src/syntax/print.js';
import { alone, certificateOf, digest, type Loose, resealed, source, verdictOn } from '../proof/certificate-file.js';
import { sample } from '../proof/certificate-sample.js';

/** A place in the JSON: what holds it, and its key there. */
interface Place {
  readonly holder: Loose;
  readonly key: string | number;
}

function placesIn(holder: Loose): Place[] {
  if (typeof holder !== 'object' || holder === null) return [];
  const keys = Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder);
  return keys.flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

const sections = ['model', 'rules', 'patterns', 'terms', 'steps', 'claims'];

interface Edit {
  readonly kind: 'copy' | 'exchange' | 'nudge' | 'remove' | 'repeat' | 'set';
  readonly at: number;
  readonly from: number;
  readonly value: unknown;
}

/** Most edits put something that stands elsewhere: they leave the JSON well formed, and the kernel has to look. */
const edits: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('copy', 'copy', 'copy', 'exchange', 'exchange', 'nudge', 'nudge', 'remove', 'repeat', 'set'),
  at: fc.nat(),
  from: fc.nat(),
  value: fc.oneof(fc.constantFrom<unknown>(null, true, '', [], {}, -1, 1e9, 0.5, '__proto__', '1/0'), fc.jsonValue()),
});

const copyOf = (value: Loose): Loose => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

const valueAt = ({ holder, key }: Place): Loose => holder[key];

const shapeOf = (value: Loose): string =>
  typeof value === 'object' && value !== null ? Object.keys(value).join() : typeof value;

/** The places that hold something like what stands here: a number for a number, an object with the same keys. */
function alike(places: readonly Place[], place: Place): readonly Place[] {
  const shape = shapeOf(valueAt(place));
  return places.filter((other) => other.key === place.key || shapeOf(valueAt(other)) === shape);
}

const nudged = (value: unknown, by: number): number | null =>
  typeof value === 'number' ? value + (by % 2 === 0 ? 1 : -1) : null;

function apply(json: Loose, { kind, at, from, value }: Edit): void {
  const places = sections.flatMap((name) => placesIn({ [name]: json[name] }).slice(1));
  const place = places[at % places.length] as Place;
  const { holder, key } = place;
  const others = alike(places, place);
  const other = others[from % others.length] as Place;
  switch (kind) {
    case 'copy':
      holder[key] = copyOf(valueAt(other));
      break;
    case 'exchange': {
      const mine = copyOf(holder[key]);
      holder[key] = copyOf(valueAt(other));
      other.holder[other.key] = mine;
      break;
    }
    case 'nudge':
      holder[key] = nudged(holder[key], from) ?? copyOf(value);
      break;
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      break;
    case 'repeat':
      if (Array.isArray(holder)) holder.splice(Number(key), 0, copyOf(valueAt(place)));
      break;
    case 'set':
      holder[key] = copyOf(value);
  }
}

/** Each claim printed as its terms are now. */
function reprinted(json: Loose): string {
  const text = resealed(json);
  try {
    const { claims, model } = readCertificate(text, theory(), digest);
    claims.forEach(({ left, right }, i) => {
      json.claims[i].text = { left: printTerm(left, model), right: printTerm(right, model) };
    });
    return resealed(json);
  } catch {
    return text;
  }
}

const said = ({ goal }: ReplayedClaim): string =>
  JSON.stringify(goal, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));

/** The exact interpretation's word on a claim; a claim that rests on a rule of the author's is the author's. */
function isRefuted({ goal, assumptions }: ReplayedClaim, { model }: Replayed): boolean {
  if (assumptions.some(({ tag }) => tag === 'user rule')) return false;
  const classOf = slotClasses([goal.left, goal.right], model);
  return exactEvidence(goal, model, { seed: 1, classOf }).status === 'disagrees';
}

function examine(text: string, known: ReadonlySet<string>): void {
  const result = replay(text, alone);
  expect(verdictOn(text)).not.toContain('broke off');
  if (result.outcome === 'rejected') return;
  for (const claim of result.claims)
    if (claim.objection === null && !known.has(said(claim)) && isRefuted(claim, result))
      throw new Error(
        `accepted, and false: ${claim.label}: ${claim.text.left} ${claim.goal.relation} ${claim.text.right}`,
      );
}

const asked = Number(process.env['DERIVECHECK_FUZZ'] ?? 0);
/** A certificate takes some hundred times as long as a text. */
const runs = asked > 0 ? Math.ceil(asked / 500) : 200;
const firstSeed = Number(process.env['DERIVECHECK_SEED'] ?? 1);
const limit = asked > 0 ? 24 * 3_600_000 : 60_000;

describe.each([
  ['the sample', sample],
  ['elbo.expr', certificateOf(source('proofs/elbo.expr'))],
  ['minibatch.expr', certificateOf(source('proofs/minibatch.expr'))],
])('%s', (_, certificate) => {
  const original = replay(certificate, alone);
  const known = new Set(isAccepted(original) ? original.claims.map(said) : []);

  test(`${runs} edits of the certificate`, { timeout: limit }, () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 1, maxLength: 3 }), (changes) => {
        const json: Loose = JSON.parse(certificate);
        for (const change of changes) apply(json, change);
        examine(reprinted(json), known);
      }),
      { seed: firstSeed, numRuns: runs },
    );
  });

  test(`${runs} edits of the bytes`, { timeout: limit }, () => {
    fc.assert(
      fc.property(fc.nat(certificate.length - 1), fc.nat(20), fc.string(), (at, length, put) => {
        const text = certificate.slice(0, at) + put + certificate.slice(at + length);
        const body = text.replace(/"digest":"\w+"\n\}\n$/, '');
        examine(`${body}"digest":"${digest(body)}"\n}\n`, known);
      }),
      { seed: firstSeed + 1, numRuns: runs },
    );
  });
});
