/** What the rules of both halves of the parser share: refusing, spans, the limit of nesting. */
import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  MismatchedTokenException,
  type ParserMethod,
  type TokenType,
} from 'chevrotain';
import type { Span, SyntaxProblem } from './ast.js';
import { closerOf } from './brackets.js';
import { lineIndex } from './position.js';
import { describe, formHint, isEnd, problem, unexpected } from './refusals.js';
import { endOf } from './scan.js';
import { StepEnd, vocabulary } from './tokens.js';

/** Half of what the stack of a fresh process bears, in brackets within brackets; a page of mathematics has ten. */
export const nestingLimit = 100;

/** The message of Chevrotain's own errors is the name of what was expected; `unexpected` words the rest. */
const expectation: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) =>
    expected === StepEnd ? 'an operator or the end of the step' : (expected.LABEL ?? expected.name),
  buildNotAllInputParsedMessage: () => 'the end of the file',
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? 'something else',
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? 'something else',
};

/** A rule of the grammar, as its callers see it. */
export type Rule<R> = ParserMethod<[], R>;

export interface ParserOptions {
  /** Whether it goes on behind a mistake; what it has read of a text with one is of no use otherwise. */
  readonly recovers: boolean;
  /** Whether the grammar is one that Chevrotain can read is a test's to ask, and not asked at every start. */
  readonly validated?: boolean;
}

export abstract class ParserBase extends EmbeddedActionsParser {
  private refused: SyntaxProblem[] = [];
  private text = '';
  private depth = 0;
  /** Integrals that wait for their differential in the bracket at hand. */
  protected openIntegrals = 0;

  constructor({ recovers, validated = false }: ParserOptions) {
    super(vocabulary, {
      recoveryEnabled: recovers,
      skipValidations: !validated,
      maxLookahead: 1,
      errorMessageProvider: expectation,
    });
  }

  /** A rule of which a mistake is handed on to the step or statement around it. */
  protected rule<R>(name: string, body: () => R): Rule<R> {
    return this.RULE(name, body, { resyncEnabled: false });
  }

  /** A rule whose mistakes end with it: recovery skips to what may follow it, and its value is `null`. */
  protected recoveringRule<R>(name: string, body: () => R): Rule<R | null> {
    return this.RULE<() => R | null>(name, body, { resyncEnabled: true, recoveryValueFunc: () => null });
  }

  protected begin(text: string, tokens: IToken[]): void {
    this.input = tokens;
    this.refused = [];
    this.text = text;
  }

  /** All problems since `begin`, in the order of the text. */
  protected problems(): SyntaxProblem[] {
    const own = this.errors.map(worded);
    return [...own, ...this.refused].sort((a, b) => a.span.start - b.span.start);
  }

  /** One token must not be guessed or dropped: the step is lost, and the next one found. */
  protected override canTokenTypeBeInsertedInRecovery(): boolean {
    return false;
  }

  protected override canTokenTypeBeDeletedInRecovery(): boolean {
    return false;
  }

  /** Forgets what a broken step has left open. */
  protected startAfresh(): void {
    this.depth = 0;
    this.openIntegrals = 0;
  }

  protected next(): TokenType {
    return this.LA(1).tokenType;
  }

  protected startOffset(): number {
    return this.LA(1).startOffset;
  }

  /** From an offset to the end of the last token taken. */
  protected spanFrom(start: number): Span {
    return { start, end: endOf(this.LA(0)) };
  }

  protected refuse(token: IToken, message: string, hint: string | null = null): never {
    this.refuseWith(problem(token, message, hint), token);
  }

  protected refuseWith(found: SyntaxProblem, token: IToken): never {
    this.refused.push(found);
    throw new Refusal(found.message, token, this.LA(0));
  }

  /** The token at hand cannot stand here. */
  protected refuseNext(expected: string, hint: string | null = null): never {
    const token = this.LA(1);
    const found = unexpected(token, expected, this.LA(0));
    this.refuseWith({ ...found, hint: hint ?? found.hint }, token);
  }

  protected enter(): void {
    this.depth++;
    if (this.depth > nestingLimit)
      this.refuse(this.LA(0), `this is nested more than ${nestingLimit} deep`, 'name a part of it with define');
  }

  protected leave(): void {
    this.depth--;
  }

  /** The token at hand must close `open`. */
  protected expectCloser(open: IToken, hint: string | null = null): void {
    const closer = closerOf.get(open.tokenType);
    const found = this.LA(1);
    if (closer === undefined || found.tokenType === closer) return;
    if (isEnd(found.tokenType))
      this.refuse(
        open,
        `this '${open.image}' is never closed: expected ${closer.LABEL} before ${describe(found)}`,
        hint,
      );
    const { line, column } = lineIndex(this.text).at(open.startOffset);
    this.refuseNext(`${closer.LABEL} to close the '${open.image}' of line ${line}, column ${column},`, hint);
  }
}

class Refusal extends MismatchedTokenException {}

function worded(error: IRecognitionException): SyntaxProblem {
  const before = 'previousToken' in error ? (error.previousToken as IToken) : undefined;
  const found = unexpected(error.token, error.message, before);
  return { ...found, hint: found.hint ?? formHint(error.context.ruleStack) };
}
