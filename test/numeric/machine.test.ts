/** The array kernels: random numbers, elementary functions, and programs of rows. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { erf } from 'mathjs/number';
import { describe, expect, it, test } from 'vitest';
import { type Distribution, Machine, machine } from '../../src/numeric/machine/machine.js';
import { operations, Program, type Row } from '../../src/numeric/machine/program.js';
import { Replay } from '../../src/numeric/machine/replay.js';
import { seedOf } from '../../src/numeric/random.js';
import { inverse } from '../../src/numeric/tensor.js';

const drawn = (distribution: Distribution, name: string, count: number): Float64Array =>
  machine().draws(distribution, seedOf(7, name), count);

test('the code is what the kernels compile to', { timeout: 120_000 }, async () => {
  const { compiled } = (await import('../../.ci/kernels.mjs' as string)) as { compiled: () => Promise<string> };
  expect(await compiled()).toBe(readFileSync('src/numeric/machine/module.ts', 'utf8'));
});

describe('random numbers', () => {
  it('are those of xoshiro256++ as its authors publish them', () => {
    const known = [41943041n, 58720359n, 3588806011781223n, 3591011842654386n, 9228616714210784205n];
    const own = new Machine();
    const [state, out] = [own.take(32), own.take(8 * known.length)];
    new BigUint64Array(own.kernels.memory.buffer, state, 4).set([1n, 2n, 3n, 4n]);
    own.kernels.uniforms(out, known.length, state);
    const bits = [...own.doubles(out, known.length)].map((u) => BigInt(Math.floor(u * 2 ** 52)));
    expect(bits).toEqual(known.map((word) => word >> 12n));
  });

  it.each(['uniform', 'normal'] as const)('%s: the same however they are cut into pieces', (distribution) => {
    const whole = drawn(distribution, 'pieces', 1024);
    const own = machine();
    const pieces = own.borrowing(() => {
      const [state, out] = [own.take(32), own.take(8 * 1024)];
      own.kernels.seed(state, ...seedOf(7, 'pieces'));
      for (let done = 0; done < 1024; done += 256) own.draw(distribution, out + 8 * done, 256, state);
      return own.doubles(out, 1024).slice();
    });
    expect(pieces).toEqual(whole);
  });

  it('differ from stream to stream, and are the same for the same', () => {
    expect(drawn('normal', 'a', 64)).toEqual(drawn('normal', 'a', 64));
    expect(drawn('normal', 'a', 64)).not.toEqual(drawn('normal', 'b', 64));
  });

  const n = 2 ** 20;
  /** Of Kolmogorov's statistic; beyond 2.2 with probability below 1e-4. */
  const distance = (sample: Float64Array, cdf: (x: number) => number): number => {
    const sorted = sample.slice().sort();
    const gaps = sorted.map((x, i) => Math.max(cdf(x) - i / n, (i + 1) / n - cdf(x)));
    return gaps.reduce((a, b) => Math.max(a, b)) * Math.sqrt(n);
  };
  const normalCdf = (x: number): number => (1 + (erf(x / Math.SQRT2) as number)) / 2;

  it.each([1, 2, 3])('uniform ones are uniform on (0, 1), stream %i', (i) => {
    const sample = drawn('uniform', `u${i}`, n);
    expect(sample.every((u) => u > 0 && u < 1)).toBe(true);
    expect(distance(sample, (u) => u)).toBeLessThan(2.2);
  });

  it.each([1, 2, 3])('normal ones are normal, stream %i', (i) => {
    const sample = drawn('normal', `z${i}`, n);
    expect(distance(sample, normalCdf)).toBeLessThan(2.2);
    for (const [k, moment, spread] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
      [6, 15, 10_170],
    ] as const) {
      const mean = sample.reduce((sum, z) => sum + z ** k, 0) / n;
      expect(Math.abs(mean - moment) / Math.sqrt(spread / n)).toBeLessThan(4.5);
    }
  });

  it.each([2.5, 3.5, 3.654, 3.7, 4.2])('as many normal ones lie beyond %d as should', (bound) => {
    let beyond = 0;
    for (let i = 0; i < 8; i++) beyond += drawn('normal', `tail ${i}`, n).filter((z) => Math.abs(z) > bound).length;
    const expected = 8 * n * 2 * (1 - normalCdf(bound));
    expect(Math.abs(beyond - expected) / Math.sqrt(expected)).toBeLessThan(4.5);
  });

  it('have no correlation from draw to draw, or from stream to stream', () => {
    const [a, b] = [drawn('normal', 'first', n), drawn('normal', 'second', n)];
    const mean = (f: (i: number) => number): number => {
      let sum = 0;
      for (let i = 1; i < n; i++) sum += f(i);
      return (sum / n) * Math.sqrt(n);
    };
    expect(Math.abs(mean((i) => (a[i] as number) * (a[i - 1] as number)))).toBeLessThan(4.5);
    expect(Math.abs(mean((i) => (a[i] as number) * (b[i] as number)))).toBeLessThan(4.5);
  });
});

