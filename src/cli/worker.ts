/** What a worker does: it reads the text that it is sent, and answers questions on it. */
import { type Judge, judgeOf, type Question } from '../check/question.js';
import type { Judged } from '../check/step.js';

export interface Task {
  /** The same number for the same texts. */
  readonly document: number;
  /** The texts as JSON in UTF-8, shared so that they are not copied with each question. */
  readonly texts: SharedArrayBuffer;
  /** Of one derivation, whose lines share what is worked out. */
  readonly questions: readonly Question[];
}

export interface Answers {
  readonly judged: readonly Judged[];
  /** Milliseconds that they took together. */
  readonly ms: number;
}

/** Questions come text by text, so that one is kept. */
let read: { readonly document: number; readonly judge: Judge } | null = null;

export function answer({ document, texts, questions }: Task): Answers {
  const start = performance.now();
  if (read?.document !== document) read = { document, judge: judgeOf(JSON.parse(Buffer.from(texts).toString())) };
  const { judge } = read;
  const judged = questions.map((question) => judge.answer(question));
  return { judged, ms: performance.now() - start };
}
