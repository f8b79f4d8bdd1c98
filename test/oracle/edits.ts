/**
 * Single edits of the right sides of a derivation: the slips that a person makes, one at a time, as text.
 */
import type { Expr, SourceFile, Span, SubItem } from '../../grammar/ast.js';
import { type Declarations, type Derivation, gather, headCall, onlyArgument, spelling } from './declarations.js';
import { hash, stream } from './world.js';

export const editKinds = [
  'sign',
  'factor',
  'subscript',
  'conditioning',
  'measure',
  'variable',
  'term',
  'function',
] as const;
export type EditKind = (typeof editKinds)[number];

export interface Edit {
  readonly derivation: string;
  /** Numbered from 1. */
  readonly step: number;
  readonly kind: EditKind;
  /** What is replaced in the original text. */
  readonly span: Span;
  readonly replacement: string;
  /** The whole edited file. */
  readonly text: string;
  readonly description: string;
}

type Bracket = Extract<Expr, { kind: 'bracket' }>;
type Change = { readonly kind: EditKind; readonly span: Span; readonly replacement: string };

/** Every edit of every step of every labelled derivation, in the order of the text, no two with the same result. */
export function edits(text: string, file: SourceFile): Edit[] {
  const declarations = gather(file);
  return declarations.derivations.flatMap((derivation) =>
    derivation.steps.flatMap((step, i) => editsOfStep(text, declarations, derivation, i + 1, step.right)),
  );
}

