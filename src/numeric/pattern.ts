/**
 * Tables of which a state follows almost surely from those of the variables that it depends on. Many a bound holds in all
 * tables but those.
 */
import { stream } from './random.js';
import { type Axis, statesAt } from './tensor.js';

/** The sum of all others, where there are two or more; the first of them; or of each table something else. */
export type Pattern = 'sum' | 'copy' | 'mixed';

/** The logarithm of how much likelier a state is that follows. */
const strength = 7;

interface Rule {
  /** How often the state of each of the others counts. */
  readonly factors: readonly number[];
  readonly shift: number;
  readonly strength: number;
}

const free: Rule = { factors: [], shift: 0, strength: 0 };

function ruleOf(pattern: Pattern, seed: number, name: string, parents: number): Rule {
  if (pattern === 'sum') return parents < 2 ? free : { factors: Array(parents).fill(1), shift: 0, strength };
  if (pattern === 'copy') return parents === 0 ? free : { factors: [1], shift: 0, strength };
  const { uniform } = stream(seed, `pattern of ${name}`);
  if (uniform() < 0.4) return free;
  return {
    factors: Array.from({ length: parents }, () => Math.round(uniform())),
    shift: Math.floor(64 * uniform()),
    strength: strength * 2 ** (2 * uniform() - 1),
  };
}

/** What is added to the logits of a table, entry by entry in row-major order: the first axis is that of the state itself. */
export function patternOf(pattern: Pattern, seed: number, name: string, axes: readonly Axis[]): () => number {
  const sizes = axes.map(({ size }) => size);
  const rule = ruleOf(pattern, seed, name, axes.length - 1);
  let at = 0;
  return () => {
    const [own, ...others] = statesAt(at++, sizes) as [number, ...number[]];
    const sum = rule.factors.reduce((total, factor, i) => total + factor * (others[i] ?? 0), rule.shift);
    return own === sum % (sizes[0] as number) ? rule.strength : 0;
  };
}
