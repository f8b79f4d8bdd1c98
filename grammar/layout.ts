/**
 * What the parser cannot see one token ahead: where a step, a reason or a condition begins, what is a label, which
 * word is an operator or a differential. The layout gives such tokens their types and marks the end of every step and
 * statement with a token of no width, which is what recovery resynchronises at.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { Span, SyntaxProblem } from './ast.js';
import { type Nesting, nesting } from './brackets.js';
import { partsOf } from './limits.js';
import { endOf, markAt, retag, scan, startsLine, tokenAt } from './scan.js';
import { declaredIn, endsOperand, type StatementTokens, splitStatements, statementOf } from './statements.js';
import {
  Assuming,
  By,
  Comma,
  Compare,
  Equals,
  FileEnd,
  ForAny,
  type KeywordName,
  Label,
  NotEquals,
  OpenQuote,
  Propto,
  Reason,
  Relation,
  StatementEnd,
  StepEnd,
  Title,
  When,
  Word,
  WrongRelation,
} from './tokens.js';
import { settleWord } from './words.js';

const relations: ReadonlySet<TokenType> = new Set([Equals, Compare, NotEquals, Propto, WrongRelation]);
const chains: ReadonlySet<KeywordName | null> = new Set(['derivation', 'claim'] as const);
const withTitle: ReadonlySet<KeywordName | null> = new Set(['derivation', 'claim', 'rule'] as const);
const related: ReadonlySet<KeywordName | null> = new Set(['derivation', 'claim', 'rule', 'assume'] as const);
const labelled: ReadonlySet<KeywordName | null> = new Set([
  'density',
  'derivation',
  'claim',
  'rule',
  'assume',
] as const);

/** The tokens of a text as the parser wants them, statement by statement. */
export interface Layout {
  /** The names that the text declares, and those declared elsewhere. */
  readonly declared: ReadonlySet<string>;
  /** Those of each statement, as if it were the last; they are made when asked for, and only once. */
  readonly statements: Iterable<IToken[]>;
  /** Statements that are too long to be read. */
  readonly refused: readonly SyntaxProblem[];
}

/** `names` are declared elsewhere. A long text is scanned in parts, twice: all its tokens are many times its length. */
export function layout(text: string, names: Iterable<string>): Layout {
  const { parts, refused } = partsOf(text);
  const declared = new Set(names);
  let scanned: StatementTokens[] = [];
  for (const part of parts) {
    scanned = statementsIn(text, part);
    for (const name of declaredIn(scanned)) declared.add(name);
  }
  return {
    declared,
    refused,
    statements: parts.length === 1 ? arranged(text, scanned, declared) : scannedAgain(text, parts, declared),
  };
}

function* scannedAgain(text: string, parts: readonly Span[], declared: ReadonlySet<string>): Generator<IToken[]> {
  for (const part of parts) yield* arranged(text, statementsIn(text, part), declared);
}

function* arranged(
  text: string,
  statements: readonly StatementTokens[],
  declared: ReadonlySet<string>,
): Generator<IToken[]> {
  for (const statement of statements) yield arrange(text, statement, declared);
}

function statementsIn(text: string, part: Span): StatementTokens[] {
  return splitStatements(text, scanPart(text, part));
}

function scanPart(text: string, { start, end }: Span): IToken[] {
  const tokens = scan(text.slice(start, end));
  if (start > 0) for (const token of tokens) token.startOffset += start;
  return tokens;
}

/** The tokens of the statement that a part of a text is, its place as in the text. */
export function layoutOfStatement(text: string, span: Span, declared: ReadonlySet<string>): IToken[] {
  return arrange(text, statementOf(scanPart(text, span)), declared);
}

function arrange(text: string, statement: StatementTokens, declared: ReadonlySet<string>): IToken[] {
  const out: IToken[] = [];
  new Arrangement(text, statement, declared, out).run();
  out.push(markAt(FileEnd, text.length));
  return out;
}

/** One statement on its way from the scanner's tokens to the parser's. */
class Arrangement {
  private readonly tokens: IToken[];
  private readonly keyword: KeywordName | null;
  private readonly nest: Nesting;

  constructor(
    private readonly text: string,
    statement: StatementTokens,
    private readonly declared: ReadonlySet<string>,
    private readonly out: IToken[],
  ) {
    this.keyword = statement.keyword;
    this.tokens = this.takeLabel(statement.tokens);
    this.nest = this.nestingOf(this.tokens);
  }

  run(): void {
    for (let i = 0; i < this.tokens.length; ) i = this.place(i);
    if (chains.has(this.keyword)) this.mark(StepEnd);
    this.mark(StatementEnd);
  }