/** A sample without replacement, spread evenly over the kinds; the same for the same seed. */
export function sample(all: readonly Edit[], count: number, seed: number): Edit[] {
  const random = stream(hash(`edits ${seed}`));
  const queues = editKinds.map((kind) =>
    shuffled(
      all.filter((edit) => edit.kind === kind),
      random,
    ),
  );
  const chosen: Edit[] = [];
  while (chosen.length < count && queues.some((queue) => queue.length > 0))
    for (const queue of queues) {
      const next = queue.pop();
      if (next && chosen.length < count) chosen.push(next);
    }
  return chosen;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function editsOfStep(
  text: string,
  declarations: Declarations,
  derivation: Derivation,
  step: number,
  right: Expr,
): Edit[] {
  const label = derivation.label?.text;
  if (!label) return [];
  const seen = new Set<string>();
  const result: Edit[] = [];
  for (const change of new Changes(text, declarations).of(right)) {
    const edited = text.slice(0, change.span.start) + change.replacement + text.slice(change.span.end);
    const meaning = edited.slice(right.span.start, edited.length - (text.length - right.span.end)).replace(/\s+/g, ' ');
    if (seen.has(meaning) || edited === text) continue;
    seen.add(meaning);
    const before = text.slice(change.span.start, change.span.end);
    const description = `${label} step ${step}: ${change.kind}: ${before ? `'${before}'` : `before '${text.slice(change.span.start, change.span.start + 12)}'`} becomes '${change.replacement}'`;
    result.push({ derivation: label, step, ...change, text: edited, description });
  }
  return result;
}

class Changes {
  private readonly found: Change[] = [];
  private readonly measures: readonly string[];

  constructor(
    private readonly text: string,
    private readonly declarations: Declarations,
  ) {
    this.measures = this.densityTexts();
  }

  of(right: Expr): Change[] {
    this.term(right);
    this.walk(right);
    return this.found;
  }

  private slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  private add(kind: EditKind, span: Span, replacement: string): void {
    if (this.slice(span) !== replacement) this.found.push({ kind, span, replacement });
  }

  private insert(kind: EditKind, at: number, replacement: string): void {
    this.add(kind, { start: at, end: at }, replacement);
  }

  private remove(kind: EditKind, start: number, end: number): void {
    this.add(kind, { start, end }, '');
  }

  /** A place where a sum may stand: the whole right side, the body of an operator or of a bracket. */
  private term(expr: Expr): void {
    if (expr.kind === 'sum') return;
    this.insert('sign', expr.span.start, '-');
    this.scaled(expr);
  }

  private scaled(expr: Expr): void {
    if (expr.kind === 'number') this.add('factor', expr.span, String(Number(expr.text) + 1));
    else this.insert('factor', expr.span.start, '2 ');
  }

  private walk(expr: Expr): void {
    switch (expr.kind) {
      case 'number':
      case 'metavariable':
      case 'table':
        return;
      case 'name':
        this.name(expr);
        return;
      case 'script':
        this.script(expr);
        return;
      case 'bracket': {
        const inner = onlyArgument(expr);
        if (inner) this.term(inner);
        this.arguments(expr);
        return;
      }
      case 'braces':
        for (const item of expr.items) this.walk(item);
        return;
      case 'sum':
        this.sum(expr);
        return;
      case 'product':
        this.product(expr);
        return;
      case 'big':
        this.big(expr);
        return;
      case 'integral':
        this.integral(expr);
        return;
      case 'operator':
        this.operator(expr);
        return;
      case 'grad':
        for (const item of expr.sub) if (item.kind === 'expr') this.walk(item.value);
        this.add('function', expr.span, this.slice(expr.body.span));
        this.walk(expr.body);
        return;
      case 'derivative':
        this.walk(expr.variable);
        this.walk(expr.body);
        return;
    }
  }

  private arguments(bracket: Bracket): void {
    for (const section of bracket.sections)
      for (const arg of section.args) {
        if (arg.slot) this.walk(arg.slot);
        this.walk(arg.value);
      }
  }

  private sum(expr: Extract<Expr, { kind: 'sum' }>): void {
    let end = expr.span.start;
    expr.items.forEach((item, i) => {
      const gap = this.text.slice(end, item.value.span.start);
      const at = end + Math.max(gap.lastIndexOf('+'), gap.lastIndexOf('-'), gap.lastIndexOf('−'));
      const next = expr.items[i + 1];
      if (at >= end) this.add('sign', { start: at, end: at + 1 }, item.sign === '-' ? (i === 0 ? '' : '+') : '-');
      else this.insert('sign', item.value.span.start, '-');
      if (expr.items.length > 1) {
        if (i > 0) this.remove('term', end, item.value.span.end);
        else if (next) {
          const after = this.text.slice(item.value.span.end, next.value.span.start);
          const sign = next.sign === '+' ? after.indexOf('+') + 1 : 0;
          this.remove('term', expr.span.start, item.value.span.end + sign);
        }
        this.insert('term', expr.span.end, ` ${item.sign} ${this.slice(item.value.span)}`);
      }
      this.scaled(item.value);
      end = item.value.span.end;
      this.walk(item.value);
    });
  }

  private product(expr: Extract<Expr, { kind: 'product' }>): void {
    const { items } = expr;
    // Factors as they are written: a callee and its argument are one.
    const factors: { join: string; start: number; end: number }[] = [];
    items.forEach((item, i) => {
      const before = items[i - 1];
      const last = factors.at(-1);
      if (before && last && item.join === 'juxtaposed' && this.takesArgument(before.value))
        last.end = item.value.span.end;
      else factors.push({ join: item.join, start: item.value.span.start, end: item.value.span.end });
    });
    factors.forEach((factor, i) => {
      const before = factors[i - 1];
      const after = factors[i + 1];
      const text = this.text.slice(factor.start, factor.end);
      const scalar = /^[\d.]+$/.test(text) || this.declarations.sizes.has(text);
      if (before) this.remove(scalar ? 'factor' : 'term', before.end, factor.end);
      else if (after && after.join !== '/') this.remove(scalar ? 'factor' : 'term', factor.start, after.start);
      if (after?.join === '/') {
        const over = this.text.slice(after.start, after.end);
        this.add('factor', { start: factor.start, end: after.end }, `${over} / ${text}`);
        this.add('factor', { start: factor.start, end: after.end }, `${text} ${over}`);
        if (scalar && factors.length > 2) this.remove('factor', factor.start, factors[i + 2]?.start ?? after.end);
      } else if (after && !scalar)
        this.add(
          'factor',
          { start: factor.start, end: after.end },
          `${text} / ${this.text.slice(after.start, after.end)}`,
        );
    });
    items.forEach((item, i) => {
      const next = items[i + 1];
      const name = spelling(item.value);
      if (name === 'ln' || name === 'exp') {
        if (next) this.remove('function', item.value.span.start, next.value.span.start);
        this.add('function', item.value.span, name === 'ln' ? 'exp' : 'ln');
      }
      if (
        name !== null &&
        this.declarations.families.has(name) &&
        next?.value.kind === 'bracket' &&
        next.join === 'juxtaposed'
      ) {
        this.density(name, item.value, next.value, false);
        if (name && spelling(items[i - 1]?.value ?? item.value) !== 'ln')
          this.insert('function', item.value.span.start, 'ln ');
      }
      this.walk(item.value);
    });
  }

  private takesArgument(expr: Expr): boolean {
    const name = spelling(expr);
    if (name === null) return false;
    const { families, definitions, functions } = this.declarations;
    return (
      families.has(name) ||
      Boolean(definitions.get(name)?.formals) ||
      functions.has(name) ||
      ['ln', 'exp', 'sqrt', 'abs'].includes(name)
    );
  }

  private big(expr: Extract<Expr, { kind: 'big' }>): void {
    const head = { start: expr.span.start, end: expr.body.span.start };
    this.add('function', head, '');
    const word = this.slice(head);
    if (/^(sum|∑|prod|∏)/.test(word))
      this.add(
        'function',
        head,
        expr.op === 'sum' ? word.replace(/^(sum|∑)/, 'prod') : word.replace(/^(prod|∏)/, 'sum'),
      );
    const [item] = expr.sub ?? [];
    if (expr.sub?.length === 1 && item) {
      if (item.kind === 'in') this.add('subscript', item.span, item.index);
      if (item.kind === 'expr' && item.value.kind === 'name') {
        for (const subset of this.declarations.subsets.keys())
          this.add('subscript', { start: head.start, end: head.end }, `${expr.op}_{${item.value.name} in ${subset}} `);
        for (const index of this.declarations.plates.keys())
          if (index !== item.value.name) this.add('subscript', item.span, index);
      }
      if (item.kind === 'assign') {
        this.add('subscript', item.lo.span, `${this.slice(item.lo.span)} + 1`);
        if (item.hi) this.add('subscript', item.hi.span, `${this.slice(item.hi.span)} - 1`);
      }
    }
    this.walk(expr.body);
  }

  private integral(expr: Extract<Expr, { kind: 'integral' }>): void {
    const names = this.differentialNames();
    for (const differential of expr.differentials)
      for (const name of names) this.add('measure', differential.span, name);
    const closing = { start: expr.body.span.end, end: expr.span.end };
    const opening = { start: expr.span.start, end: expr.body.span.start };
    if (/^\s*d/.test(this.slice(closing))) {
      // One integral sign and its differentials away; the sign of an outer integral stands before the inner one.
      this.add('measure', expr.span, this.slice(expr.body.span));
      for (const name of names) this.insert('measure', expr.span.end, ` d${name}`);
      if (expr.differentials.length > 1)
        for (const differential of expr.differentials)
          this.remove('measure', this.text.lastIndexOf('d', differential.span.start - 1), differential.span.end);
      this.add('term', { start: opening.start, end: closing.end }, `${this.slice(opening)}1${this.slice(closing)}`);
    }
    this.walk(expr.body);
  }

  private operator(expr: Extract<Expr, { kind: 'operator' }>): void {
    for (const item of expr.sub ?? []) {
      if (item.kind !== 'expr') continue;
      this.measure(item);
      this.walk(item.value);
    }
    if (expr.op === 'E') {
      this.add('measure', expr.span, `(${this.text.slice(expr.body.span.start + 1, expr.body.span.end - 1)})`);
      this.add('function', { start: expr.span.start, end: expr.span.start + this.operatorWord(expr).length }, 'Var');
    }
    if (expr.op === 'KL') {
      const [a, b] = expr.body.sections.map((section) => section.args[0]?.value.span);
      if (a && b) this.add('measure', { start: a.start, end: b.end }, `${this.slice(b)} || ${this.slice(a)}`);
    }
    const inner = onlyArgument(expr.body);
    if (inner && expr.op !== 'H') this.term(inner);
    this.arguments(expr.body);
  }

  private operatorWord(expr: Expr): string {
    return /^(𝔼|E)/.exec(this.slice(expr.span))?.[0] ?? '';
  }

  private measure(item: Extract<SubItem, { kind: 'expr' }>): void {
    const call = headCall(item.value);
    for (const other of this.measures) this.add('measure', item.span, other);
    if (call) this.density(call.name, item.value, call.bracket, true);
  }

  /** Drops, adds, moves and swaps the arguments of a density. */
  private density(family: string, callee: Expr, bracket: Bracket, measure: boolean): void {
    const [left, ...rest] = bracket.sections;
    if (!left) return;
    const texts = (args: Bracket['sections'][number]['args']): string[] => args.map((arg) => this.slice(arg.span));
    const present = bracket.sections.flatMap((section) => texts(section.args));
    const render = (sections: readonly { separator: string; args: readonly string[] }[]): string =>
      `(${sections
        .filter((section, i) => i === 0 || section.args.length > 0)
        .map(({ separator, args }) => `${separator === '|' ? ' | ' : separator === ';' ? '; ' : ''}${args.join(', ')}`)
        .join('')})`;
    const sections = bracket.sections.map(({ separator, args }) => ({
      separator: separator as string,
      args: texts(args),
    }));
    const put = (kind: EditKind, changed: readonly { separator: string; args: readonly string[] }[]): void => {
      if ((changed[0]?.args.length ?? 0) > 0) this.add(kind, bracket.span, render(changed));
    };
    const leftKind: EditKind = measure ? 'measure' : 'conditioning';
    sections.forEach((section, s) => {
      section.args.forEach((arg, a) => {
        const without = sections.map((other, i) =>
          i === s ? { ...other, args: other.args.filter((_, j) => j !== a) } : other,
        );
        put(s === 0 ? leftKind : 'conditioning', without);
        if (s === 0) put('conditioning', withRight(without, '|', arg));
        else put('conditioning', [{ separator: '', args: [...(without[0]?.args ?? []), arg] }, ...without.slice(1)]);
      });
    });
    const first = rest[0];
    if (first) {
      const swapped = [
        { separator: '', args: texts(first.args) },
        { separator: first.separator as string, args: texts(left.args) },
        ...sections.slice(2),
      ];
      put('conditioning', swapped);
    }
    for (const name of this.argumentNames(bracket)) {
      if (present.includes(name)) continue;
      put(
        'conditioning',
        withRight(sections, this.declarations.variables.get(name)?.role === 'param' ? ';' : '|', name),
      );
      put(leftKind, [{ separator: '', args: [...(sections[0]?.args ?? []), name] }, ...sections.slice(1)]);
    }
    for (const other of this.declarations.families) if (other !== family) this.add('variable', callee.span, other);
  }

  /** Names that may stand as an argument beside those of a bracket: scalars, collections, members at indices in use. */
  private argumentNames(bracket: Bracket): string[] {
    const { variables, collections } = this.declarations;
    const used = new Set(
      bracket.sections.flatMap((section) => section.args.flatMap((arg) => this.indicesIn(arg.value))),
    );
    return [...variables]
      .flatMap(([key, variable]) => {
        if (variable.indices.length === 0) return [key];
        return variable.indices.every((index) => used.has(index))
          ? [`${variable.name}_${variable.indices.length > 1 ? `{${variable.indices}}` : variable.indices}`]
          : [];
      })
      .concat([...collections.keys()]);
  }

  private indicesIn(expr: Expr): string[] {
    if (expr.kind !== 'script') return [];
    return (expr.sub ?? []).flatMap((item) =>
      item.kind === 'expr' && item.value.kind === 'name' ? [item.value.name] : [],
    );
  }

  private name(expr: Extract<Expr, { kind: 'name' }>): void {
    const { variables, collections, sizes } = this.declarations;
    const variable = variables.get(expr.name);
    const scalars = [...variables]
      .filter(([, { indices, role }]) => indices.length === 0 && role !== 'param')
      .map(([key]) => key);
    const params = [...variables]
      .filter(([, { indices, role }]) => indices.length === 0 && role === 'param')
      .map(([key]) => key);
    const replacements =
      variable?.role === 'param'
        ? params
        : variable || collections.has(expr.name)
          ? [...scalars, ...collections.keys()]
          : [];
    for (const name of replacements) if (name !== expr.name) this.add('variable', expr.span, name);
    if (sizes.has(expr.name))
      for (const size of sizes.keys()) if (size !== expr.name) this.add('factor', expr.span, size);
  }

  private script(expr: Extract<Expr, { kind: 'script' }>): void {
    if (expr.base.kind === 'bracket') this.walk(expr.base);
    if (expr.sup?.kind === 'number') this.add('factor', expr.sup.span, String(Number(expr.sup.text) + 1));
    const { variables, collections, plates } = this.declarations;
    const indices = this.indicesIn(expr);
    if (expr.base.kind !== 'name' || !expr.sub || !variables.has(`${expr.base.name}/${expr.sub.length}`)) return;
    for (const variable of variables.values())
      if (variable.indices.length === expr.sub.length && variable.name !== expr.base.name)
        this.add('subscript', expr.base.span, variable.name);
    for (const [name, value] of collections)
      if (
        value.kind === 'braces' &&
        value.items.some(
          (item) =>
            item.kind === 'script' &&
            item.base.kind === 'name' &&
            item.base.name === (expr.base as { name: string }).name,
        )
      )
        this.add('subscript', expr.span, name);
    for (const item of expr.sub) {
      if (item.kind !== 'expr') continue;
      if (item.value.kind === 'name')
        for (const index of plates.keys()) if (!indices.includes(index)) this.add('subscript', item.span, index);
      if (item.value.kind === 'sum')
        for (const term of item.value.items)
          if (term.value.kind === 'name') this.add('subscript', item.span, term.value.name);
    }
  }

  private differentialNames(): string[] {
    const scalars = [...this.declarations.variables]
      .filter(([, { indices, role }]) => indices.length === 0 && role !== 'param')
      .map(([key]) => key);
    return [...scalars, ...this.declarations.collections.keys()];
  }

  /** The heads of the density statements, and the factors without an index, as they are written in the file. */
  private densityTexts(): string[] {
    const texts: string[] = [];
    const visit = (family: string, expr: Expr): void => {
      if (expr.kind !== 'product') return;
      expr.items.forEach((item, i) => {
        const next = expr.items[i + 1]?.value;
        if (spelling(item.value) === family && next?.kind === 'bracket')
          texts.push(`${family}${this.slice(next.span)}`);
      });
    };
    for (const { family, head, body } of this.declarations.densities) {
      texts.push(`${family}${this.slice(head.span)}`);
      if (body) visit(family, body);
    }
    return [...new Set(texts)];
  }
}

/** Appends an argument to the last section of its kind, or opens one. */
function withRight(
  sections: readonly { separator: string; args: readonly string[] }[],
  separator: string,
  arg: string,
): { separator: string; args: readonly string[] }[] {
  const at = sections.map((section, i) => i > 0 && section.separator === separator).lastIndexOf(true);
  if (at > 0) return sections.map((section, i) => (i === at ? { ...section, args: [...section.args, arg] } : section));
  const bar = sections.findIndex((section) => section.separator === ';');
  const added = { separator, args: [arg] };
  return separator === '|' && bar > 0
    ? [...sections.slice(0, bar), added, ...sections.slice(bar)]
    : [...sections, added];
}
