/** What a file declares, in a certificate: each kind of declaration as a list, in the order of the file. */

import type {
  Assumption,
  Definition,
  Domain,
  Factor,
  Family,
  Form,
  Func,
  Model,
  Plate,
  Relation,
  Subset,
  Variable,
} from '../kernel/model.js';
import type { Law, VarRef } from '../kernel/term.js';
import {
  type Codec,
  integer,
  type Json,
  line,
  list,
  nullable,
  number,
  oneOf,
  record,
  refuse,
  refuseAt,
  shown,
  truth,
  union,
} from './codec.js';
import { declaredParts, properName, type TermTable } from './terms.js';

/** A collection with its name beside it, as everything else has. */
interface Collection {
  readonly name: string;
  readonly members: readonly VarRef[];
}

/** The author's words for an assumption are made from its terms again, so that they say the same. */
type WrittenAssumption = Omit<Assumption, 'text'>;

interface WrittenModel {
  readonly sizes: readonly string[];
  readonly plates: readonly Plate[];
  readonly subsets: readonly Subset[];
  readonly variables: readonly Variable[];
  readonly collections: readonly Collection[];
  readonly families: readonly Family[];
  readonly functions: readonly Func[];
  readonly definitions: readonly Definition[];
  readonly assumptions: readonly WrittenAssumption[];
}

/** The kinds of declarations, in the order in which they are written. */
export const kinds = [
  'sizes',
  'plates',
  'subsets',
  'variables',
  'collections',
  'families',
  'functions',
  'definitions',
  'assumptions',
] as const satisfies readonly (keyof Model)[];

export const relation = oneOf<Relation>('=', '<=', '>=', '<', '>', '!=', 'propto');

const mostMembers = 1000;

const { index, ref, binder } = declaredParts;
const name = properName;

const domain = union<Domain, 'tag'>('tag', {
  real: {},
  positive: {},
  unit: {},
  discrete: {},
  integers: { lo: index, hi: index },
  values: { values: list(number, 1) },
  array: { element: oneOf('real', 'positive', 'unit', 'spd'), shape: list(index) },
});

function writtenModel(terms: TermTable): Codec<WrittenModel> {
  const { ref: term } = terms;
  const law: Codec<Law> = {
    read(json) {
      const found = term.read(json);
      return found.tag === 'law' ? found : refuse(`a law is needed here, not a ${found.tag}`);
    },
    write: term.write,
  };
  const form = union<Form, 'tag'>('tag', {
    law: { law },
    table: { axes: list(ref), entries: list(term), shape: list(integer(1, mostMembers)) },
    formula: { body: term },
  });
  const factor = record<Factor>({
    id: integer(0, mostMembers),
    binders: list(binder),
    heads: list(ref, 1),
    givens: list(ref),
    form: nullable(form),
    label: nullable(line),
  });
  return record<WrittenModel>({
    sizes: list(name),
    plates: list(record<Plate>({ index: name, lo: index, hi: index, iid: truth })),
    subsets: list(record<Subset>({ name, lo: index, hi: index, size: index })),
    variables: list(
      record<Variable>({
        name,
        role: oneOf('latent', 'observed', 'param'),
        indices: list(name),
        domain: nullable(domain),
      }),
    ),
    collections: list(record<Collection>({ name, members: list(ref) })),
    families: list(record<Family>({ name, factors: list(factor) })),
    functions: list(record<Func>({ name, arity: integer(1, mostMembers), domain: nullable(domain) })),
    definitions: list(record<Definition>({ name, params: list(name), body: term })),
    assumptions: list(record<WrittenAssumption>({ label: nullable(line), left: term, relation, right: term })),
  });
}

/** A name where it is declared, and the kind it is declared as. */
const nameOf = (entry: unknown): string =>
  typeof entry === 'string' ? entry : 'index' in (entry as object) ? (entry as Plate).index : (entry as Variable).name;

/** No name has two meanings, not even of two kinds. */
function requireDistinct(written: WrittenModel): void {
  const names = new Set<string>();
  for (const kind of kinds) {
    if (kind === 'assumptions') continue;
    for (const [i, entry] of written[kind].entries()) {
      const own = nameOf(entry);
      if (names.has(own)) refuseAt([kind, i], `${shown(own)} is declared twice`);
      names.add(own);
    }
  }
}

const byName = <T>(entries: readonly T[]): ReadonlyMap<string, T> =>
  new Map(entries.map((entry) => [nameOf(entry), entry]));

/** The declarations, terms by their numbers in the table. The texts of assumptions are left empty. */
export function modelCodec(terms: TermTable): Codec<Model> {
  const codec = writtenModel(terms);
  return {
    read(json) {
      const written = codec.read(json);
      requireDistinct(written);
      const { sizes, collections, assumptions, ...rest } = written;
      return {
        sizes: new Set(sizes),
        plates: byName(rest.plates),
        subsets: byName(rest.subsets),
        variables: byName(rest.variables),
        collections: new Map(collections.map(({ name: key, members }) => [key, members])),
        families: byName(rest.families),
        functions: byName(rest.functions),
        definitions: byName(rest.definitions),
        assumptions: assumptions.map((assumption) => ({ ...assumption, text: '' })),
      };
    },
    write: (model): Json => codec.write(writtenOf(model)),
  };
}

const writtenOf = (model: Model): WrittenModel => ({
  sizes: [...model.sizes],
  plates: [...model.plates.values()],
  subsets: [...model.subsets.values()],
  variables: [...model.variables.values()],
  collections: [...model.collections].map(([key, members]) => ({ name: key, members })),
  families: [...model.families.values()],
  functions: [...model.functions.values()],
  definitions: [...model.definitions.values()],
  assumptions: model.assumptions,
});
