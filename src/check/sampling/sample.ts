/** Rules tried at random before they are used: one use whose sides differ refuses a rule. */

import type { Model } from '../../kernel/model.js';
import type { Rule } from '../../kernel/rule.js';
import { NoSubstitute } from '../../kernel/substitute.js';
import { children, type Density, isDensity, type Term } from '../../kernel/term.js';
import { compare, instanceOf, report } from './instances.js';
import { suits } from './substitutions.js';
import { type World, worldOf } from './worlds.js';

export interface SampleOptions {
  /** Uses that must agree and be able to differ, at least 1. */
  readonly instances: number;
  /** Random uses that are made in search of them. */
  readonly attempts: number;
}

export const defaultSample: SampleOptions = { instances: 12, attempts: 400 };

export type Sampled =
  /** Every use agreed; `informative` of them could have told a near miss. */
  | { readonly outcome: 'no counterexample'; readonly informative: number }
  /** A use in words: both sides, and the values that differ. */
  | { readonly outcome: 'unsound'; readonly counterexample: string };

/**
 * Tries a rule in random finite models: those of the densities given, which are asked for where a rule speaks of
 * declared names, else models of many kinds.
 */
export function sampleRule(
  rule: Rule,
  model: Model,
  densities: () => readonly Density[],
  options: SampleOptions = defaultSample,
): Sampled {
  const world = speaksOfDeclared(rule) ? worldOf('the model of the file', model, densities()) : null;
  if (world !== null && !canTry(rule, world)) return { outcome: 'no counterexample', informative: 0 };
  let informative = 0;
  for (let i = 0; i < options.attempts && informative < options.instances; i++) {
    const instance = attempted(rule, i, world);
    if (instance === null || instance.isTrivial) continue;
    const finding = compare(instance, i);
    // Of an inequality, `0 ln 0` may leave one side without a number.
    const isGap = finding.left === null || finding.right === null;
    if (finding.says === 'differs' && !(isGap && rule.relation !== '='))
      return { outcome: 'unsound', counterexample: report(instance, finding) };
    if (finding.says === 'agrees' && finding.isInformative) informative++;
  }
  return { outcome: 'no counterexample', informative };
}

function attempted(rule: Rule, i: number, world: World | null): ReturnType<typeof instanceOf> {
  try {
    return instanceOf(rule, i, world);
  } catch (error) {
    // Nothing to draw from in a small model, or a place where only a variable may stand.
    if (error instanceof RangeError || error instanceof NoSubstitute) return null;
    throw error;
  }
}

const canTry = (rule: Rule, world: World): boolean =>
  suits(rule, world) && world.densities.length > 0 && world.variables.length > 0;

/** Whether a pattern mentions anything but metavariables: a family, a function, a variable, a definition. */
function speaksOfDeclared({ left, right }: Rule): boolean {
  const isOpen = (name: string): boolean => name.startsWith('?') || name.startsWith('heads(');
  const mentions = (term: Term): boolean => {
    if (term.tag === 'apply' || term.tag === 'call') return true;
    if (term.tag === 'ref' && !isOpen(term.ref.name)) return true;
    if (term.tag === 'density' && !isOpen(term.family)) return true;
    if (term.tag === 'grad' && !isOpen(term.of.name)) return true;
    if (term.tag === 'integral' && term.vars.some(({ name }) => !isOpen(name))) return true;
    return children(term).some(mentions);
  };
  return mentions(left) || mentions(right);
}

/** The densities that lines speak of, each once. */
export function densitiesIn(terms: Iterable<Term>): Density[] {
  const found = new Map<string, Density>();
  const visit = (term: Term): void => {
    if (isDensity(term) && term.heads.every(({ value }) => value.tag === 'ref')) found.set(JSON.stringify(term), term);
    children(term).forEach(visit);
  };
  for (const term of terms) visit(term);
  return [...found.values()];
}
