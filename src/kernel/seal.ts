/** Values that say tomorrow what they say today: plain data, frozen through and through. */

/** Returns what it is given, so that the field of a subclass is put on it. */
class Same {
  constructor(value: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is how a private field gets on a value of another make
    return value;
  }
}

/** The mark of a sealed value, which nobody else can set. A set of them would cost more than all else. */
class Sealed extends Same {
  readonly #isSealed = true;

  static has(value: object): boolean {
    return #isSealed in value;
  }
}

/**
 * Freezes a value with all its parts and returns it. Throws TypeError for what is not plain data: an accessor, a
 * function, an object of a class, a list with gaps, a cycle.
 */
export function seal<T>(value: T): T {
  try {
    sealPart(value);
  } finally {
    around.clear();
  }
  return value;
}

/** The values that are being sealed: one that is met again contains itself. */
const around = new Set<object>();

function sealPart(value: unknown): void {
  if (typeof value === 'function' || typeof value === 'symbol') throw notPlain();
  if (typeof value !== 'object' || value === null || Sealed.has(value)) return;
  if (around.has(value)) throw new TypeError('a value contains itself');
  // Frozen first: what is looked at below can no longer change.
  Object.freeze(value);
  around.add(value);
  if (Array.isArray(value)) sealList(value);
  else sealFields(value);
  around.delete(value);
  new Sealed(value);
}

const notPlain = (): TypeError => new TypeError('this is no plain value');

function sealList(list: readonly unknown[]): void {
  if (Object.getPrototypeOf(list) !== Array.prototype) throw notPlain();
  // Besides its members a list has its length and nothing else.
  if (Reflect.ownKeys(list).length !== list.length + 1) throw notPlain();
  for (let i = 0; i < list.length; i++) sealPart(valueAt(list, i));
}

function sealFields(value: object): void {
  const ancestor: unknown = Object.getPrototypeOf(value);
  if (ancestor !== Object.prototype && ancestor !== null) throw notPlain();
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol') throw notPlain();
    sealPart(valueAt(value, key));
  }
}

/** A part that is a value, and not computed each time it is asked for. */
function valueAt(of: object, key: string | number): unknown {
  const property = Object.getOwnPropertyDescriptor(of, key);
  if (property === undefined || !('value' in property)) throw notPlain();
  return property.value;
}
