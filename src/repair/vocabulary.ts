/** What the lines around a line say, as pieces of text that may be put into it. */
import type { Span } from '../../grammar/ast.js';
import { keyOf, sliceOf, tidy } from './edit.js';
import { named } from './meanings.js';
import { childrenOf, type Node, type NodeOf, nodesOf } from './outline.js';
import { splitsOf } from './splits.js';

/** A text that some line has, and how far away: 0 for the lines next to the edited one. */
export interface Piece {
  readonly text: string;
  readonly distance: number;
}

export interface SignedPiece extends Piece {
  readonly sign: '+' | '-';
}

/** Pieces by their texts without white space, the nearest of each. */
class Pieces<P extends Piece = Piece> {
  readonly #found = new Map<string, P>();

  add(piece: P, key = keyOf(piece.text)): void {
    const known = this.#found.get(key);
    if (known === undefined || known.distance > piece.distance) this.#found.set(key, piece);
  }

  list(): readonly P[] {
    return [...this.#found.values()];
  }

  addAll(others: Pieces<P>): void {
    for (const [key, piece] of others.#found) this.add(piece, key);
  }
}

/** A density as it is declared. */
export interface Form {
  readonly head: string;
  readonly body: string;
}

/** How much farther away is what a line says by linearity, or with a density in its declared form. */
const derived = 0.25;

/** Longer pieces are whole lines. */
const longest = 300;

export class Vocabulary {
  readonly #known = new Map<string, number>();
  readonly #lines = new Set<string>();
  #above: string | null = null;
  readonly #terms = new Pieces<SignedPiece>();
  readonly #factors = new Pieces();
  readonly #densities = new Pieces();
  readonly #measures = new Pieces();
  readonly #heads = new Pieces();
  readonly #slots = new Map<string, Pieces>();
  readonly #subscripts = new Map<string, Pieces>();

  constructor(
    private readonly source: string,
    private readonly forms: readonly Form[],
  ) {}

  /** Whether a text is all that a line says. */
  isLine(key: string): boolean {
    return this.#lines.has(key);
  }

  /** Whether a text is all that the line above says. */
  isLineAbove(key: string): boolean {
    return this.#above === key;
  }

  /** The line above. */
  learnAbove(root: Node): void {
    this.#above = keyOf(sliceOf(this.source, root.span));
    this.learnLine(root, 0);
  }

  /** A line of the derivation. */
  learnLine(root: Node, distance: number): void {
    this.#lines.add(keyOf(sliceOf(this.source, root.span)));
    this.learn(root, distance);
  }

  /** Whether a text stands as a whole expression in one of the lines, by its distance; null where in none. */
  distanceOf(key: string): number | null {
    return this.#known.get(key) ?? null;
  }

  get terms(): readonly SignedPiece[] {
    return this.#terms.list();
  }
  get factors(): readonly Piece[] {
    return this.#factors.list();
  }
  get densities(): readonly Piece[] {
    return this.#densities.list();
  }
  /** What stands under an `E`. */
  get measures(): readonly Piece[] {
    return this.#measures.list();
  }
  /** `sum_{n in S}` */
  get heads(): readonly Piece[] {
    return this.#heads.list();
  }
  /** The arguments of a family's densities. */
  slots(family: string): readonly Piece[] {
    return this.#slots.get(family)?.list() ?? [];
  }
  /** The subscripts of a variable, and the whole array. */
  subscripts(name: string): readonly Piece[] {
    return this.#subscripts.get(name)?.list() ?? [];
  }

  /** The terms and factors of another text, which is no line. */
  learnFrom(other: Vocabulary): void {
    for (const [key, distance] of other.#known) this.#know(key, distance);
    this.#terms.addAll(other.#terms);
    this.#factors.addAll(other.#factors);
  }

  /** A line, or what is declared. */
  learn(root: Node, distance: number): void {
    for (const { span } of nodesOf(root)) this.#know(keyOf(sliceOf(this.source, span)), distance);
    this.learnPieces(root, distance);
  }

  /** The edited line itself: what is wrong there is no model for what is right, but its pieces may be moved. */
  learnPieces(root: Node, distance: number): void {
    this.#learnTerm(root, '+', distance);
    for (const node of nodesOf(root)) this.#learnNode(node, distance);
  }

  /** What is far away: densities, and what could be a term or a factor by itself. */
  learnWholes(root: Node, distance: number): void {
    for (const node of nodesOf(root)) {
      if (node.tag === 'density') this.#learnDensity(node, distance);
      const piece = isWhole(node) ? this.#piece(node.span, distance) : null;
      if (piece === null) continue;
      this.#factors.add(piece);
      if (node.tag !== 'function') this.#terms.add({ ...piece, sign: '+' });
    }
  }

  #piece(span: Span, distance: number): Piece | null {
    const text = tidy(sliceOf(this.source, span));
    return text.length > longest ? null : { text, distance };
  }

  #learnNode(node: Node, distance: number): void {
    const piece = this.#piece(node.span, distance);
    if (node.tag === 'sum') for (const { sign, value } of node.parts) this.#learnTerm(value, sign, distance);
    if (node.tag === 'group' || node.tag === 'operator')
      for (const child of childrenOf(node)) this.#learnTerm(child, '+', distance);
    if (node.tag === 'gradient' || node.tag === 'integral' || (node.tag === 'big' && node.op === 'sum'))
      this.#learnTerm(node.body, '+', distance);
    if (node.tag === 'power') this.#learnBase(node.base, distance);
    if (node.tag === 'density') this.#learnDensity(node, distance);
    if (node.tag === 'product')
      for (const { value } of node.parts) {
        const factor = this.#piece(value.span, distance);
        if (factor !== null) this.#factors.add(factor);
      }
    if (piece !== null && isWhole(node)) this.#factors.add(piece);
    if (node.tag === 'operator' && node.under !== null && ['E', 'Var', 'Cov'].includes(node.op)) {
      const measure = this.#piece(node.under, distance);
      if (measure !== null) this.#measures.add(measure);
    }
    if (node.tag === 'big') {
      const head = this.#piece(node.head, distance);
      if (head !== null) this.#heads.add(head);
    }
    if (node.tag === 'name' && node.sub !== null && piece !== null) {
      const known = this.#subscripts.get(node.name) ?? new Pieces();
      this.#subscripts.set(node.name, known);
      known.add(piece);
    }
  }

  /** What is squared may be multiplied by something else too. */
  #learnBase(base: Node, distance: number): void {
    const piece = base.tag === 'name' ? this.#piece(base.span, distance) : null;
    if (piece !== null) this.#factors.add(piece);
  }

