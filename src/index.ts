/** The library; docs/LIBRARY.md shows it at work. */
export type * from '../grammar/ast.js';
export { parse } from '../grammar/parse.js';
export { checkDocument } from './check/document.js';
export { type CheckOptions, defaultOptions } from './check/options.js';
export { decodeSource } from './check/source.js';
export * from './check/verdict.js';
export { type Assumption, isTheorem, type Kernel, type Statement, type Theorem } from './kernel/kernel.js';
export type { Condition, Rule, RuleRelation, Trust } from './kernel/rule.js';
export type { Term } from './kernel/term.js';
export { check, type LibraryCheckOptions } from './library/check.js';
export * from './library/error.js';
export { type Backwards, backwards, type RuleName } from './library/naming.js';
export type * from './library/results.js';
export { declare, type Theory } from './library/theory.js';
export type { TraceStep } from './library/trace.js';
export * as strategies from './proof/strategy.js';
export { ruleFamilies } from './rules/families.js';
export { ImportFailure } from './syntax/document.js';
