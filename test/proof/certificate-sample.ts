/** A short file whose certificate has every section filled, for tests that alter it. */
import { certificateOf, type Loose } from './certificate-file.js';

export const sample = certificateOf(`
latent x, y, z
function f(x)
density chain: p(x, y, z) = p(x) p(y | x) p(z | y)
density other: q(x)
rule mine: softplus(?a) = ln(1 + exp(?a)) when ?a > 0
claim double: E_{p(x)}[2 f(x)] = 2 E_{p(x)}[f(x)]
claim markov: p(z | x, y) = p(z | y)
claim gibbs: KL[p(x) || q(x)] >= 0
claim joint: ln p(x, y, z) = ln p(x) + ln p(y | x) + ln p(z | y)
derivation upto: ln p(x, y, z) = ln p(x, y) + const_{x}
claim own: softplus(q(x)) = ln(1 + exp(q(x))) by mine
`);

/** The entry of a table that is as described. */
export function entry(table: Loose, ...what: readonly string[]): Loose {
  const found = table.find((item: Loose) => what.every((part) => JSON.stringify(item).includes(part)));
  if (found === undefined) throw new Error(`there is no entry with ${what}`);
  return found;
}

export const claim = (json: Loose, label: string): Loose => entry(json.claims, `"label":"${label}"`);

/** The step that uses a rule. */
export function stepBy(json: Loose, rule: string): Loose {
  const number = json.rules.indexOf(entry(json.rules, `"name":"${rule}"`));
  return entry(json.steps, '"step":"rule"', `"rule":${number},`);
}

/** What a step puts in for a metavariable. */
export const meaning = (step: Loose, name: string): Loose => entry(step.substitution, `"name":"${name}"`).is;

export const numberOf = (table: Loose, ...what: readonly string[]): number => table.indexOf(entry(table, ...what));
