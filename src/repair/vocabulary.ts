/** What the lines around a line say, as pieces of text that may be put into it. */
import type { Span } from '../../grammar/ast.js';
import { keyOf, sliceOf, tidy } from './edit.js';
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
}

/** A density as it is declared. */
export interface Form {
  readonly head: string;
  readonly body: string;
}

/** How much farther away is what a line says by linearity, or with a density in its declared form. */
const derived = 0.25;

/** Longer pieces are whole lines. */
const longest = 200;

export class Vocabulary {
  readonly #known = new Map<string, number>();
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

  /** Whether a text is all that the line above says. */
  isLineAbove(key: string): boolean {
    return this.#above === key;
  }

  /** The line above. */
  learnAbove(root: Node): void {
    this.#above = keyOf(sliceOf(this.source, root.span));
    this.learn(root, 0);
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

  /** A line, or what is declared. */
  learn(root: Node, distance: number): void {
    for (const { span } of nodesOf(root)) {
      const key = keyOf(sliceOf(this.source, span));
      this.#known.set(key, Math.min(distance, this.#known.get(key) ?? distance));
    }
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

  #learnTerm(node: Node, sign: '+' | '-', distance: number): void {
    if (node.tag === 'sum' || node.tag === 'number' || node.tag === 'other') return;
    const piece = this.#piece(node.span, distance);
    if (piece === null) return;
    this.#terms.add({ ...piece, sign });
    const further = distance + derived;
    for (const { head, body } of this.forms)
      if (piece.text.includes(head)) this.#terms.add({ text: piece.text.replace(head, body), sign, distance: further });
    for (const part of splitsOf(node, (span) => sliceOf(this.source, span)))
      this.#terms.add({ text: tidy(part.text), sign: part.sign === sign ? '+' : '-', distance: further });
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
