/**
 * The array kernels, in AssemblyScript: random numbers, arithmetic on rows of doubles two at a time, and the loop that
 * runs a program of them. `npm run kernels` compiles this into ../module.ts.
 */

/** Where the memory that is free for rows and tables begins. */
export function base(): usize {
  return __heap_base;
}

// Random numbers: xoshiro256++ (Blackman & Vigna, Scrambled linear pseudorandom number generators, 2021).

let s0: u64 = 0;
let s1: u64 = 0;
let s2: u64 = 0;
let s3: u64 = 0;

const golden: u64 = 0x9e3779b97f4a7c15;

/** One step of SplitMix64, with which the authors of xoshiro fill its state. */
@inline
function mix(seed: u64): u64 {
  let z = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/** Writes the state of a generator, four words of 64 bits, from 128 bits. */
export function seed(state: usize, a: u32, b: u32, c: u32, d: u32): void {
  const x = (<u64>a << 32) | <u64>b;
  const y = (<u64>c << 32) | <u64>d;
  store<u64>(state, mix(x + golden), 0);
  store<u64>(state, mix(x + 2 * golden), 8);
  store<u64>(state, mix(y + golden), 16);
  store<u64>(state, mix(y + 2 * golden), 24);
}

@inline
function open(state: usize): void {
  s0 = load<u64>(state, 0);
  s1 = load<u64>(state, 8);
  s2 = load<u64>(state, 16);
  s3 = load<u64>(state, 24);
}

@inline
function close(state: usize): void {
  store<u64>(state, s0, 0);
  store<u64>(state, s1, 8);
  store<u64>(state, s2, 16);
  store<u64>(state, s3, 24);
}

@inline
function next(): u64 {
  const result = rotl<u64>(s0 + s3, 23) + s0;
  const t = s1 << 17;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  s2 ^= t;
  s3 = rotl<u64>(s3, 45);
  return result;
}

/** On (0, 1), never 0 or 1. */
@inline
function uniform(): f64 {
  return (<f64>(<i64>(next() >> 12)) + 0.5) * 2.220446049250313e-16;
}

export function uniforms(out: usize, n: i32, state: usize): void {
  open(state);
  for (let at = out, end = out + (<usize>n << 3); at < end; at += 8) store<f64>(at, uniform());
  close(state);
}

// Standard normals: the ziggurat (Marsaglia & Tsang 2000) of 256 layers, with the sign, the layer and the place in it
// from different bits of one word (Doornik 2005).

/** Where the tables of the ziggurat lie: the edge of the bottom layer, then widths, bounds and heights of 256 layers. */
let tables: usize = 0;
let edge: f64 = 0;

export function useTables(at: usize, lastEdge: f64): void {
  tables = at;
  edge = lastEdge;
}

export function normals(out: usize, n: i32, state: usize): void {
  // The state in variables of this function: those of the module are read from memory each time.
  let a = load<u64>(state, 0);
  let b = load<u64>(state, 8);
  let c = load<u64>(state, 16);
  let d = load<u64>(state, 24);
  for (let at = out, end = out + (<usize>n << 3); at < end; at += 8) {
    const word = rotl<u64>(a + d, 23) + a;
    const t = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl<u64>(d, 45);
    const layer = tables + (<usize>(word & 255) << 3);
    const place = (word >> 9) & 0x000fffffffffffff;
    const x = <f64>(<i64>place) * load<f64>(layer);
    // The sign of the draw is another bit.
    const signed = reinterpret<f64>(reinterpret<u64>(x) | ((word & 256) << 55));
    if (place < load<u64>(layer, 2048)) {
      store<f64>(at, signed);
    } else {
      s0 = a;
      s1 = b;
      s2 = c;
      s3 = d;
      store<f64>(at, rejected(word, signed));
      a = s0;
      b = s1;
      c = s2;
      d = s3;
    }
  }
  store<u64>(state, a, 0);
  store<u64>(state, b, 8);
  store<u64>(state, c, 16);
  store<u64>(state, d, 24);
}

/** The rare draws outside the sure part of a layer. */
function rejected(word: u64, x: f64): f64 {
  const layer = <usize>(word & 255) << 3;
  if (layer === 0) return word & 256 ? -tail() : tail();
  const low = load<f64>(tables + layer, 4096);
  const high = load<f64>(tables + layer - 8, 4096);
  return (high - low) * uniform() + low < exp1(-0.5 * x * x) ? x : another();
}

function another(): f64 {
  const word = next();
  const layer = tables + (<usize>(word & 255) << 3);
  const place = (word >> 9) & 0x000fffffffffffff;
  const x = <f64>(<i64>place) * load<f64>(layer);
  const signed = word & 256 ? -x : x;
  return place < load<u64>(layer, 2048) ? signed : rejected(word, signed);
}

/** Beyond the edge (Marsaglia 1964). */
function tail(): f64 {
  let x: f64;
  let y: f64;
  do {
    x = -ln1(uniform()) / edge;
    y = -ln1(uniform());
  } while (y + y <= x * x);
  return edge + x;
}

// Elementary functions, by the reductions and polynomials of fdlibm (Sun Microsystems 1993), less than 1 ulp off.

/** 1.5 * 2^52: what is added to it is rounded to a whole number, which stands in the low bits. */
const magic: f64 = 6755399441055744;

/** Constants are read from memory, in pairs: to make each anew in the code takes several times as long. */
const pairs = memory.data<f64>([
  1.44269504088896338700, 1.44269504088896338700,
  6755399441055744, 6755399441055744,
  6.93147180369123816490e-1, 6.93147180369123816490e-1,
  1.90821492927058770002e-10, 1.90821492927058770002e-10,
  4.13813679705723846039e-8, 4.13813679705723846039e-8,
  -1.65339022054652515390e-6, -1.65339022054652515390e-6,
  6.61375632143793436117e-5, 6.61375632143793436117e-5,
  -2.77777777770155933842e-3, -2.77777777770155933842e-3,
  1.66666666666666019037e-1, 1.66666666666666019037e-1,
  1, 1,
  2, 2,
  1.531383769920937332e-1, 1.531383769920937332e-1,
  2.222219843214978396e-1, 2.222219843214978396e-1,
  3.999999999940941908e-1, 3.999999999940941908e-1,
  1.479819860511658591e-1, 1.479819860511658591e-1,
  1.818357216161805012e-1, 1.818357216161805012e-1,
  2.857142874366239149e-1, 2.857142874366239149e-1,
  6.666666666666735130e-1, 6.666666666666735130e-1,
  0.5, 0.5,
  4503599627371519, 4503599627371519,
]);

const words = memory.data<u64>([
  0x00095f6200000000, 0x00095f6200000000,
  0x000fffffffffffff, 0x000fffffffffffff,
  0x3fe6a09e00000000, 0x3fe6a09e00000000,
  0x4330000000000000, 0x4330000000000000,
]);

@inline
function word(i: i32): v128 {
  return v128.load(words + (<usize>i << 4));
}

const aboveRoot = 0;
const fraction = 1;
const rootOfHalf = 2;
const two52 = 3;

@inline
function pair(i: i32): v128 {
  return v128.load(pairs + (<usize>i << 4));
}

const inverseLn2 = 0;
const rounder = 1;
const ln2High = 2;
const ln2Low = 3;
const expSeries = 4;
const unit = 9;
const twice = 10;
const lnSeries = 11;
const half = 18;
const exponentBase = 19;

/** exp r on |r| < ln 2 / 2, given as hi - lo. */
@inline
function expReduced(hi: v128, lo: v128): v128 {
  const r = f64x2.sub(hi, lo);
  const t = f64x2.mul(r, r);
  let p = f64x2.add(f64x2.mul(t, pair(expSeries)), pair(expSeries + 1));
  p = f64x2.add(f64x2.mul(p, t), pair(expSeries + 2));
  p = f64x2.add(f64x2.mul(p, t), pair(expSeries + 3));
  p = f64x2.add(f64x2.mul(p, t), pair(expSeries + 4));
  const c = f64x2.sub(r, f64x2.mul(t, p));
  const q = f64x2.div(f64x2.mul(r, c), f64x2.sub(pair(twice), c));
  return f64x2.sub(pair(unit), f64x2.sub(f64x2.sub(lo, q), hi));
}

/** exp of numbers between -708 and 708. */
@inline
function expNear(x: v128): v128 {
  const whole = f64x2.add(f64x2.mul(x, pair(inverseLn2)), pair(rounder));
  const k = f64x2.sub(whole, pair(rounder));
  const hi = f64x2.sub(x, f64x2.mul(k, pair(ln2High)));
  return i64x2.add(expReduced(hi, f64x2.mul(k, pair(ln2Low))), i64x2.shl(whole, 52));
}

/** exp of any numbers: a power of two out of range is multiplied in two halves. */
@inline
function expFar(argument: v128): v128 {
  const x = f64x2.max(f64x2.min(argument, f64x2.splat(710)), f64x2.splat(-750));
  const k = f64x2.nearest(f64x2.mul(x, pair(inverseLn2)));
  const hi = f64x2.sub(x, f64x2.mul(k, pair(ln2High)));
  const some = f64x2.nearest(f64x2.mul(k, pair(half)));
  const y = expReduced(hi, f64x2.mul(k, pair(ln2Low)));
  return f64x2.mul(f64x2.mul(y, power2(some)), power2(f64x2.sub(k, some)));
}

@inline
function power2(k: v128): v128 {
  return i64x2.shl(f64x2.add(k, f64x2.splat(magic + 1023)), 52);
}

/** ln of normal numbers, and so many times ln 2 more. */
@inline
function lnNormal(x: v128, more: v128): v128 {
  const shifted = i64x2.add(x, word(aboveRoot));
  const mantissa = i64x2.add(v128.and(shifted, word(fraction)), word(rootOfHalf));
  // The exponent as a double: in the low bits of 2^52, which is then taken away.
  const exponent = v128.or(i64x2.shr_u(shifted, 52), word(two52));
  const k = f64x2.add(f64x2.sub(exponent, pair(exponentBase)), more);
  const f = f64x2.sub(mantissa, pair(unit));
  const s = f64x2.div(f, f64x2.add(pair(twice), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let t1 = f64x2.add(f64x2.mul(w, pair(lnSeries)), pair(lnSeries + 1));
  t1 = f64x2.mul(f64x2.add(f64x2.mul(t1, w), pair(lnSeries + 2)), w);
  let t2 = f64x2.add(f64x2.mul(w, pair(lnSeries + 3)), pair(lnSeries + 4));
  t2 = f64x2.add(f64x2.mul(t2, w), pair(lnSeries + 5));
  t2 = f64x2.mul(f64x2.add(f64x2.mul(t2, w), pair(lnSeries + 6)), z);
  const square = f64x2.mul(f64x2.mul(f, f), pair(half));
  const rest = f64x2.mul(s, f64x2.add(square, f64x2.add(t1, t2)));
  const low = f64x2.add(rest, f64x2.mul(k, pair(ln2Low)));
  return f64x2.sub(f64x2.mul(k, pair(ln2High)), f64x2.sub(f64x2.sub(square, low), f));
}

/** ln of any numbers. Subnormal ones are made normal; ln 0 = -inf, ln inf = inf, and what is negative or no number has none. */
@inline
function lnFar(x: v128): v128 {
  const isSmall = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  const scaled = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984)), x, isSmall);
  const y = lnNormal(scaled, v128.and(isSmall, f64x2.splat(-54)));
  const infinite = v128.bitselect(x, y, f64x2.eq(x, f64x2.splat(Infinity)));
  const zero = v128.bitselect(f64x2.splat(-Infinity), infinite, f64x2.eq(x, f64x2.splat(0)));
  return v128.bitselect(zero, f64x2.splat(NaN), f64x2.ge(x, f64x2.splat(0)));
}

