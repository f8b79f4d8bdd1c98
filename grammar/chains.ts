/** The statements that hold a relation: derivation, claim, rule, assume. */
import type { IToken } from 'chevrotain';
import type {
  Expr,
  Label as LabelNode,
  Reason as ReasonNode,
  RelationSymbol,
  Span,
  Statement,
  Step,
  SubItem,
} from './ast.js';
import type { Rule } from './base.js';
import { ExpressionRules } from './expressions.js';
import { wrongRelation } from './refusals.js';
import {
  Assuming,
  By,
  Comma,
  ForAny,
  keywords,
  Label,
  Reason,
  Relation,
  StatementEnd,
  StepEnd,
  Title,
  When,
} from './tokens.js';

export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

const symbols: ReadonlyMap<string, RelationSymbol> = new Map([
  ['=', '='],
  ['<=', '<='],
  ['≤', '<='],
  ['⩽', '<='],
  ['>=', '>='],
  ['≥', '>='],
  ['⩾', '>='],
  ['<', '<'],
  ['>', '>'],
  ['!=', '!='],
  ['≠', '!='],
  ['∝', 'propto'],
  ['propto', 'propto'],
]);

interface RelationPart {
  readonly symbol: RelationSymbol;
  readonly sub: readonly SubItem[] | null;
  readonly span: Span;
}

interface Clauses {
  readonly reasons: readonly ReasonNode[];
  readonly forAny: readonly Expr[];
}

interface Conditions {
  readonly when: readonly ReasonNode[];
  readonly assuming: readonly ReasonNode[];
}

/** The steps of a chain, good and bad. */
interface Steps {
  readonly good: readonly Step[];
  readonly signs: readonly IToken[];
}

export abstract class ChainRules extends ExpressionRules {
  protected readonly derivation: Rule<StatementOf<'derivation'> | null> = this.rule('derivation', () => {
    const sign = this.OR([
      { ALT: () => this.CONSUME(keywords.derivation) },
      { ALT: () => this.CONSUME(keywords.claim) },
    ]);
    const label = this.SUBRULE(this.label);
    const title = this.SUBRULE(this.title);
    const first = this.SUBRULE(this.firstLine);
    const steps = this.SUBRULE(this.steps);
    const claim = sign.tokenType === keywords.claim;
    this.ACTION(() => {
      if (first !== null) this.refuseStepCount(sign, claim, steps.signs);
    });
    this.CONSUME(StatementEnd);
    return this.ACTION(() => {
      if (first === null || steps.good.length === 0) return null;
      return {
        kind: 'derivation',
        claim,
        label,
        title,
        first,
        steps: steps.good,
        span: this.spanFrom(sign.startOffset),
      };
    });
  });

  private refuseStepCount(sign: IToken, claim: boolean, signs: readonly IToken[]): void {
    const [one, two] = signs;
    if (one === undefined)
      this.refuse(
        sign,
        `a ${sign.image} needs at least one step`,
        `write a relation and a right side: ${sign.image} L: a = b`,
      );
    if (claim && two !== undefined)
      this.refuse(two, 'a claim has one step only', 'write derivation for a chain of steps');
  }

  protected readonly label: Rule<LabelNode | null> = this.rule('label', () => {
    const token = this.OPTION(() => this.CONSUME(Label));
    return token === undefined ? null : { text: token.image, span: this.spanFrom(token.startOffset) };
  });

  private readonly title: Rule<string | null> = this.rule(
    'title',
    () => this.OPTION(() => this.CONSUME(Title).image.slice(1, -1)) ?? null,
  );

  private readonly firstLine: Rule<Expr | null> = this.recoveringRule('firstLine', () => {
    this.startAfresh();
    const first = this.SUBRULE(this.expression);
    this.CONSUME(StepEnd);
    return first;
  });

  private readonly steps: Rule<Steps> = this.rule('steps', () => {
    const good: Step[] = [];
    const signs: IToken[] = [];
    let skipped: (RelationSymbol | null)[] = [];
    this.MANY(() => {
      const sign = this.LA(1);
      const step = this.SUBRULE(this.step);
      signs.push(sign);
      if (step === null) skipped.push(symbolMeant(sign.image));
      else {
        good.push(skipped.length === 0 ? step : { ...step, skipped });
        skipped = [];
      }
    });
    return { good, signs };
  });

  private readonly step: Rule<Step | null> = this.recoveringRule('step', () => {
    this.startAfresh();
    const { symbol, sub, span } = this.SUBRULE(this.relation);
    const right = this.SUBRULE(this.expression);
    const { reasons, forAny } = this.SUBRULE(this.clauses);
    this.CONSUME(StepEnd);
    return this.ACTION(() => ({
      relation: symbol,
      sub,
      relationSpan: span,
      right,
      reasons,
      forAny,
      span: this.spanFrom(span.start),
    }));
  });