  /** Moves the keyword, the label and the title to the output; returns the rest. */
  private takeLabel(tokens: IToken[]): IToken[] {
    const [first, ...rest] = tokens;
    if (first === undefined) return rest;
    this.out.push(first);
    if (!labelled.has(this.keyword)) return rest;
    const pattern = withTitle.has(this.keyword) ? titled : untitled;
    pattern.lastIndex = endOf(first);
    const match = pattern.exec(this.text);
    if (match === null) return rest;
    this.pushPart(Label, match[1] ?? '', match.indices?.[1]?.[0]);
    this.pushPart(Title, match[2] ?? '', match.indices?.[2]?.[0]);
    const end = match.index + match[0].length;
    return rest.filter((token) => token.startOffset >= end);
  }

  private pushPart(type: TokenType, image: string, start: number | undefined): void {
    if (image !== '' && start !== undefined) this.out.push(tokenAt(type, image, start));
  }

  /** A bracket left open must not swallow the steps below it: then a relation sign that begins a line closes all brackets. */
  private nestingOf(tokens: readonly IToken[]): Nesting {
    const whole = nesting(tokens);
    if (whole.balanced || !related.has(this.keyword)) return whole;
    const breaks = tokens.flatMap(({ tokenType }, i) =>
      relations.has(tokenType) && startsLine(this.text, tokens, i) ? [i] : [],
    );
    return nesting(tokens, breaks);
  }

  private place(i: number): number {
    const token = this.tokens[i];
    if (token === undefined) return i + 1;
    if (related.has(this.keyword) && this.isOutside(i)) {
      if (relations.has(token.tokenType)) return this.placeRelation(token, i);
      if (endsPart(this.out.at(-1)) && this.isClause(i)) return this.placeClause(token, i);
    }
    settleWord(this.tokens, i, this.nest, this.declared, this.keyword);
    this.out.push(token);
    return i + 1;
  }

  private placeRelation(token: IToken, i: number): number {
    if (chains.has(this.keyword)) this.mark(StepEnd);
    retag(token, Relation);
    this.out.push(token);
    return i + 1;
  }

  private isOutside(i: number): boolean {
    return this.nest.around[i] === -1;
  }

  private isWord(i: number, image: string): boolean {
    const token = this.tokens[i];
    return token !== undefined && token.tokenType === Word && token.image === image;
  }

  private isForAny(i: number): boolean {
    return this.isWord(i, 'for') && this.isWord(i + 1, 'any');
  }

  /** `by` and `for any` of a step, `when` and `assuming` of a rule. */
  private isClause(i: number): boolean {
    if (chains.has(this.keyword)) return this.isWord(i, 'by') || this.isForAny(i);
    return this.keyword === 'rule' && (this.isWord(i, 'when') || this.isWord(i, 'assuming'));
  }

  private placeClause(token: IToken, i: number): number {
    if (token.image === 'for') return this.placeForAny(token, i);
    retag(token, token.image === 'by' ? By : token.image === 'when' ? When : Assuming);
    this.out.push(token);
    return this.placeReasons(i + 1);
  }

  private placeForAny(token: IToken, i: number): number {
    const any = this.tokens[i + 1] ?? token;
    this.out.push(tokenAt(ForAny, this.text.slice(token.startOffset, endOf(any)), token.startOffset));
    return i + 2;
  }

  /** Everything up to the end of the clause, split at the commas outside brackets. */
  private placeReasons(start: number): number {
    let from = start;
    let i = start;
    for (; i < this.tokens.length && !this.endsReasons(i); i++) {
      if (this.tokens[i]?.tokenType !== Comma || !this.isOutside(i)) continue;
      this.placeReason(from, i);
      this.out.push(this.tokens[i] as IToken);
      from = i + 1;
    }
    this.placeReason(from, i);
    return i;
  }

  private endsReasons(i: number): boolean {
    const token = this.tokens[i];
    if (token === undefined || !this.isOutside(i)) return false;
    if (this.keyword === 'rule') return this.isWord(i, 'when') || this.isWord(i, 'assuming');
    return relations.has(token.tokenType) || this.isForAny(i);
  }

  private placeReason(from: number, to: number): void {
    const parts = this.tokens.slice(from, to);
    const [first] = parts;
    const last = parts.at(-1);
    if (first === undefined || last === undefined) return;
    const open = parts.find((token) => token.tokenType === OpenQuote);
    this.out.push(open ?? tokenAt(Reason, this.text.slice(first.startOffset, endOf(last)), first.startOffset));
  }

  private mark(type: TokenType): void {
    const last = this.out.at(-1);
    this.out.push(markAt(type, last === undefined ? 0 : endOf(last)));
  }
}

const labelText = '[ \\t]*([^(){}\\[\\]=<>|":#\\n\\r“”]*?)[ \\t]*';
const untitled = new RegExp(`${labelText}():(?!=)`, 'dy');
const titled = new RegExp(`${labelText}((?:"[^"\\n\\r]*")?)[ \\t]*:(?!=)`, 'dy');

/** Whether a clause may follow: an operand is complete, or another clause is. */
function endsPart(token: IToken | undefined): boolean {
  return endsOperand(token) || token?.tokenType === Reason;
}