function exp1(x: f64): f64 {
  return f64x2.extract_lane(expNear(f64x2.splat(x)), 0);
}

function ln1(x: f64): f64 {
  return f64x2.extract_lane(lnNormal(f64x2.splat(x), f64x2.splat(0)), 0);
}

// Each function of a row is a function of its own: in one with a call, or with others, the loop keeps its constants in
// memory and is several times slower.

/** Lanes of ones where numbers lie strictly between two, and zeros elsewhere. */
@inline
function within(x: v128, low: v128, high: v128): v128 {
  return v128.and(f64x2.gt(x, low), f64x2.lt(x, high));
}

export function exps(out: usize, end: usize, a: usize): void {
  const low = f64x2.splat(-708);
  const high = f64x2.splat(708);
  let near = i64x2.splat(-1);
  for (let o = out, p = a; o < end; o += 32, p += 32) {
    const x = v128.load(p);
    const y = v128.load(p, 16);
    near = v128.and(near, v128.and(within(x, low, high), within(y, low, high)));
    v128.store(o, expNear(x));
    v128.store(o, expNear(y), 16);
  }
  if (!i64x2.all_true(near)) farExps(out, end, a);
}

export function farExps(out: usize, end: usize, a: usize): void {
  for (let o = out, p = a; o < end; o += 16, p += 16) v128.store(o, expFar(v128.load(p)));
}

