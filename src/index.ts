/** The library. */
export type * from '../grammar/ast.js';
export { parse } from '../grammar/parse.js';
export { checkDocument } from './check/document.js';
export { type CheckOptions, defaultOptions } from './check/options.js';
export { decodeSource } from './check/source.js';
export * from './check/verdict.js';
export { ImportFailure } from './syntax/document.js';
