/** Files and their statements. A statement that cannot be read is left out, with a problem in its place. */
import type { IToken } from 'chevrotain';
import type { SourceFile, Statement } from './ast.js';
import type { ParserOptions, Rule } from './base.js';
import { DeclarationRules } from './declarations.js';
import { strayStatement } from './refusals.js';
import { FileEnd, Stray } from './tokens.js';

export class Parser extends DeclarationRules {
  constructor(options: ParserOptions) {
    super(options);
    this.performSelfAnalysis();
  }

  read(text: string, tokens: IToken[]): SourceFile {
    this.begin(text, tokens);
    const statements = this.file();
    return { statements, problems: this.problems() };
  }

  private readonly file: Rule<Statement[]> = this.rule('file', () => {
    const statements: Statement[] = [];
    this.MANY(() => {
      const statement = this.SUBRULE(this.statement);
      if (statement !== null) statements.push(statement);
    });
    this.CONSUME(FileEnd);
    return statements;
  });

  private readonly statement: Rule<Statement | null> = this.recoveringRule('statement', () => {
    this.startAfresh();
    return this.OR<Statement | null>([
      { ALT: () => this.SUBRULE(this.plate) },
      { ALT: () => this.SUBRULE(this.iid) },
      { ALT: () => this.SUBRULE(this.subset) },
      { ALT: () => this.SUBRULE(this.variables) },
      { ALT: () => this.SUBRULE(this.definitions) },
      { ALT: () => this.SUBRULE(this.density) },
      { ALT: () => this.SUBRULE(this.unknownFunction) },
      { ALT: () => this.SUBRULE(this.define) },
      { ALT: () => this.SUBRULE(this.derivation) },
      { ALT: () => this.SUBRULE(this.rewriteRule) },
      { ALT: () => this.SUBRULE(this.assumption) },
      { ALT: () => this.SUBRULE(this.importFile) },
      { ALT: () => this.SUBRULE(this.stray) },
    ]);
  });

  private readonly stray: Rule<null> = this.rule('stray', () => {
    this.CONSUME(Stray);
    this.ACTION(() => this.refuseWith(strayStatement(this.LA(1)), this.LA(1)));
    return null;
  });
}
