/** More models than this are given up together: a file may have any number of derivations. */
const most = 96;

/** The random models of lines, each made once, so that lines share what is worked out in it. */
export class ModelCache {
  private readonly made = new Map<string, unknown>();

  /** The model of a name, which must say all that it is made of. */
  of<T>(name: string, make: () => T): T {
    if (this.made.has(name)) return this.made.get(name) as T;
    if (this.made.size >= most) this.made.clear();
    const model = make();
    this.made.set(name, model);
    return model;
  }
}
