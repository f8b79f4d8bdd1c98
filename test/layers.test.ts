/** Holds every import of grammar/ and src/ to the table of layers (DESIGN, section 6). */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A layer is the files that begin with its name; the first match decides. It may import itself and what is listed. */
interface Layer {
  readonly files: string;
  readonly may: readonly string[];
  readonly packages: readonly string[];
  /** Node's own modules. */
  readonly node: boolean;
  /** Files of which it may import types, which are gone when the program runs. */
  readonly types: readonly string[];
}

const layer = (files: string, may: readonly string[], more: Partial<Layer> = {}): Layer => ({
  files,
  may,
  packages: [],
  node: false,
  types: [],
  ...more,
});

const checked = [
  'src/kernel/',
  'src/certificate/',
  'grammar/',
  'src/syntax/',
  'src/rules/',
  'src/proof/',
  'src/numeric/',
];

const command = ['src/', 'grammar/', 'package.json'];

const layers: readonly Layer[] = [
  layer('src/kernel/', []),
  layer('src/certificate/', ['src/kernel/']),
  layer('grammar/', [], { packages: ['chevrotain'] }),
  layer('src/syntax/', ['grammar/', 'src/kernel/']),
  layer('src/rules/', ['grammar/', 'src/syntax/', 'src/kernel/']),
  layer('src/proof/', ['src/kernel/', 'src/certificate/', 'src/rules/']),
  layer('src/numeric/', ['src/kernel/', 'src/rules/laws'], { packages: ['mathjs'] }),
  layer('src/repair/', ['grammar/', 'src/kernel/', 'src/syntax/']),
  layer('src/check/', [...checked, 'src/repair/'], { node: true }),
  layer(
    'src/report/',
    [
      'src/check/verdict.ts',
      'src/check/explanation.ts',
      'src/check/options.ts',
      'grammar/position.ts',
      'src/syntax/print',
    ],
    {
      packages: ['picocolors'],
      types: ['grammar/ast.ts'],
    },
  ),
  layer('src/library/', [...checked, 'src/check/']),
  layer('src/cli/', command, { packages: ['commander', 'tinypool'], node: true }),
  layer('src/cli.ts', command, { node: true }),
  layer('src/index.ts', command, { node: true }),
];

/** What nobody but the command and the library may import. */
const entries = ['src/cli.ts', 'src/cli/', 'src/index.ts'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((name) => /\.[cm]?tsx?$/.test(name));
}

