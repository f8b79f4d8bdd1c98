/** One evaluator for all interpretations: arithmetic, plates, gradients and definitions; measures are theirs. */
import { unfoldFunctional } from '../kernel/definitions.js';
import {
  type Copy,
  copiesOf,
  copyBase,
  evaluateIndex,
  type IndexEnv,
  IndexFault,
  rangeValues,
  withIndex,
} from '../kernel/network.js';
import { toNumber } from '../kernel/rational.js';
import { type Index, mul, type Slot, type Term, type VarRef } from '../kernel/term.js';
import {
  type Binding,
  bind,
  type Context,
  type Interpretation,
  NotApplicable,
  OtherValues,
  withoutBinding,
} from './context.js';
import { functionJets, signOf, unknownFunction } from './functions.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import { logLaw } from './laws.js';
import { errorBound, underflow } from './rounding.js';
import { settled } from './states.js';
import type { Tensor } from './tensor.js';
import * as tensor from './tensor.js';

const nonlinear = (context: Context): Context => ({ ...context, nonlinear: true });
const plain = (context: Context): Context => ({ ...context, magnitude: null });

/** The value of a term, or its magnitude where the context asks for it. */
export function evaluate(term: Term, at: Interpretation, context: Context): Jet {
  switch (term.tag) {
    case 'add':
      return jet.sum(term.terms.map((t) => evaluate(t, at, context)));
    case 'mul':
      return evaluateProduct(term.factors, at, context);
    case 'big':
      return evaluateBig(term, at, context);
    case 'draw':
      return evaluateDraw(term, at, context);
    case 'expect':
      return settled(at.expectation(term, context));
    case 'integral':
      return settled(at.integral(term, context));
    case 'call':
      return evaluateCall(term, at, context);
    case 'grad':
      return context.magnitude !== null
        ? evaluate(term.body, at, context)
        : evaluateGradient(term.of, term.body, at, context);
    default: {
      const unfolded = unfoldFunctional(term);
      if (unfolded !== null) return evaluate(unfolded, at, context);
      const whole = context.magnitude !== null && term.tag === 'pow' ? wholePower(term.exponent) : null;
      // A difference inside a power cancels: its magnitude is the power of the magnitude.
      if (whole !== null && term.tag === 'pow') return jet.power(evaluate(term.base, at, context), jet.constant(whole));
      const value = evaluateAtom(term, at, plain(context));
      if (context.magnitude === null) return value;
      if (context.magnitude === 'rounding') return jet.add(conditioned(term, value, at, context), lostBelow);
      return term.tag === 'fn' && term.name === 'ln' ? jet.add(jet.abs(value), lnRounding) : jet.abs(value);
    }
  }
}

/** What a number too small for all its digits may lack, in the same units. */
const lostBelow = jet.constant(underflow / errorBound);

/**
 * How far rounding may have moved a value, in units of the rounding of a number near 1: its own rounding, and that of
 * its arguments times its slope (running error analysis, Higham, Accuracy and Stability of Numerical Algorithms, 3.3).
 */
function conditioned(term: Term, value: Jet, at: Interpretation, context: Context): Jet {
  const inner = nonlinear(plain(context));
  const moved = (slope: Jet, arg: Term): Jet => movedBy(slope, evaluate(arg, at, context));
  switch (term.tag) {
    case 'fn': {
      const [arg] = term.args as readonly [Term];
      if (term.name === 'ln' && isDensityProduct(arg)) return jet.add(jet.abs(value), jet.one);
      const f = functionJets.get(term.name);
      if (f === undefined) throw new Error(`no function ${term.name}`);
      const [x, rounding] = [evaluate(arg, at, inner), evaluate(arg, at, context)].map(jet.primal) as [Tensor, Tensor];
      return jet.add(jet.abs(value), movedAround(f, x, rounding, term.name !== 'ln'));
    }
    case 'pow': {
      const [base, exponent] = [evaluate(term.base, at, inner), evaluate(term.exponent, at, inner)];
      const slope = jet.mul(exponent, jet.power(base, jet.sub(exponent, jet.one)));
      const whole = jet.add(jet.abs(value), moved(slope, term.base));
      if (term.exponent.tag === 'num' || term.exponent.tag === 'index') return whole;
      return jet.add(whole, moved(jet.mul(value, jet.ln(jet.abs(base))), term.exponent));
    }
    case 'apply':
      return jet.sum([jet.abs(value), ...term.args.filter(isNumber).map((arg) => evaluate(arg, at, context))]);
    case 'density':
    case 'law':
      return movedBy(jet.add(jet.abs(logOf(term, at, inner)), jet.one), value);
    default:
      return jet.abs(value);
  }
}

