/** Texts of the repository, cut to a few statements each, with pieces cut out, put in, doubled, or taken from another. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';

export interface Corpus {
  /** Texts of some hundred characters that mean something. */
  readonly texts: readonly string[];
  /** The words and signs in them. */
  readonly tokens: readonly string[];
}

const statementStart =
  /^(?=(?:plate|iid|subset|latent|observed|param|let|density|function|define|derivation|claim|rule|assume|import)\b)/m;

const tokensOf = (text: string): readonly string[] => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

function corpusOf(folders: readonly string[], cut: (text: string) => readonly string[]): Corpus {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.expr'))
      .map((name) => readFileSync(`${folder}/${name}`, 'utf8').replace(/^#.*\n/gm, '')),
  );
  return { texts: files.flatMap(cut), tokens: [...new Set(files.flatMap(tokensOf))] };
}

/** Each derivation of a file below the file's declarations. */
function derivationsIn(text: string): readonly string[] {
  const statements = text.split(statementStart);
  const isDerivation = (statement: string): boolean => /^(derivation|claim)/.test(statement);
  const declarations = statements.filter((statement) => !isDerivation(statement)).join('');
  return statements.filter(isDerivation).map((derivation) => declarations + derivation);
}

/** The rows of a table, three at a time. */
function rowsIn(text: string): readonly string[] {
  const rows = text.split(statementStart);
  return rows.flatMap((_, i) => (i % 3 === 0 ? [rows.slice(i, i + 3).join('')] : []));
}

export const proofs = corpusOf(['proofs', 'proofs/wrong'], derivationsIn);
export const ruleRows = corpusOf(['src/rules'], rowsIn);

const signs = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '=',
  '_',
  '^',
  ',',
  ';',
  '|',
  ':',
  '"',
  '#',
  '+',
  '-',
  '/',
  '\n',
  '\n= ',
  ' by ',
];
const oddPieces = [
  '__proto__',
  'constructor',
  '\u0000',
  '\u001b[2J',
  '\ud800',
  '\u202e',
  '∫',
  'ₙ',
  '²',
  '1e999',
  '…',
  '<script>',
  '§',
];

interface Edit {
  readonly kind: 'cut' | 'put' | 'double' | 'replace' | 'graft';
  readonly at: number;
  readonly length: number;
  readonly piece: string;
  readonly from: number;
}

const edit = ({ tokens }: Corpus): fc.Arbitrary<Edit> =>
  fc.record({
    kind: fc.constantFrom('cut', 'put', 'put', 'double', 'replace', 'replace', 'graft'),
    at: fc.nat(10_000),
    length: fc.nat(6),
    piece: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...tokens) },
      { weight: 2, arbitrary: fc.constantFrom(...signs) },
      { weight: 1, arbitrary: fc.constantFrom(...oddPieces) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    from: fc.nat(10_000),
  });

/** Edits a text given in parts: in its tokens, or in its characters. */
function edited(parts: readonly string[], { kind, at, length, piece, from }: Edit, other: readonly string[]): string[] {
  const place = at % (parts.length + 1);
  const [before, cut, after] = [parts.slice(0, place), parts.slice(place, place + length), parts.slice(place + length)];
  switch (kind) {
    case 'cut':
      return [...before, ...after];
    case 'put':
      return [...before, piece, ...cut, ...after];
    case 'double':
      return [...before, ...cut, ...cut, ...after];
    case 'replace':
      return [...before, piece, ...after];
    case 'graft': {
      const start = from % (other.length + 1);
      return [...before, ...other.slice(start, start + 3 * length), ...after];
    }
  }
}

export function mutated(corpus: Corpus): fc.Arbitrary<string> {
  const { texts } = corpus;
  return fc
    .tuple(
      fc.nat(texts.length - 1),
      fc.nat(texts.length - 1),
      fc.boolean(),
      fc.array(edit(corpus), { minLength: 1, maxLength: 4 }),
    )
    .map(([which, otherOne, byTokens, edits]) => {
      const split = byTokens ? tokensOf : Array.from<string>;
      const other = split(texts[otherOne] ?? '');
      return edits
        .reduce<readonly string[]>((parts, one) => edited(parts, one, other), split(texts[which] ?? ''))
        .join('');
    });
}