export function logs(out: usize, end: usize, a: usize): void {
  const least = f64x2.splat(2.2250738585072014e-308);
  const most = f64x2.splat(Infinity);
  const none = f64x2.splat(0);
  let normal = i64x2.splat(-1);
  for (let o = out, p = a; o < end; o += 32, p += 32) {
    const x = v128.load(p);
    const y = v128.load(p, 16);
    normal = v128.and(normal, v128.and(within(x, least, most), within(y, least, most)));
    v128.store(o, lnNormal(x, none));
    v128.store(o, lnNormal(y, none), 16);
  }
  if (!i64x2.all_true(normal)) farLogs(out, end, a);
}

export function farLogs(out: usize, end: usize, a: usize): void {
  for (let o = out, p = a; o < end; o += 16, p += 16) v128.store(o, lnFar(v128.load(p)));
}

// Programs: instructions of 56 bytes, which are an operation, the number of doubles, where the result and the arguments
// lie, and constants as four doubles. A row has a multiple of four entries.

enum Op {
  Add,
  Subtract,
  Multiply,
  Maximum,
  Affine,
  Combine,
  Product,
  Square,
  Exp,
  Ln,
  Sqrt,
  Abs,
  Reciprocal,
  Below,
  AtLeast,
}

const instruction: usize = 56;