/**
 * How far the value of a function moves where its argument does, up or down: a slope would say nothing at the edge of a
 * domain, where it is infinite. Beyond a closed edge (of a square root) there is no value to move to.
 */
function movedAround(f: (x: Jet) => Jet, x: Tensor, rounding: Tensor, isClosed: boolean): Tensor {
  const value = jet.primal(f(x));
  const gap = (sign: number): Tensor => {
    const moved = tensor.map2(x, rounding, (u, r) => u + sign * errorBound * r);
    return tensor.map2(jet.primal(f(moved)), value, (a, b) => Math.abs(a - b) / errorBound);
  };
  return tensor.map2(gap(1), gap(-1), (up, down) => {
    if (isClosed && (Number.isNaN(up) || Number.isNaN(down))) return Number.isNaN(up) ? down : up;
    return Math.max(up, down);
  });
}

/** What is exactly 0 is not rounded, however steep the function there. */
function movedBy(slope: Jet, rounding: Jet): Jet {
  return tensor.map2(jet.primal(slope), jet.primal(rounding), (s, r) => (r === 0 ? 0 : Math.abs(s) * r));
}

/** A whole array may be the argument of a function: its members are not rounded. */
const isNumber = (arg: Term): boolean => arg.tag !== 'ref';

/** The logarithm of a rounded number near 1 is off by as much as the number, however small the logarithm. */
const lnRounding = jet.constant(1e-6);

function evaluateAtom(term: Term, at: Interpretation, context: Context): Jet {
  switch (term.tag) {
    case 'num':
      return jet.constant(toNumber(term.value));
    case 'constant':
      return jet.constant(term.name === 'pi' ? Math.PI : Number.POSITIVE_INFINITY);
    case 'index':
      return jet.constant(evaluateIndex(term.index, context.env));
    case 'ref':
      return numberOf(memberOf(term.ref, at, context), at, context);
    case 'pow':
      return evaluatePower(term.base, term.exponent, at, context);
    case 'fn':
      return evaluateFunction(term.name, term.args, at, context);
    case 'apply': {
      const args = term.args.flatMap((arg) => functionArguments(arg, at, nonlinear(context)));
      return unknown(term.name, args, at);
    }
    case 'density':
    case 'law':
      return jet.exp(logOf(term, at, context));
    case 'slack':
      return jet.zero;
    default:
      throw new Error(`no evaluation for ${term.tag}`);
  }
}

function unknown(name: string, args: readonly Jet[], { seed, signs, decay, nudges, model }: Interpretation): Jet {
  const domain = model.functions.get(name)?.domain ?? null;
  const sign = domain === null || domain.tag === 'real' ? signOf(signs, seed, name) : null;
  const value =
    sign === null
      ? unknownFunction(seed, name, domain, args, nudges)
      : jet.scale(unknownFunction(seed, name, { tag: 'positive' }, args, nudges), sign);
  if (decay === null) return value;
  const squares = args.map((arg) => jet.square(jet.scale(arg, 1 / decay)));
  return jet.mul(value, jet.exp(jet.scale(jet.sum(squares), -0.5)));
}

