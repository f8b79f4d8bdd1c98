/** The array kernels beside NumPy and a loop in C++, on one core: millions of samples a second. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Machine, machine } from '../../src/numeric/machine/machine.js';
import { Program, type Row } from '../../src/numeric/machine/program.js';
import { Replay } from '../../src/numeric/machine/replay.js';
import { seedOf } from '../../src/numeric/random.js';
import { least, table } from '../clock.js';

const n = 2 ** 20;

type Rates = Readonly<Record<Kernel, number>>;

const kernels = ['normals', 'log-density', 'exp-log'] as const;
type Kernel = (typeof kernels)[number];

const titles: Readonly<Record<Kernel, string>> = {
  normals: 'standard normals drawn',
  'log-density': 'mean of a Gaussian log-density',
  'exp-log': 'mean of an integrand with two exp and one ln',
};

const rate = (run: () => unknown): number => n / least(run, 2000, 9, 25) / 1000;

const pieceSize = 256;

/** The rate of a program on draws that are there already, as NumPy's are: each piece is copied to where the program reads. */
function ofProgram(own: Machine, make: (program: Program, x: Row) => Row): number {
  const all = own.draws('normal', seedOf(1, 'x'), n);
  const pieces = Array.from({ length: n / pieceSize }, (_, i) => all.subarray(i * pieceSize, (i + 1) * pieceSize));
  return own.borrowing(() => {
    const program = new Program();
    const row = make(program, program.draws('x', 'normal'));
    const replay = new Replay(own, program, [{ left: row, right: program.constant(0) }]);
    const { draw } = own;
    let [next, place]: [number, Float64Array | null] = [0, null];
    own.draw = (_, out) => {
      place ??= own.doubles(out, pieceSize);
      place.set(pieces[next++ % pieces.length] as Float64Array);
    };
    try {
      return rate(() => replay.run(n, (name) => seedOf(1, name), Float64Array.of(0)));
    } finally {
      own.draw = draw;
    }
  });
}

function ours(): Rates {
  const own = machine();
  const scaled = (program: Program, row: Row, by: number): Row => program.multiply(row, program.constant(by));
  return {
    normals: own.borrowing(() => {
      const [state, out] = [own.take(32), own.take(8 * 256)];
      own.kernels.seed(state, ...seedOf(1, 'x'));
      return rate(() => {
        for (let done = 0; done < n; done += 256) own.draw('normal', out, 256, state);
      });
    }),
    'log-density': ofProgram(own, (program, x) => {
      const z = scaled(program, program.add(x, program.constant(-0.3)), 1 / 1.2);
      const half = scaled(program, program.multiply(z, z), -0.5);
      return program.add(half, program.constant(-Math.log(1.2 * Math.sqrt(2 * Math.PI))));
    }),
    'exp-log': ofProgram(own, (program, x) => {
      const bell = program.apply(Math.exp, scaled(program, program.multiply(x, x), -0.5));
      const slope = program.apply(Math.exp, scaled(program, x, 0.3));
      return program.apply(Math.log, program.add(scaled(program, bell, 0.4), scaled(program, slope, 0.6)));
    }),
  };
}

/** What a command prints, or null where the machine lacks it. */
function rates(command: string, words: readonly string[]): Rates | null {
  const { status, stdout } = spawnSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? (JSON.parse(stdout) as Rates) : null;
}

function cpp(): Rates | null {
  const folder = mkdtempSync(join(tmpdir(), 'derivecheck-bench-'));
  const program = join(folder, 'kernels');
  const built = spawnSync('g++', ['-O3', '-march=native', '-o', program, 'bench/kernels/kernels.cpp']);
  const found = built.status === 0 ? rates(program, []) : null;
  rmSync(folder, { recursive: true, force: true });
  return found;
}

/** The table of the kernels. */
export function kernelRates(): string {
  const [own, numpy, plain] = [ours(), rates('python3', ['bench/kernels/kernels.py']), cpp()];
  const shown = (all: Rates | null, kernel: Kernel): string => (all === null ? 'not here' : all[kernel].toFixed(0));
  const ratio = (all: Rates | null, kernel: Kernel): string =>
    all === null ? '' : (own[kernel] / all[kernel]).toFixed(2);
  return table(
    ['', 'here', 'NumPy', 'C++ -O3', 'to NumPy', 'to C++'],
    kernels.map((kernel) => [
      titles[kernel],
      own[kernel].toFixed(0),
      shown(numpy, kernel),
      shown(plain, kernel),
      ratio(numpy, kernel),
      ratio(plain, kernel),
    ]),
  );
}