export function run(program: usize, count: i32): void {
  for (let at = program, end = program + <usize>count * instruction; at < end; at += instruction) {
    step(load<i32>(at), load<i32>(at, 4), load<u32>(at, 8), load<u32>(at, 12), load<u32>(at, 16), at + 24);
  }
}

@inline
function step(op: i32, n: i32, out: usize, a: usize, b: usize, constants: usize): void {
  const end = out + (<usize>n << 3);
  switch (op) {
    case Op.Add:
      for (let o = out, p = a, q = b; o < end; o += 32, p += 32, q += 32) {
        v128.store(o, f64x2.add(v128.load(p), v128.load(q)));
        v128.store(o, f64x2.add(v128.load(p, 16), v128.load(q, 16)), 16);
      }
      return;
    case Op.Subtract:
      for (let o = out, p = a, q = b; o < end; o += 32, p += 32, q += 32) {
        v128.store(o, f64x2.sub(v128.load(p), v128.load(q)));
        v128.store(o, f64x2.sub(v128.load(p, 16), v128.load(q, 16)), 16);
      }
      return;
    case Op.Multiply:
      for (let o = out, p = a, q = b; o < end; o += 32, p += 32, q += 32) {
        v128.store(o, f64x2.mul(v128.load(p), v128.load(q)));
        v128.store(o, f64x2.mul(v128.load(p, 16), v128.load(q, 16)), 16);
      }
      return;
    case Op.Maximum:
      for (let o = out, p = a, q = b; o < end; o += 16, p += 16, q += 16)
        v128.store(o, f64x2.max(v128.load(p), v128.load(q)));
      return;
    case Op.Affine: {
      const slope = v128.load64_splat(constants);
      const offset = v128.load64_splat(constants, 8);
      for (let o = out, p = a; o < end; o += 32, p += 32) {
        v128.store(o, f64x2.add(f64x2.mul(v128.load(p), slope), offset));
        v128.store(o, f64x2.add(f64x2.mul(v128.load(p, 16), slope), offset), 16);
      }
      return;
    }
    case Op.Combine: {
      const first = v128.load64_splat(constants);
      const second = v128.load64_splat(constants, 8);
      const offset = v128.load64_splat(constants, 16);
      for (let o = out, p = a, q = b; o < end; o += 32, p += 32, q += 32) {
        const x = f64x2.add(f64x2.mul(v128.load(p), first), f64x2.mul(v128.load(q), second));
        const y = f64x2.add(f64x2.mul(v128.load(p, 16), first), f64x2.mul(v128.load(q, 16), second));
        v128.store(o, f64x2.add(x, offset));
        v128.store(o, f64x2.add(y, offset), 16);
      }
      return;
    }
    case Op.Product: {
      const slope = v128.load64_splat(constants);
      const offset = v128.load64_splat(constants, 8);
      for (let o = out, p = a, q = b; o < end; o += 32, p += 32, q += 32) {
        const x = f64x2.mul(v128.load(p), v128.load(q));
        const y = f64x2.mul(v128.load(p, 16), v128.load(q, 16));
        v128.store(o, f64x2.add(f64x2.mul(x, slope), offset));
        v128.store(o, f64x2.add(f64x2.mul(y, slope), offset), 16);
      }
      return;
    }
    case Op.Square: {
      const slope = v128.load64_splat(constants);
      const offset = v128.load64_splat(constants, 8);
      const factor = v128.load64_splat(constants, 16);
      const term = v128.load64_splat(constants, 24);
      for (let o = out, p = a; o < end; o += 32, p += 32) {
        const x = f64x2.add(f64x2.mul(v128.load(p), slope), offset);
        const y = f64x2.add(f64x2.mul(v128.load(p, 16), slope), offset);
        v128.store(o, f64x2.add(f64x2.mul(f64x2.mul(x, x), factor), term));
        v128.store(o, f64x2.add(f64x2.mul(f64x2.mul(y, y), factor), term), 16);
      }
      return;
    }
    case Op.Exp:
      return exps(out, end, a);
    case Op.Ln:
      return logs(out, end, a);
    case Op.Sqrt:
      for (let o = out, p = a; o < end; o += 16, p += 16) v128.store(o, f64x2.sqrt(v128.load(p)));
      return;
    case Op.Abs:
      for (let o = out, p = a; o < end; o += 16, p += 16) v128.store(o, f64x2.abs(v128.load(p)));
      return;
    case Op.Reciprocal:
      for (let o = out, p = a; o < end; o += 16, p += 16)
        v128.store(o, f64x2.div(f64x2.splat(1), v128.load(p)));
      return;
    case Op.Below: {
      const bound = v128.load64_splat(constants);
      for (let o = out, p = a; o < end; o += 16, p += 16)
        v128.store(o, v128.and(f64x2.lt(v128.load(p), bound), f64x2.splat(1)));
      return;
    }
    case Op.AtLeast: {
      const bound = v128.load64_splat(constants);
      for (let o = out, p = a; o < end; o += 16, p += 16)
        v128.store(o, v128.and(f64x2.ge(v128.load(p), bound), f64x2.splat(1)));
      return;
    }
  }
}

