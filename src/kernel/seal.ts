/** Values that say tomorrow what they say today: plain data, frozen through and through. */

/** Returns what it is given, so that the field of a subclass is put on it. */
class Same {
  constructor(value: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is how a private field gets on a value of another make
    return value;
  }
}

/** The mark of a sealed value, which nobody else can set. A set of them would cost more than all else. */
class Mark extends Same {
  /** Whether all parts are sealed too. What is begun and not done contains itself, or was refused before. */
  #isDone = false;

  static isBegun(value: object): boolean {
    return #isDone in value;
  }

  static isDone(value: object): boolean {
    return #isDone in value && value.#isDone;
  }

  static finish(value: object): void {
    (value as Mark).#isDone = true;
  }
}

/**
 * Freezes a value with all its parts and returns it. Throws TypeError for what is not plain data: an accessor, a
 * function, an object of a class, a list with gaps, a value that contains itself.
 */
export function seal<T>(value: T): T {
  sealPart(value);
  return value;
}

/** Seals a value that was just read from a text, which is plain data: it is frozen, and not looked at. */
export function sealRead<T>(value: T): T {
  freezeParts(value);
  return value;
}

function freezeParts(value: unknown): void {
  if (typeof value !== 'object' || value === null || Mark.isBegun(value)) return;
  new Mark(value);
  Object.freeze(value);
  if (Array.isArray(value)) for (const part of value) freezeParts(part);
  else for (const key in value) freezeParts((value as Record<string, unknown>)[key]);
  Mark.finish(value);
}

function sealPart(value: unknown): void {
  if (typeof value !== 'object') {
    if (typeof value === 'function' || typeof value === 'symbol') throw notPlain();
    return;
  }
  if (value === null || Mark.isDone(value)) return;
  if (Mark.isBegun(value)) throw new TypeError('a value contains itself, or something that is no plain value');
  new Mark(value);
  // Frozen first: what is looked at below can no longer change.
  Object.freeze(value);
  const isList = Array.isArray(value);
  const ancestor: unknown = Object.getPrototypeOf(value);
  if (isList ? ancestor !== Array.prototype : ancestor !== Object.prototype && ancestor !== null) throw notPlain();
  const keys = Reflect.ownKeys(value);
  // Besides its members a list has its length and nothing else.
  if (isList && keys.some((key, i) => key !== (i < value.length ? `${i}` : 'length'))) throw notPlain();
  for (const key of keys) {
    if (typeof key === 'symbol') throw notPlain();
    sealPart(valueAt(value, key));
  }
  Mark.finish(value);
}

/** How many pieces of work are going on that nobody outside has a part of. */
let alone = 0;

/**
 * Does work on values that were just read from a text, and calls nothing from outside: nobody can change the values
 * meanwhile, and they need not be sealed. What is handed out afterwards must be.
 */
export function undisturbed<T>(work: () => T): T {
  alone++;
  try {
    return work();
  } finally {
    alone--;
  }
}

/** Seals what somebody else may have a part of. */
export const guard = <T>(value: T): T => (alone > 0 ? value : seal(value));

const notPlain = (): TypeError => new TypeError('this is no plain value');

/** A part that is a value, and not computed each time it is asked for. */
function valueAt(of: object, key: string): unknown {
  const property = Object.getOwnPropertyDescriptor(of, key);
  if (property === undefined || !('value' in property)) throw notPlain();
  return property.value;
}
