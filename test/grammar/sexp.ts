/** The tree on one line: what the tables of these tests compare. */
import type {
  Argument,
  Declarator,
  Domain,
  Expr,
  Reason,
  Rows,
  Section,
  Statement,
  Step,
  SubItem,
} from '../../grammar/ast.js';
import { parse } from '../../grammar/parse.js';

/** The tree of one expression; its problems where it has any. */
export function expr(source: string, names: readonly string[] = []): string {
  const { statements, problems } = parse(`claim: ${source} = 0`, { names });
  const [statement] = statements;
  if (problems.length > 0 || statement?.kind !== 'derivation') return problems.map(({ message }) => message).join('; ');
  return show(statement.first);
}

/** The statements of a text, a line each; its problems where it has any. */
export function file(source: string): string {
  const { statements, problems } = parse(source);
  if (problems.length > 0) return problems.map(({ message }) => message).join('; ');
  return statements.map(showStatement).join('\n');
}

/** `message | hint` of every problem. */
export function problems(source: string, names: readonly string[] = []): string[] {
  return parse(source, { names }).problems.map(({ message, hint }) =>
    hint === null ? message : `${message} | ${hint}`,
  );
}

export function show(e: Expr): string {
  switch (e.kind) {
    case 'number':
      return e.text;
    case 'name':
      return e.name;
    case 'metavariable':
      return `?${e.name}`;
    case 'script':
      return `${show(e.base)}${subs(e.sub)}${sup(e.sup)}`;
    case 'bracket':
      return e.open === '(' ? `(${e.sections.map(section).join('')})` : `[${e.sections.map(section).join('')}]`;
    case 'braces':
      return `{${e.items.map(show).join(', ')}}`;
    case 'product':
      return `<${e.items.map(({ join, value }) => `${join === 'juxtaposed' ? '' : join}${show(value)}`).join(' ')}>`;
    case 'sum':
      return `<${e.items.map(({ sign, value }) => `${sign}${show(value)}`).join(' ')}>`;
    case 'big':
      return `{${e.op}${subs(e.sub)}${sup(e.sup)} ${show(e.body)}}`;
    case 'integral':
      return `{int${bound('_', e.lo)}${bound('^', e.hi)} ${show(e.body)}${e.differentials.map((d) => ` d:${show(d)}`).join('')}}`;
    case 'operator':
      return `{${e.op}${subs(e.sub)} ${show(e.body)}}`;
    case 'grad':
      return `{grad${subs(e.sub)} ${show(e.body)}}`;
    case 'derivative':
      return `{d/d:${show(e.variable)} ${show(e.body)}}`;
    case 'table':
      return `{table ${e.axes.map(show).join(', ')}: ${rows(e.rows)}}`;
  }
}

function bound(sign: string, e: Expr | null): string {
  return e === null ? '' : `${sign}{${show(e)}}`;
}

function sup(e: Expr | null): string {
  return bound('^', e);
}

function subs(items: readonly SubItem[] | null): string {
  return items === null ? '' : `_{${items.map(subItem).join(', ')}}`;
}

function subItem(item: SubItem): string {
  switch (item.kind) {
    case 'expr':
      return show(item.value);
    case 'slice':
      return `${show(item.lo)}:${show(item.hi)}`;
    case 'range':
      return `${show(item.lo)}..${show(item.hi)}`;
    case 'in':
      return `${item.index} in ${item.set}`;
    case 'assign':
      return `${item.index}=${show(item.lo)}${item.hi === null ? '' : `..${show(item.hi)}`}`;
    case 'except':
      return `${item.index}!=${show(item.value)}`;
  }
}

function section({ separator, args }: Section): string {
  return `${separator === '' ? '' : ` ${separator} `}${args.map(argument).join(', ')}`;
}

function argument({ slot, value }: Argument): string {
  return slot === null ? show(value) : `${show(slot)}=${show(value)}`;
}

function rows(r: Rows): string {
  return r.kind === 'leaf' ? show(r.value) : `[${r.items.map(rows).join(', ')}]`;
}

export function showStatement(s: Statement): string {
  switch (s.kind) {
    case 'plate':
      return s.range === null ? `iid ${s.index}` : `plate ${s.index} = ${show(s.range.lo)}..${show(s.range.hi)}`;
    case 'subset':
      return `subset ${s.name} of ${show(s.lo)}..${show(s.hi)} size ${show(s.size)}`;
    case 'variables':
      return `${s.role} ${s.items.map(declarator).join(', ')}`;
    case 'let':
      return `let ${s.items.map(({ target, value }) => `${show(target)} = ${show(value)}`).join(', ')}`;
    case 'density':
      return `density ${label(s)}${show(s.head)}${s.body === null ? '' : ` = ${show(s.body)}`}`;
    case 'function':
      return `function ${show(s.head)}${s.domain === null ? '' : ` : ${domain(s.domain)}`}`;
    case 'define':
      return `define ${show(s.head)} = ${show(s.body)}`;
    case 'derivation':
      return `${s.claim ? 'claim' : 'derivation'} ${label(s)}${title(s)}${show(s.first)} ${s.steps.map(step).join(' ')}`;
    case 'rule':
      return `rule ${label(s)}${title(s)}${show(s.left)} ${s.relation}${subs(s.sub)} ${show(s.right)}${clause('when', s.when)}${clause('assuming', s.assuming)}`;
    case 'assume':
      return `assume ${label(s)}${show(s.left)} ${s.relation}${subs(s.sub)} ${show(s.right)}`;
    case 'import':
      return `import "${s.path}"`;
  }
}

function label(s: { readonly label: { readonly text: string } | null }): string {
  return s.label === null ? '' : `${s.label.text}: `;
}

function title(s: { readonly title: string | null }): string {
  return s.title === null ? '' : `"${s.title}": `;
}

function step({ relation, sub, right, reasons, forAny, skipped }: Step): string {
  const free = forAny.length === 0 ? '' : ` for any ${forAny.map(show).join(', ')}`;
  const lost = skipped === undefined ? '' : `(after ${skipped.join(' ')}) `;
  return `${lost}${relation}${subs(sub)} ${show(right)}${free}${clause('by', reasons)}`;
}

function clause(word: string, items: readonly Reason[]): string {
  return items.length === 0
    ? ''
    : ` ${word} ${items.map(({ text, remark }) => (remark ? `"${text}"` : text)).join('; ')}`;
}

function declarator({ target, domain: d }: Declarator): string {
  return d === null ? show(target) : `${show(target)} : ${domain(d)}`;
}

function domain(d: Domain): string {
  switch (d.kind) {
    case 'named':
      return d.size.length === 0 ? d.name : `${d.name}^{${d.size.map(show).join(' x ')}}`;
    case 'range':
      return `${show(d.lo)}..${show(d.hi)}`;
    case 'set':
      return `{${d.items.map(show).join(', ')}}`;
  }
}
