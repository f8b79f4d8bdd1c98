/**
 * A test runner for Stryker: the kernel's tests, bundled once and evaluated in one process. Their files are evaluated
 * anew for each mutant, and the program's modules for each that is active while they load, so that nothing which one
 * mutant worked out is seen by the next. It takes a tenth of a second where Stryker's runner for vitest, which loads all
 * that the tests import for each mutant, takes five.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, determineHitLimitReached, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { bundleTests } from './bundle.mjs';
import { collector } from './collector.mjs';
import { rememberEvidence } from './evidence.mjs';

const folder = 'test/kernel';
/** These take longer than all others together, and run the same facts once more. */
const leftOut = ['dummy.test.ts', 'random.test.ts'];
/** Tests that take longer are left for last. */
const heavyMs = 50;

/** What the instrumented code reads and writes. */
globalThis.__stryker__ ??= {};
const shared = globalThis.__stryker__;

/** Does work while no mutant is active and nothing is counted. */
function unmutated(work) {
  const { activeMutant, currentTestId } = shared;
  Object.assign(shared, { activeMutant: undefined, currentTestId: undefined });
  try {
    return work();
  } finally {
    Object.assign(shared, { activeMutant, currentTestId });
  }
}

/** What work fails with; null where it does not. */
function failureOf(work) {
  try {
    work();
    return null;
  } catch (error) {
    return String(error?.message ?? error).slice(0, 500);
  }
}

class KernelTests {
  #program;
  #tests;
  #modules;
  #files;
  #durations = new Map();
  #evidence = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.#files = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && !leftOut.includes(name));
    const { program, tests } = await bundleTests(this.#files.map((name) => `./${folder}/${name}`));
    [this.#program, this.#tests] = [program, tests];
  }

  /** The program's modules as they are from now on, with the tables of rules, which are read once. */
  #renew() {
    this.#modules = this.#program();
    this.#modules['src/rules/table.ts'].theory();
  }

  /** The tests of each file by its name. The first of them is that the file loads, which what it declares needs. */
  #fresh() {
    const collected = collector();
    const exact = rememberEvidence(this.#modules['src/numeric/exact.ts'], this.#evidence, unmutated);
    const load = this.#tests({ ...this.#modules, 'src/numeric/exact.ts': exact }, collected.vitest);
    return (file) => {
      const inside = collected.testsOf(() => load(`./${folder}/${file}`));
      return inside.map(({ name, run }, i) => ({ id: `${file}#${i}`, name: `${file} ${name}`, run, file }));
    };
  }

  async dryRun() {
    Object.assign(shared, { activeMutant: undefined, currentTestId: undefined, mutantCoverage: undefined });
    this.#renew();
    const testsOf = this.#fresh();
    const tests = this.#files.flatMap((file) => {
      shared.currentTestId = `${file}#0`;
      const own = testsOf(file);
      return own.map((test) => this.#tried(test));
    });
    return { status: DryRunStatus.Complete, tests, mutantCoverage: shared.mutantCoverage };
  }

  #tried({ id, name, run, file }) {
    shared.currentTestId = id;
    const start = performance.now();
    const failureMessage = failureOf(run);
    const timeSpentMs = performance.now() - start;
    shared.currentTestId = undefined;
    this.#durations.set(id, timeSpentMs);
    const status = failureMessage === null ? TestStatus.Success : TestStatus.Failed;
    return { id, name, timeSpentMs, fileName: join(process.cwd(), folder, file), status, failureMessage };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }) {
    Object.assign(shared, { mutantCoverage: undefined, currentTestId: undefined, activeMutant: undefined });
    const isStatic = mutantActivation === 'static';
    if (this.#modules === undefined) this.#renew();
    Object.assign(shared, { hitCount: 0, hitLimit, activeMutant: activeMutant.id });
    const failed = this.#killer(activeMutant, testFilter, isStatic);
    Object.assign(shared, { activeMutant: undefined, hitLimit: undefined });
    if (isStatic) this.#modules = undefined;
    const reached = determineHitLimitReached(shared.hitCount, hitLimit);
    if (reached !== undefined) return reached;
    if (failed.id === null) return { status: MutantRunStatus.Survived, nrOfTests: failed.count };
    const { id, failure, count } = failed;
    return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage: failure, nrOfTests: count };
  }

  /** The first test that fails. */
  #killer({ fileName }, testFilter, isStatic) {
    const unloaded = isStatic ? failureOf(() => this.#renew()) : null;
    if (unloaded !== null) return { id: `${this.#files[0]}#0`, failure: unloaded, count: 0 };
    const testsOf = this.#fresh();
    const named = testFilter && new Set(testFilter);
    // What is needed when a file loads may show in any of its tests.
    const isWanted = ({ id, file }) => !named || named.has(id) || named.has(`${file}#0`);
    const later = [];
    let count = 0;
    for (const file of this.#inOrder(fileName, testFilter)) {
      let tests = [];
      const failure = failureOf(() => {
        tests = testsOf(file);
      });
      if (failure !== null) return { id: `${file}#0`, failure, count };
      for (const test of tests) {
        if (!isWanted(test)) continue;
        if ((this.#durations.get(test.id) ?? 0) > heavyMs) later.push(test);
        else {
          count++;
          const failure = failureOf(test.run);
          if (failure !== null) return { id: test.id, failure, count };
        }
      }
    }
    for (const { id, run } of later) {
      count++;
      const failure = failureOf(run);
      if (failure !== null) return { id, failure, count };
    }
    return { id: null, count };
  }

  /** The files that have tests to run, that of the mutant first. */
  #inOrder(mutated, testFilter) {
    const own = mutated.split(/[/\\]/).at(-1).replace('.ts', '.test.ts');
    const needed = testFilter && new Set(testFilter.map((id) => id.split('#')[0]));
    const files = this.#files.filter((file) => !needed || needed.has(file));
    return files.sort((a, b) => Number(b === own) - Number(a === own));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'kernel-tests', KernelTests)];