@inline
function total(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

@inline
function addTo(at: usize, x: v128): void {
  store<f64>(at, load<f64>(at) + total(x));
}

/** Adds the sums over a row of a difference less its pivot, of its first four powers, and of both sides, to six doubles. */
export function moments(sums: usize, n: i32, left: usize, right: usize, pivot: f64): void {
  const middle = f64x2.splat(pivot);
  let p1 = f64x2.splat(0);
  let p2 = f64x2.splat(0);
  let p3 = f64x2.splat(0);
  let p4 = f64x2.splat(0);
  let q1 = f64x2.splat(0);
  let q2 = f64x2.splat(0);
  let q3 = f64x2.splat(0);
  let q4 = f64x2.splat(0);
  let l = f64x2.splat(0);
  let r = f64x2.splat(0);
  // Two sums of each: one would wait for its last addition.
  for (let a = left, b = right, end = left + (<usize>n << 3); a < end; a += 32, b += 32) {
    const x = v128.load(a);
    const y = v128.load(a, 16);
    const u = v128.load(b);
    const v = v128.load(b, 16);
    const d = f64x2.sub(f64x2.sub(x, u), middle);
    const e = f64x2.sub(f64x2.sub(y, v), middle);
    const dd = f64x2.mul(d, d);
    const ee = f64x2.mul(e, e);
    l = f64x2.add(l, f64x2.add(x, y));
    r = f64x2.add(r, f64x2.add(u, v));
    p1 = f64x2.add(p1, d);
    q1 = f64x2.add(q1, e);
    p2 = f64x2.add(p2, dd);
    q2 = f64x2.add(q2, ee);
    p3 = f64x2.add(p3, f64x2.mul(dd, d));
    q3 = f64x2.add(q3, f64x2.mul(ee, e));
    p4 = f64x2.add(p4, f64x2.mul(dd, dd));
    q4 = f64x2.add(q4, f64x2.mul(ee, ee));
  }
  addTo(sums, f64x2.add(p1, q1));
  addTo(sums + 8, f64x2.add(p2, q2));
  addTo(sums + 16, f64x2.add(p3, q3));
  addTo(sums + 24, f64x2.add(p4, q4));
  addTo(sums + 32, l);
  addTo(sums + 40, r);
}
