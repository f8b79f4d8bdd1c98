/** A text and its imports, given their meaning. */
import { lineIndex } from '../../grammar/position.js';
import { type Derivation, type Document, elaborateDocument } from '../syntax/document.js';

/**
 * `load` reads an import, its path given relative to the folder of the file that imports it, and throws ImportFailure
 * where it cannot.
 */
export function elaborateText(source: string, load: (path: string) => string): Document {
  return elaborateDocument(source, '', (path, from) => {
    const resolved = joinPath(from, path);
    return { path: resolved, source: load(resolved) };
  });
}

/** `a/b.expr` seen from `c/d.expr` is `c/a/b.expr`. */
function joinPath(from: string, path: string): string {
  return path.startsWith('/') ? path : `${from.slice(0, from.lastIndexOf('/') + 1)}${path}`;
}

/** What a derivation is called where it has no label: `line 12`. */
export const derivationName = ({ source }: Document, { label, span }: Derivation): string =>
  label ?? `line ${lineIndex(source).at(span.start).line}`;
