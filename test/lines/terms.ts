/** Random first lines, in the notation of the files: what derivations of this field begin with. */
import type { Draw } from '../../src/check/sampling/draw.js';
import type { ModelText } from './models.js';

export class LineTerms {
  constructor(
    readonly model: ModelText,
    readonly draw: Draw,
  ) {}

  /** A sum of one or two things to begin with, some with a coefficient. */
  whole(): string {
    const { draw } = this;
    const one = (): string =>
      draw.chance(0.15) ? `${draw.pick(['2', '1/2', '(-1)'])} ${this.#single()}` : this.#single();
    const count = draw.weighted<number>([
      [5, () => 1],
      [3, () => 2],
      [1, () => 3],
    ]);
    return Array.from({ length: count }, (_, i) => (i === 0 ? '' : draw.pick([' + ', ' - '])) + one()).join('');
  }

  #single(): string {
    const { draw, model } = this;
    const { sums, subsets } = model;
    return draw.weighted<string>([
      [8, () => this.#expectation()],
      [3, () => this.#integral()],
      [3, () => `KL[${draw.pick(model.pairs).join(' || ')}]`],
      [1, () => `H[${this.#measure()}]`],
      [4, () => `grad_{${draw.pick(model.params)}}(${this.#expectation()})`],
      [2, () => `Var_{${this.#measure()}}[${this.body(1)}]`],
      [1, () => `Cov_{${this.#measure()}}[${this.body(0)}, ${this.body(0)}]`],
      [2, () => `(ln ${this.#ratio()})`],
      [1, () => `(ln E_{${this.#measure()}}[${this.positive(1)}])`],
      [3, () => draw.pick(model.wholes)],
      [sums.length > 0 ? 4 : 0, () => `(${draw.pick(sums)} ${this.#expectation()})`],
      [subsets.length > 0 ? 2 : 0, () => `E_S[(N/M) sum_{n in S} ${this.#expectation()}]`],
    ]);
  }

  #measure = (): string => this.draw.pick(this.model.measures)[0];
  #density = (): string => this.draw.pick(this.model.densities);
  #expectation = (): string => `E_{${this.#measure()}}[${this.body(2)}]`;

  #integral(): string {
    const [density, differentials] = this.draw.pick(this.model.measures);
    const signs = differentials
      .split(' ')
      .map(() => 'int')
      .join(' ');
    return `(${signs} ${density} (${this.body(1)}) ${differentials})`;
  }

  #ratio(): string {
    const { draw } = this;
    return draw.weighted<string>([
      [3, () => this.#density()],
      [3, () => `(${this.#density()} / ${this.#density()})`],
      [2, () => `(${this.#density()} ${this.#density()})`],
      [1, () => `(${this.#density()} ${this.positive(0)} / ${this.#density()})`],
    ]);
  }

  /** What stands under an expectation. */
  body(depth: number): string {
    const { draw, model } = this;
    const leaves: (readonly [number, () => string])[] = [
      [4, () => draw.pick(model.atoms)],
      [5, () => `(ln ${this.#ratio()})`],
    ];
    if (depth === 0) return draw.weighted(leaves);
    const inner = (): string => this.body(depth - 1);
    return draw.weighted<string>([
      ...leaves,
      [5, () => `(${inner()} + ${inner()})`],
      [3, () => `(${inner()} - ${inner()})`],
      [3, () => `(${draw.pick(model.atoms)} ${inner()})`],
      [1, () => `(${inner()})^2`],
      [1, () => `(${inner()} grad_{${draw.pick(model.params)}}(ln ${this.#density()}))`],
      [1, () => `E_{${this.#measure()}}[${inner()}]`],
      [model.sums.length > 0 ? 3 : 0, () => `(${draw.pick(model.sums)} ${inner()})`],
    ]);
  }

  /** What a logarithm can be taken of. */
  positive(depth: number): string {
    const { draw, model } = this;
    const atoms = model.atoms.filter((atom) => atom.startsWith('h('));
    if (depth === 0) return draw.pick(atoms);
    return draw.weighted<string>([
      [3, () => draw.pick(atoms)],
      [2, () => `(${this.#density()} / ${this.#density()})`],
      [2, () => `(${draw.pick(atoms)} ${draw.pick(atoms)})`],
      [1, () => `exp(${this.body(0)})`],
      [1, () => `(${draw.pick(atoms)} + ${draw.pick(atoms)})`],
    ]);
  }
}