/** What a row made of one number is, and how far from what it should be: sums of equal numbers would be rounded. */
function madeOf(
  x: number,
  make: (program: Program, row: Row) => Row,
  expected: number,
): { value: number; gap: number } {
  const program = new Program();
  const row = make(program, program.draws('x', 'uniform'));
  const own = machine();
  return own.borrowing(() => {
    const replay = new Replay(own, program, [{ left: row, right: program.constant(expected) }]);
    const { draw } = own;
    own.draw = (_, out, count) => own.doubles(out, count).fill(x);
    try {
      const { left, powers } = replay.run(256, () => [0, 0, 0, 0], Float64Array.of(0));
      return { value: (left[0] as number) / 256, gap: Math.abs(powers[0][0] as number) / 256 };
    } finally {
      own.draw = draw;
    }
  });
}

/** The distance of a number from the next. */
function ulp(x: number): number {
  const bits = new BigInt64Array(Float64Array.of(Math.abs(x)).buffer);
  const next = new Float64Array(BigInt64Array.of((bits[0] as bigint) + 1n).buffer)[0] as number;
  return next - Math.abs(x);
}

describe('elementary functions', () => {
  const cases: readonly (readonly [string, (x: number) => number, fc.Arbitrary<number>])[] = [
    ['exp', Math.exp, fc.double({ min: -745, max: 709.7, noNaN: true })],
    ['ln', Math.log, fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, minExcluded: true })],
    ['ln near 1', Math.log, fc.double({ min: 0.5, max: 2, noNaN: true })],
    ['sqrt', Math.sqrt, fc.double({ min: 0, noNaN: true })],
    ['reciprocal', inverse, fc.double({ noNaN: true })],
    ['abs', Math.abs, fc.double({ noNaN: true })],
  ];
  it.each(cases)('%s is at most one unit of the last place off', (_, f, numbers) => {
    fc.assert(
      fc.property(numbers, (x) => {
        const y = f(x);
        const { gap } = madeOf(x, (program, row) => program.apply(f, row), y);
        if (Number.isFinite(y)) expect(gap).toBeLessThanOrEqual(ulp(y));
      }),
      { numRuns: 2000 },
    );
  });

  const far = [0, -0, 1, -1, 5e-324, 1e-310, 2.3e-308, 1e308, 709.78, 709.79, 710, 1e9, -745.1, -745.2, -1e9];
  const ends = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  it.each([Math.exp, Math.log])('%o has the limits that it should', (f) => {
    for (const x of [...far, ...ends]) {
      const y = f(x);
      const { value, gap } = madeOf(x, (program, row) => program.apply(f, row), y);
      if (Number.isFinite(y)) expect(gap, `at ${x}`).toBeLessThanOrEqual(ulp(y));
      else expect(value, `at ${x}`).toBe(y);
    }
  });
});