const memberOf = (target: VarRef, at: Interpretation, context: Context): Copy =>
  copiesOf(target, at.model, context.env)[0] as Copy;

function bindingOf(copy: Copy, context: Context): Binding {
  const binding = context.bindings.get(copy);
  if (binding === undefined) throw withoutBinding(copy);
  return binding;
}

function numberOf(copy: Copy, at: Interpretation, context: Context): Jet {
  const binding = bindingOf(copy, context);
  return binding.tag === 'real' ? binding.value : settled(at.stateValue(binding.axis));
}

/** An argument of an unknown function; a whole array gives one number for each member. */
function functionArguments(arg: Term, at: Interpretation, context: Context): Jet[] {
  if (arg.tag !== 'ref') return [evaluate(arg, at, context)];
  return copiesOf(arg.ref, at.model, context.env).map((copy) => numberOf(copy, at, context));
}

/** Densities that multiply or divide each other are added up as logarithms: a quotient of two may be 0 / 0 else. */
function evaluateProduct(factors: readonly Term[], at: Interpretation, context: Context): Jet {
  const densities = factors.filter(isDensityProduct);
  const joined = densities.length > 1 && densities.some((factor) => factor.tag === 'pow');
  const rest = joined ? factors.filter((factor) => !densities.includes(factor)) : factors;
  const value = independentProduct(
    rest.map((factor) => (c: Context) => evaluate(factor, at, c)),
    context,
  );
  if (!joined) return value;
  const log = logOf(mul(densities), at, plain(context));
  const quotient = jet.mul(jet.exp(log), value);
  return context.magnitude === 'rounding' ? movedBy(jet.add(jet.abs(log), jet.one), quotient) : quotient;
}

/** A product's factors must be independent estimates, so each draws what earlier ones did not. */
function independentProduct(factors: readonly ((context: Context) => Jet)[], context: Context): Jet {
  let result = jet.one;
  let { levels } = context;
  for (const factor of factors) {
    const drawn = new Map<Copy, number>();
    result = jet.mul(result, factor({ ...context, levels, drawn }));
    levels = raise(levels, drawn);
    for (const [copy, level] of drawn) context.drawn.set(copy, Math.max(level, context.drawn.get(copy) ?? 0));
  }
  return result;
}

function raise(levels: ReadonlyMap<Copy, number>, drawn: ReadonlyMap<Copy, number>): ReadonlyMap<Copy, number> {
  if (drawn.size === 0) return levels;
  const raised = new Map(levels);
  for (const [copy, level] of drawn) raised.set(copy, Math.max(level, raised.get(copy) ?? 0));
  return raised;
}

function evaluateBig(term: Extract<Term, { tag: 'big' }>, at: Interpretation, context: Context): Jet {
  const values = rangeValues(term.binder.range, context.env);
  at.notes.ranges.set(term, values.length > 0 || at.notes.ranges.get(term) === true);
  const member =
    (value: number) =>
    (c: Context): Jet =>
      evaluate(term.body, at, { ...c, env: withIndex(c.env, term.binder.index, value) });
  if (term.op === 'prod') return independentProduct(values.map(member), context);
  return jet.sum(values.map((value) => member(value)(context)));
}

/** The mean over all subsets of the minibatch's size. */
function evaluateDraw(term: Extract<Term, { tag: 'draw' }>, at: Interpretation, context: Context): Jet {
  const choices = subsetChoices(term.subset, at, context.env);
  const values = choices.map((choice) =>
    evaluate(term.body, at, { ...context, env: withSubset(context.env, term.subset, choice) }),
  );
  return jet.scale(jet.sum(values), 1 / choices.length);
}

export const withSubset = (env: IndexEnv, name: string, members: readonly number[]): IndexEnv => ({
  ...env,
  subsets: new Map(env.subsets).set(name, members),
});