  #learnTerm(node: Node, sign: '+' | '-', distance: number): void {
    if (node.tag === 'sum' || node.tag === 'number' || node.tag === 'other') return;
    const piece = this.#piece(node.span, distance);
    if (piece === null) return;
    this.#terms.add({ ...piece, sign });
    const further = distance + derived;
    const functional = named({ sign, text: piece.text });
    if (functional !== null) this.#learnDerived({ ...functional, distance: further });
    for (const text of this.#inForm(piece.text)) this.#learnDerived({ text, sign, distance: further });
    for (const part of splitsOf(node, (span) => sliceOf(this.source, span))) {
      const far = part.isLonger === true ? further + 2 * derived : further;
      this.#learnDerived({ text: tidy(part.text), sign: part.sign === sign ? '+' : '-', distance: far });
    }
  }

  #learnDerived(piece: SignedPiece): void {
    if (piece.text.length > longest) return;
    for (const one of [piece, named(piece)])
      if (one !== null) {
        this.#terms.add({ ...one, distance: piece.distance });
        this.#know(keyOf(one.text), piece.distance);
      }
  }

  #know(key: string, distance: number): void {
    this.#known.set(key, Math.min(distance, this.#known.get(key) ?? distance));
  }

  /** A text with one density, or one everywhere, in its declared form. */
  #inForm(text: string): readonly string[] {
    return this.forms.flatMap(({ head, body }) => {
      const between = text.split(head);
      const single = between.slice(1).map((_, i) => {
        const [before, after] = [between.slice(0, i + 1), between.slice(i + 1)];
        return `${before.join(head)}${body}${after.join(head)}`;
      });
      return single.length > 1 ? [...single, between.join(body)] : single;
    });
  }

  #learnDensity(density: NodeOf<'density'>, distance: number): void {
    const { span, family, sections } = density;
    const piece = this.#piece(span, distance);
    if (piece !== null) {
      this.#densities.add(piece);
      this.#factors.add(piece);
    }
    for (const text of this.#marginalsOf(density)) {
      this.#densities.add({ text, distance: distance + 0.5 });
      this.#factors.add({ text, distance: distance + 0.5 });
    }
    const known = this.#slots.get(family) ?? new Pieces();
    this.#slots.set(family, known);
    for (const { slots } of sections)
      for (const slot of slots) known.add({ text: tidy(sliceOf(this.source, slot.span)), distance });
  }

  /** The densities of one of its variables, and of those it is given. */
  #marginalsOf({ family, sections }: NodeOf<'density'>): string[] {
    const texts = (separator: string): string[] =>
      sections
        .filter((section) => section.separator === separator)
        .flatMap(({ slots }) => slots.map(({ span }) => tidy(sliceOf(this.source, span))));
    const [heads, givens, inputs] = ['', '|', ';'].map(texts) as [string[], string[], string[]];
    const end = inputs.length === 0 ? '' : `; ${inputs.join(', ')}`;
    const single = heads.length > 1 ? heads : [];
    return [...single, ...(givens.length === 0 ? [] : [givens.join(', ')])].map((of) => `${family}(${of}${end})`);
  }
}

/** What makes sense by itself, wherever it is put. */
const isWhole = ({ tag }: Node): boolean => ['operator', 'gradient', 'function', 'application'].includes(tag);