describe('programs', () => {
  /** A number, and how far rounding can have moved it: not a number where that is past telling. */
  type Rounded = readonly [value: number, error: number];
  const unit = 2 ** -52;
  /** With the errors of the arguments times the slopes there; next to a cliff or a pole nothing is known. */
  const rounded = (value: number, error: number, near: boolean): Rounded =>
    near || !(error < 1e-3) ? [Number.NaN, Number.NaN] : [value, error + 4 * unit * Math.abs(value)];
  const binary: Readonly<Record<string, (a: Rounded, b: Rounded) => Rounded>> = {
    add: ([a, ea], [b, eb]) => rounded(a + b, ea + eb + unit * (Math.abs(a) + Math.abs(b)), false),
    multiply: ([a, ea], [b, eb]) => rounded(a * b, Math.abs(a) * eb + Math.abs(b) * ea + ea * eb, false),
    maximum: ([a, ea], [b, eb]) => rounded(Math.max(a, b), Math.max(ea, eb), false),
    atan2: ([a, ea], [b, eb]) => {
      const room = Math.hypot(a, b) - ea - eb;
      return rounded(Math.atan2(a, b), (ea + eb) / room, !(room > 0) || (b <= eb && Math.abs(a) <= ea));
    },
  };
  const wave = (x: number): number => Math.sin(x) + 2;
  const unary: readonly (readonly [(x: number) => number, (a: Rounded) => Rounded])[] = [
    [wave, ([a, ea]) => rounded(wave(a), ea, false)],
    [Math.abs, ([a, ea]) => rounded(Math.abs(a), ea, false)],
    [Math.tanh, ([a, ea]) => rounded(Math.tanh(a), ea, false)],
    [inverse, ([a, ea]) => rounded(1 / a, ea / ((Math.abs(a) - ea) * Math.abs(a)), !(Math.abs(a) > ea))],
  ];

  /** A random expression of a draw, as rows and as a function. */
  interface Both {
    readonly row: (program: Program, x: Row) => Row;
    readonly value: (x: number) => Rounded;
  }
  const leaf: fc.Arbitrary<Both> = fc.oneof(
    fc.constant<Both>({ row: (_, x) => x, value: (x) => [x, 0] }),
    fc.integer({ min: -3, max: 3 }).map((c): Both => ({ row: (p) => p.constant(c), value: () => [c, 0] })),
  );
  const rowOf = (program: Program, how: string, left: Row, right: Row): Row => {
    if (how === 'atan2') return program.apply2(Math.atan2, left, right);
    return program[how as 'add' | 'multiply' | 'maximum'](left, right);
  };
  const { whole } = fc.letrec<{ whole: Both }>((tie) => ({
    whole: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(tie('whole'), tie('whole'), fc.constantFrom(...Object.keys(binary))).map(
        ([a, b, how]): Both => ({
          row: (p, x) => rowOf(p, how, a.row(p, x), b.row(p, x)),
          value: (x) => (binary[how] as (typeof binary)[string])(a.value(x), b.value(x)),
        }),
      ),
      fc
        .tuple(tie('whole'), fc.constantFrom(...unary))
        .map(([a, [f, error]]): Both => ({ row: (p, x) => p.apply(f, a.row(p, x)), value: (x) => error(a.value(x)) })),
      fc.tuple(fc.constantFrom('below' as const, 'atLeast' as const), fc.double({ min: -3, max: 3, noNaN: true })).map(
        ([how, bound]): Both => ({
          row: (p, x) => p.compare(how, x, bound),
          value: (x) => [x < bound === (how === 'below') ? 1 : 0, 0],
        }),
      ),
    ),
  }));

  it('say what the functions say that they are made of', () => {
    const numbers = fc.double({ min: -3, max: 3, noNaN: true });
    let told = 0;
    fc.assert(
      fc.property(whole, numbers, (e, x) => {
        const [y, error] = e.value(x);
        if (!Number.isFinite(y) || Math.abs(y) > 1e9) return;
        told++;
        expect(madeOf(x, e.row, y).gap).toBeLessThanOrEqual(2 * error);
      }),
      { numRuns: 1000 },
    );
    expect(told).toBeGreaterThan(500);
  });

  it('make equal rows once, and know what does not depend on draws', () => {
    const program = new Program();
    const x = program.draws('x', 'normal');
    expect(program.add(x, program.multiply(x, x))).toBe(program.add(program.multiply(x, x), x));
    expect(program.add(program.constant(2), program.constant(3))).toBe(program.constant(5));
    expect(program.draws('x', 'normal')).toBe(x);
    expect(program.draws('x', 'uniform')).not.toBe(x);
  });

  it('have the operations of the kernels by their numbers', () => {
    expect(Object.values(operations)).toEqual(Object.values(operations).map((_, i) => i));
  });
});