/** Imports, re-exports, `import()` calls and types, `require` calls and `/// <reference>`s of a text. */
function importsOf(from: string, text: string): Import[] {
  const file = ts.createSourceFile(from, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = file.referencedFiles.map(({ fileName }) => ({ from, to: fileName, typeOnly: false }));
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== null) found.push({ from, to: resolved(from, specifier), typeOnly: isTypeOnly(node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function specifierOf(node: ts.Node): string | null {
  const literal = ts.isImportDeclaration(node)
    ? node.moduleSpecifier
    : ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : ts.isCallExpression(node) && /^(import|require)$/.test(node.expression.getText())
          ? node.arguments[0]
          : ts.isExternalModuleReference(node)
            ? node.expression
            : undefined;
  if (literal === undefined) return null;
  return ts.isStringLiteralLike(literal) ? literal.text : `computed: ${literal.getText()}`;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function resolved(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts') : specifier;
}

/** Why the import is not allowed, or null. */
function objection({ from, to, typeOnly }: Import): string | null {
  const own = layers.find(({ files }) => from.startsWith(files));
  if (own === undefined) return `${from} is in no layer`;
  const isLocal = ['src/', 'grammar/', 'package.json'].some((part) => to.startsWith(part));
  const allowed = isLocal
    ? to.startsWith(own.files) || own.may.some((part) => to.startsWith(part)) || (typeOnly && own.types.includes(to))
    : to.startsWith('node:')
      ? own.node
      : own.packages.some((name) => to === name || to.startsWith(`${name}/`));
  if (!allowed) return `${from} may not import ${to}`;
  const isEntry = entries.some((part) => to.startsWith(part));
  return isEntry && !entries.some((part) => from.startsWith(part)) ? `${from} may not import ${to}` : null;
}

const files = [...sourceFiles('grammar'), ...sourceFiles('src')];
const objections = (from: string, text: string) =>
  importsOf(from, text)
    .map(objection)
    .filter((why) => why !== null);

describe('the layers hold', () => {
  test.each(files)('%s', (file) => {
    expect(objections(file, readFileSync(join(root, file), 'utf8'))).toEqual([]);
  });
});

/** The test can fail: each line is refused. */
describe('refused', () => {
  test.each([
    ['src/kernel/a.ts', "import '../../grammar/ast.js'"],
    ['src/kernel/a.ts', "import type { Span } from '../../grammar/ast.js'"],
    ['src/kernel/a.ts', "import { lexer } from 'chevrotain'"],
    ['src/kernel/a.ts', "import { readFileSync } from 'node:fs'"],
    ['src/kernel/a.ts', "import fs from 'fs'"],
    ['src/kernel/a.ts', "const fs = require('fs')"],
    ['src/kernel/a.ts', "import fs = require('fs')"],
    ['src/kernel/a.ts', "const a = await import('../numeric/a.js')"],
    ['src/kernel/a.ts', 'const a = await import(name)'],
    ['src/kernel/a.ts', "type A = import('../check/verdict.js').Verdict"],
    ['grammar/a.ts', "import '../src/kernel/term.js'"],
    ['grammar/a.ts', "import 'commander'"],
    ['src/syntax/a.ts', "import 'chevrotain'"],
    ['src/syntax/a.ts', "import '../rules/a.js'"],
    ['src/proof/a.ts', "import '../numeric/a.js'"],
    ['src/proof/a.ts', "import type { Span } from '../../grammar/ast.js'"],
    ['src/proof/a.ts', "import '../syntax/a.js'"],
    ['src/numeric/a.ts', "import '../proof/a.js'"],
    ['src/numeric/a.ts', "import '../rules/tables.js'"],
    ['src/numeric/a.ts', "import 'node:worker_threads'"],
    ['src/check/a.ts', "import '../report/pretty.js'"],
    ['src/repair/a.ts', "import '../numeric/a.js'"],
    ['src/repair/a.ts', "import '../check/verdict.js'"],
    ['src/proof/a.ts', "import '../repair/search.js'"],
    ['src/report/a.ts', "import '../check/document.js'"],
    ['src/report/a.ts', "export * from '../syntax/scope.js'"],
    ['src/report/a.ts', "import 'node:path'"],
    ['src/report/a.ts', "import { Span } from '../../grammar/ast.js'"],
    ['src/check/a.ts', "import '../index.js'"],
    ['src/check/a.ts', "import '../cli.js'"],
    ['src/check/a.ts', "import type { Host } from '../cli/run.js'"],
    ['src/library/a.ts', "import '../report/pretty.js'"],
    ['src/library/a.ts', "import '../cli/run.js'"],
    ['src/library/a.ts', "import 'node:fs'"],
    ['src/check/a.ts', "import '../library/theory.js'"],
    ['src/elsewhere/a.ts', "import '../kernel/term.js'"],
  ])('%s: %s', (from, text) => {
    expect(objections(from, text)).toHaveLength(1);
  });
});

describe('accepted', () => {
  test.each([
    ['src/kernel/a.ts', "import { x } from './term.js'"],
    ['grammar/a.ts', "import { Lexer } from 'chevrotain'"],
    ['src/numeric/a.ts', "import '../rules/laws.js'"],
    ['src/numeric/a.ts', "import '../rules/laws/normal.js'"],
    ['src/check/a.ts', "import '../../grammar/parser.js'; import '../proof/a.js'; import 'node:worker_threads'"],
    ['src/report/a.ts', "import type { Span } from '../../grammar/ast.js'; import pc from 'picocolors'"],
    ['src/report/a.ts', "import { print } from '../syntax/print.js'"],
    ['src/library/a.ts', "import '../../grammar/parse.js'; import '../check/document.js'; import '../proof/a.js'"],
    ['src/cli/a.ts', "import '../report/pretty.js'; import 'commander'; import 'node:fs'"],
  ])('%s: %s', (from, text) => {
    expect(objections(from, text)).toEqual([]);
  });
});