/** Every subset of the declared size, in lexicographic order. */
export function subsetChoices(
  name: string,
  at: { readonly model: Interpretation['model'] },
  env: IndexEnv,
): number[][] {
  const subset = at.model.subsets.get(name);
  if (subset === undefined) throw new Error(`${name} is no subset`);
  const range = rangeValues({ tag: 'range', lo: subset.lo, hi: subset.hi, except: null }, env);
  const choices = combinations(range, evaluateIndex(subset.size as Index, env));
  if (choices.length === 0) throw new IndexFault(`${name} is larger than its range`);
  return choices;
}

function combinations(values: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return values.flatMap((value, i) => combinations(values.slice(i + 1), size - 1).map((rest) => [value, ...rest]));
}

/** A definition is unfolded where it stands; its arguments are read outside it. */
function evaluateCall(term: Extract<Term, { tag: 'call' }>, at: Interpretation, context: Context): Jet {
  const definition = at.model.definitions.get(term.name);
  if (definition === undefined) throw new Error(`${term.name} is not defined`);
  const args = definition.params.map((name, i): readonly [Copy, Binding] => {
    const arg = term.args[i] as Term;
    if (arg.tag === 'ref') return [name, bindingOf(memberOf(arg.ref, at, context), context)];
    return [name, { tag: 'real', value: evaluate(arg, at, nonlinear(plain(context))) }];
  });
  return evaluate(definition.body, at, bind(context, args));
}

function evaluateGradient(of: VarRef, body: Term, at: Interpretation, context: Context): Jet {
  const copy = memberOf(of, at, context);
  const binding = bindingOf(copy, context);
  if (binding.tag === 'state') throw new NotApplicable(`the states of ${copy.replace('@', '_')} have no derivative`);
  const step = at.differencesOf?.(body) ?? null;
  if (step !== null) return difference(copy, binding.value, step, body, at, context);
  const { tag } = context;
  const value: Binding = { tag: 'real', value: jet.variable(binding.value, tag) };
  const inner = { ...bind(context, [[copy, value]]), tag: tag + 1 };
  return jet.slopeAt(evaluate(body, at, inner), tag);
}

/** The derivative by the five-point rule, with steps that do not leave the domain. */
function difference(copy: Copy, value: Jet, step: number, body: Term, at: Interpretation, context: Context): Jet {
  const domain = at.model.variables.get(copyBase(copy))?.domain?.tag;
  const room = (x: number): number => (domain === 'unit' ? Math.min(x, 1 - x) : domain === 'positive' ? x : 1);
  const h = tensor.map(jet.primal(value), (x) => step * Math.min(1, room(x)));
  const near = (steps: number): Jet => {
    const moved: Binding = { tag: 'real', value: jet.add(value, jet.scale(h, steps)) };
    return evaluate(body, at, bind(context, [[copy, moved]]));
  };
  const [one, two] = [1, 2].map((steps) => jet.sub(near(steps), near(-steps))) as [Jet, Jet];
  return jet.div(jet.sub(jet.scale(one, 8), two), jet.scale(h, 12));
}

/** A whole exponent from 1 to 8, which is evaluated as a product. */
function wholePower(exponent: Term): number | null {
  if (exponent.tag !== 'num' || exponent.value.den !== 1n) return null;
  const whole = Number(exponent.value.num);
  return whole >= 1 && whole <= 8 ? whole : null;
}

function evaluatePower(base: Term, exponent: Term, at: Interpretation, context: Context): Jet {
  const whole = exponent.tag === 'num' && exponent.value.den === 1n ? Number(exponent.value.num) : null;
  if (whole !== null && whole >= 0 && whole <= 8 && !context.nonlinear) {
    return repeatedPower(base, whole, at, context);
  }
  const inner = nonlinear(context);
  return jet.power(evaluate(base, at, inner), evaluate(exponent, at, inner));
}

