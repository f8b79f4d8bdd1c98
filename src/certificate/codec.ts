/**
 * Values of the kernel as JSON and back. A codec reads only what it would write: every key is asked for and no other
 * is let in, and what does not fit is refused with its place.
 */
import { printRational, type Rational, rational } from '../kernel/rational.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** JSON that is not what the format asks for. */
export class Malformed extends Error {
  /** From the outermost place that is known inwards. */
  readonly path: (string | number)[] = [];

  /** `$.steps[3].of` */
  get at(): string {
    return `$${this.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')}`;
  }
}

export interface Codec<T> {
  /** Throws Malformed. */
  readonly read: (json: unknown) => T;
  readonly write: (value: T) => Json;
}

export function refuse(reason: string): never {
  throw new Malformed(reason);
}

export function refuseAt(path: readonly (string | number)[], reason: string): never {
  const malformed = new Malformed(reason);
  malformed.path.push(...path);
  throw malformed;
}

/** Reads what stands at a key, so that a refusal knows the way to it. */
export function within<T>(key: string | number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw placed(error, key);
  }
}

function placed(error: unknown, key: string | number): unknown {
  if (error instanceof Malformed) error.path.unshift(key);
  return error;
}

function kindOf(json: unknown): string {
  if (json === null) return 'null';
  if (Array.isArray(json)) return 'a list';
  return json === undefined
    ? 'nothing'
    : ({ object: 'an object', string: 'a text' }[typeof json as string] ?? `a ${typeof json}`);
}

export const expected = (what: string, json: unknown): never => refuse(`${what} is needed here, not ${kindOf(json)}`);

export type Fields<T> = { readonly [K in keyof T]: Codec<T[K]> };

function asObject(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return expected('an object', json);
  return json as Readonly<Record<string, unknown>>;
}

function readFields(
  json: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Codec<unknown>>>,
  value: Record<string, unknown> = {},
): Record<string, unknown> {
  for (const key in fields) {
    if (!Object.hasOwn(json, key)) refuse(`the key ${key} is missing`);
    try {
      value[key] = (fields[key] as Codec<unknown>).read(json[key]);
    } catch (error) {
      throw placed(error, key);
    }
  }
  return value;
}

function requireOnly(json: object, known: Readonly<Record<string, unknown>>, tag: string | null): void {
  for (const key of Object.keys(json))
    if (key !== tag && !Object.hasOwn(known, key)) refuse(`the key ${shown(key)} has no place here`);
}

/** A word of the certificate's in a message. */
export const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

/** An object with these keys. */
export function record<T extends object>(fields: Fields<T>): Codec<T> {
  const all = fields as unknown as Readonly<Record<string, Codec<unknown>>>;
  return {
    read(json) {
      const object = asObject(json);
      requireOnly(object, all, null);
      return readFields(object, all) as T;
    },
    write: (value) => writeFields(value, all),
  };
}

const writeFields = (value: object, fields: Readonly<Record<string, Codec<unknown>>>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, codec]) => [key, codec.write((value as Readonly<Record<string, unknown>>)[key])]),
  );

/** The fields of each member of a union beside its tag. */
export type Variants<T extends { readonly [P in Tag]: string }, Tag extends string> = {
  readonly [K in T[Tag]]: Fields<Omit<Extract<T, { readonly [P in Tag]: K }>, Tag>>;
};

/** A member of a union, told by its tag. */
export function union<T extends { readonly [P in Tag]: string }, Tag extends string>(
  tag: Tag,
  variants: Variants<T, Tag>,
): Codec<T> {
  const all = new Map(Object.entries(variants) as [string, Readonly<Record<string, Codec<unknown>>>][]);
  return {
    read(json) {
      const object = asObject(json);
      const own = Object.hasOwn(object, tag) ? object[tag] : undefined;
      const fields = typeof own === 'string' ? all.get(own) : undefined;
      if (fields === undefined)
        return refuse(typeof own === 'string' ? `unknown ${tag} ${shown(own)}` : `the key ${tag} is missing`);
      requireOnly(object, fields, tag);
      return readFields(object, fields, { [tag]: own }) as unknown as T;
    },
    write: (value) => ({ [tag]: value[tag], ...writeFields(value, all.get(value[tag]) ?? {}) }),
  };
}

export const list = <T>(item: Codec<T>, least = 0): Codec<readonly T[]> => ({
  read(json) {
    if (!Array.isArray(json)) return expected('a list', json);
    if (json.length < least) refuse(`at least ${least} must stand here`);
    return json.map((part: unknown, i) => within(i, () => item.read(part)));
  },
  write: (items) => items.map((part) => item.write(part)),
});

export const pair = <T>(item: Codec<T>): Codec<readonly [T, T]> => {
  const items = list(item, 2);
  return {
    read(json) {
      const parts = items.read(json);
      return parts.length === 2 ? [parts[0] as T, parts[1] as T] : refuse('two must stand here');
    },
    write: items.write,
  };
};

export const nullable = <T>(codec: Codec<T>): Codec<T | null> => ({
  read: (json) => (json === null ? null : codec.read(json)),
  write: (value) => (value === null ? null : codec.write(value)),
});

export const oneOf = <T extends string | boolean>(...values: readonly T[]): Codec<T> => ({
  read: (json) => values.find((value) => value === json) ?? refuse(`one of ${values.join(', ')} is needed here`),
  write: (value) => value,
});

export const truth: Codec<boolean> = {
  read: (json) => (typeof json === 'boolean' ? json : expected('true or false', json)),
  write: (value) => value,
};

export const integer = (least: number, most: number): Codec<number> => ({
  read(json) {
    if (typeof json !== 'number' || !Number.isInteger(json)) return expected('an integer', json);
    // -0 is another text for 0.
    return json < least || json > most || Object.is(json, -0)
      ? refuse(`from ${least} to ${most} is allowed here`)
      : json;
  },
  write: (value) => value,
});

export const number: Codec<number> = {
  read: (json) => (typeof json === 'number' && Number.isFinite(json) ? json : expected('a number', json)),
  write: (value) => value,
};

/** A text that matches a pattern; `what` says in words what that is. */
export const text = (pattern: RegExp, what: string): Codec<string> => ({
  read(json) {
    if (typeof json !== 'string') return expected(what, json);
    return pattern.test(json) ? json : refuse(`${shown(json)} is not ${what}`);
  },
  write: (value) => value,
});

/** A text of any length that has nothing of a kind in it: looked for, because matching all of it takes memory. */
export const textWithout = (unwanted: RegExp, what: string): Codec<string> => ({
  read(json) {
    if (typeof json !== 'string') return expected(what, json);
    return unwanted.test(json) ? refuse(`this is not ${what}`) : json;
  },
  write: (value) => value,
});

/** A label, a title: one line, of any characters that can be seen. */
export const line = text(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,2000}$/u, 'a line of text');

const rationalText = text(/^(?:0|-?[1-9]\d{0,999})(?:\/[1-9]\d{0,999})?$/, 'a rational number');

/** `-3`, `1/2`: in lowest terms, so that each has one text. */
export const fraction: Codec<Rational> = {
  read(json) {
    const written = rationalText.read(json);
    const [num, den] = written.split('/');
    const value = rational(BigInt(num as string), BigInt(den ?? 1));
    return printRational(value) === written ? value : refuse(`${written} is not in lowest terms`);
  },
  write: printRational,
};

/** A field that nothing may fill. */
export const nothing = <T>(reason: string): Codec<T> => ({ read: () => refuse(reason), write: () => refuse(reason) });
