/** The kernel's tests as two scripts that can be evaluated again and again: the program's modules, and the test files. */
import { relative, resolve } from 'node:path';
import { Script } from 'node:vm';
import { build } from 'esbuild';

const isOfProgram = (path) => /^(src|grammar)\//.test(path);

/** The text of a bundle in CommonJS that exports a function for each module, and the imports that it leaves open. */
async function textOf(files, plugins) {
  const lines = files.map((file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)}),`);
  const { outputFiles, metafile } = await build({
    stdin: { contents: `module.exports = {${lines.join('\n')}};`, resolveDir: process.cwd() },
    outfile: 'bundle.cjs',
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
    loader: { '.expr': 'text' },
    plugins,
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const open = new Set(imports.filter(({ external }) => external).map(({ path }) => path));
  return { text: outputFiles[0].text, open: [...open] };
}

/** Leaves the program's modules open, under their paths. */
const programIsOpen = {
  name: 'program-is-open',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\..*\.js$/ }, ({ path, resolveDir }) => {
      const own = relative(process.cwd(), resolve(resolveDir, path)).replaceAll('\\', '/').replace(/\.js$/, '.ts');
      return isOfProgram(own) ? { path: own, external: true } : undefined;
    }),
};

/** Packages as bundles in CommonJS see them. */
async function packagesOf(names) {
  const loaded = {};
  for (const name of names) {
    const own = await import(name);
    loaded[name] = own.default === undefined ? own : { ...own, __esModule: true };
  }
  return loaded;
}

function evaluator(text, name) {
  const script = new Script(`(function (require, module, exports) {${text}\n})`, { filename: name });
  return (known) => {
    const module = { exports: {} };
    script.runInThisContext()((path) => known[path], module, module.exports);
    return module.exports;
  };
}

/**
 * `program()` evaluates the program's modules, by path; `tests(modules, vitest)` gives a function that loads a test file.
 * `files` are paths from the current folder.
 */
export async function bundleTests(files) {
  const tests = await textOf(files, [programIsOpen]);
  const paths = tests.open.filter(isOfProgram);
  const program = await textOf(paths, []);
  const names = [...tests.open.filter((path) => !isOfProgram(path)), ...program.open];
  const packages = await packagesOf(names.filter((name) => name !== 'vitest'));
  const [evaluateProgram, evaluateTests] = [evaluator(program.text, 'program.cjs'), evaluator(tests.text, 'tests.cjs')];
  return {
    program: () => Object.fromEntries(Object.entries(evaluateProgram(packages)).map(([path, load]) => [path, load()])),
    tests: (modules, vitest) => {
      const loaders = evaluateTests({ ...packages, ...modules, vitest });
      return (file) => loaders[file]();
    },
  };
}