/** x^k of an estimate is a product of k independent ones; of anything else, a power. */
function repeatedPower(base: Term, k: number, at: Interpretation, context: Context): Jet {
  const drawn = new Map<Copy, number>();
  const value = evaluate(base, at, { ...context, drawn });
  if (drawn.size === 0) return jet.power(value, jet.constant(k));
  return independentProduct(
    Array.from({ length: k }, () => (c: Context) => evaluate(base, at, c)),
    context,
  );
}

function evaluateFunction(name: string, args: readonly Term[], at: Interpretation, context: Context): Jet {
  const [arg] = args as readonly [Term];
  if (name === 'ln') return logOf(arg, at, context);
  const f = functionJets.get(name);
  if (f === undefined) throw new Error(`no function ${name}`);
  return f(evaluate(arg, at, nonlinear(context)));
}

/** ln of a term; products and powers of densities stay on the log scale, where they cannot underflow. */
export function logOf(term: Term, at: Interpretation, context: Context): Jet {
  if (term.tag === 'law')
    return logLaw(
      term.law,
      evaluate(term.point, at, nonlinear(context)),
      term.params.map((p) => evaluate(p, at, nonlinear(context))),
    );
  if (term.tag === 'density') return settled(at.logDensity(term, context));
  if (isDensityProduct(term)) {
    if (term.tag === 'mul') return jet.sum(term.factors.map((factor) => logOf(factor, at, context)));
    if (term.tag === 'pow') return jet.mul(evaluate(term.exponent, at, context), logOf(term.base, at, context));
    if (term.tag === 'big') {
      const values = rangeValues(term.binder.range, context.env);
      return jet.sum(
        values.map((v) => logOf(term.body, at, { ...context, env: withIndex(context.env, term.binder.index, v) })),
      );
    }
  }
  const inner = nonlinear(context);
  const value = evaluate(term, at, inner);
  if (isSomewhereNegative(term, value, at, inner)) at.notes.negativeLogarithms++;
  return jet.ln(value);
}

/** Whether a value is below zero by more than rounding may have moved it. */
function isSomewhereNegative(term: Term, value: Jet, at: Interpretation, context: Context): boolean {
  const numbers = jet.primal(value);
  if (context.magnitude !== null || !numbers.data.some((x) => x < 0)) return false;
  const off = jet.primal(evaluate(term, at, { ...context, magnitude: 'rounding' }));
  return tensor.map2(numbers, off, (x, error) => x + errorBound * error).data.some((x) => x < 0);
}

/** Products, quotients and plates of densities: positive, and better added up as logarithms. */
export const isDensityProduct = (term: Term): boolean => isProductOf(term, isDensityOrLaw);

export const isDensityOrLaw = ({ tag }: Term): boolean => tag === 'density' || tag === 'law';

/** Whether a term is made of such factors by products, plates and powers that are numbers. */
export function isProductOf(term: Term, isFactor: (factor: Term) => boolean): boolean {
  switch (term.tag) {
    case 'mul':
      return term.factors.every((factor) => isProductOf(factor, isFactor));
    case 'big':
      return term.op === 'prod' && isProductOf(term.body, isFactor);
    case 'pow':
      return isProductOf(term.base, isFactor) && term.exponent.tag === 'num';
    default:
      return isFactor(term);
  }
}

/** A slot's members with what fills each. Throws NotApplicable where its values are none of theirs. */
export function fillSlots(slots: readonly Slot[], at: Interpretation, context: Context): [Copy, Binding][] {
  return slots.flatMap((slot): [Copy, Binding][] => {
    const members = copiesOf(slot.of, at.model, context.env);
    if (slot.value.tag === 'ref') {
      const values = copiesOf(slot.value.ref, at.model, context.env);
      return members.map((copy, i) => {
        const value = values[i] as Copy;
        const binding = bindingOf(value, context);
        if (!at.accepts(copy, binding)) throw new OtherValues(value, copy);
        return [copy, binding];
      });
    }
    const value = evaluate(slot.value, at, nonlinear(plain(context)));
    return members.map((copy) => [copy, at.bindNumber(copy, value)]);
  });
}
