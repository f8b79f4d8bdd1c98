/** Values that say tomorrow what they say today: plain data, frozen through and through. */

const sealed = new WeakSet<object>();

/**
 * Freezes a value with all its parts and returns it. Throws TypeError for what is not plain data: an accessor, a
 * function, an object of a class, a list with gaps, a cycle.
 */
export function seal<T>(value: T): T {
  sealPart(value, new Set());
  return value;
}

function sealPart(value: unknown, around: Set<object>): void {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('this is no plain value');
  if (typeof value !== 'object' || value === null || sealed.has(value)) return;
  if (around.has(value)) throw new TypeError('a value contains itself');
  // Frozen first: what is looked at below can no longer change.
  Object.freeze(value);
  around.add(value);
  for (const part of partsOf(value)) sealPart(part, around);
  around.delete(value);
  sealed.add(value);
}

function partsOf(value: object): readonly unknown[] {
  const isList = Array.isArray(value);
  const ancestor: unknown = Object.getPrototypeOf(value);
  const isPlain = isList ? ancestor === Array.prototype : ancestor === Object.prototype || ancestor === null;
  const keys = Reflect.ownKeys(value);
  const own = isList ? keys.filter((key) => key !== 'length') : keys;
  const isDense = !isList || (own.length === value.length && own.every((key, i) => key === `${i}`));
  if (!isPlain || !isDense) throw new TypeError('this is no plain value');
  return own.map((key) => {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (typeof key === 'symbol' || property === undefined || !('value' in property))
      throw new TypeError('a part is no plain value');
    return property.value;
  });
}
