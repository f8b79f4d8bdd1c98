/** The families of a model unrolled at its sizes, each once. */
import type { Model } from '../kernel/model.js';
import { type IndexEnv, type Network, unroll } from '../kernel/network.js';

export class Networks {
  private readonly known = new Map<string, Network>();

  constructor(
    private readonly model: Model,
    private readonly sizes: IndexEnv,
  ) {}

  of(family: string): Network {
    const known = this.known.get(family);
    if (known !== undefined) return known;
    const declared = this.model.families.get(family);
    if (declared === undefined) throw new Error(`no family ${family}`);
    const network = unroll(declared, this.model, this.sizes);
    this.known.set(family, network);
    return network;
  }
}
