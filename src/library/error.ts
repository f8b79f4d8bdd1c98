/** Texts that a caller gave and that have no meaning: every mistake with its place. */
import type { Span } from '../../grammar/ast.js';
import { lineIndex } from '../../grammar/position.js';

/** A mistake in a text. Offsets count UTF-16 code units from 0, the end is the one behind it; lines and columns from 1. */
export interface TextProblem {
  readonly message: string;
  /** What to do about it, where there is something to say. */
  readonly hint: string | null;
  readonly span: Span;
  readonly line: number;
  readonly column: number;
}

export type Mistake = Pick<TextProblem, 'message' | 'hint' | 'span'>;

/** A text without meaning. `problems` are in the order of the text, and there is at least one. */
export class TextError extends Error {
  readonly problems: readonly TextProblem[];

  constructor(
    readonly source: string,
    mistakes: readonly Mistake[],
  ) {
    const lines = lineIndex(source);
    const problems = mistakes.map(({ message, hint, span }) => ({ message, hint, span, ...lines.at(span.start) }));
    super(problems.map(worded).join('\n'));
    this.problems = problems;
    this.name = new.target.name;
  }
}

const worded = ({ line, column, message, hint }: TextProblem): string =>
  `${line}:${column}: ${message}${hint === null ? '' : `; ${hint}`}`;

/** Declarations with a mistake. */
export class DeclarationError extends TextError {}

/** A text that is no term, or one that readers take in two ways. */
export class TermError extends TextError {}

/** A text that is no rule, or a rule whose metavariables do not fit together. */
export class RuleError extends TextError {}

/** The name of a rule or of a family of rules that there is not, or that cannot be used so. */
export class UnknownRule extends Error {
  constructor(
    message: string,
    /** The name as given. */
    readonly rule: string,
  ) {
    super(message);
    this.name = 'UnknownRule';
  }
}