  private readonly relation: Rule<RelationPart> = this.rule('relation', () => {
    const sign = this.CONSUME(Relation);
    const span = this.spanFrom(sign.startOffset);
    const symbol = this.ACTION(() => symbols.get(sign.image) ?? this.refuseRelation(sign));
    const sub = this.OPTION({ GATE: () => symbol === 'propto', DEF: () => this.SUBRULE(this.subscript) });
    return { symbol, sub: sub ?? null, span };
  });

  private refuseRelation(sign: IToken): never {
    const { message, hint } = wrongRelation(sign.image);
    this.refuse(sign, message, hint);
  }

  /** `by ..` and `for any ..`, in either order. */
  private readonly clauses: Rule<Clauses> = this.rule('clauses', () => {
    let reasons: readonly ReasonNode[] = [];
    let forAny: readonly Expr[] = [];
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(By);
            const items = this.SUBRULE(this.reasons);
            this.ACTION(() => {
              reasons = [...reasons, ...items];
            });
          },
        },
        {
          ALT: () => {
            this.CONSUME(ForAny);
            const names = this.SUBRULE(this.factorList);
            this.ACTION(() => {
              forAny = [...forAny, ...names];
            });
          },
        },
      ]),
    );
    return { reasons, forAny };
  });

  private readonly reasons: Rule<ReasonNode[]> = this.rule('reasons', () => {
    const items: ReasonNode[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        const token = this.CONSUME(Reason);
        items.push(this.ACTION(() => reasonOf(token, this.spanFrom(token.startOffset))));
      },
      ERR_MSG: 'a reason',
    });
    return items;
  });

  protected readonly rewriteRule: Rule<StatementOf<'rule'>> = this.rule('rewriteRule', () => {
    const sign = this.CONSUME(keywords.rule);
    const label = this.SUBRULE(this.label);
    const title = this.SUBRULE(this.title);
    const left = this.SUBRULE(this.expression);
    const { symbol, sub } = this.SUBRULE(this.relation);
    const right = this.SUBRULE1(this.expression);
    const { when, assuming } = this.SUBRULE(this.conditions);
    this.CONSUME(StatementEnd);
    return {
      kind: 'rule',
      label,
      title,
      left,
      relation: symbol,
      sub,
      right,
      when,
      assuming,
      span: this.spanFrom(sign.startOffset),
    };
  });

  private readonly conditions: Rule<Conditions> = this.rule('conditions', () => {
    let when: readonly ReasonNode[] = [];
    let assuming: readonly ReasonNode[] = [];
    this.MANY(() => {
      const word = this.OR([{ ALT: () => this.CONSUME(When) }, { ALT: () => this.CONSUME(Assuming) }]);
      const items = this.SUBRULE(this.reasons);
      this.ACTION(() => {
        if (word.tokenType === When) when = [...when, ...items];
        else assuming = [...assuming, ...items];
      });
    });
    return { when, assuming };
  });

  protected readonly assumption: Rule<StatementOf<'assume'>> = this.rule('assumption', () => {
    const sign = this.CONSUME(keywords.assume);
    const label = this.SUBRULE(this.label);
    const left = this.SUBRULE(this.expression);
    const { symbol, sub } = this.SUBRULE(this.relation);
    const right = this.SUBRULE1(this.expression);
    this.CONSUME(StatementEnd);
    return { kind: 'assume', label, left, relation: symbol, sub, right, span: this.spanFrom(sign.startOffset) };
  });
}

/** The relation that a sign stands for, `==` and its like included. */
function symbolMeant(image: string): RelationSymbol | null {
  const meant: Readonly<Record<string, RelationSymbol>> = { '==': '=', '===': '=', ':=': '=', '=<': '<=', '=>': '>=' };
  return symbols.get(image) ?? meant[image] ?? null;
}

function reasonOf({ image }: IToken, span: Span): ReasonNode {
  const remark = /^"[^"]*"$/.test(image);
  return { text: remark ? image.slice(1, -1).trim() : onOneLine(image), remark, span };
}

/** A reason that is broken over lines, without the comments between. */
function onOneLine(image: string): string {
  if (!/[\n\r]/.test(image)) return image;
  return image
    .replace(/"[^"\n\r]*"|#[^\n\r]*|\s+/g, (part) => (part.startsWith('"') ? part : part.startsWith('#') ? '' : ' '))
    .replace(/ {2,}/g, ' ');
}
