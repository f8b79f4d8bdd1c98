/** The derivation files of the repository, checked as the command checks them. */
import { readdirSync, readFileSync } from 'node:fs';
import { lineIndex } from '../../grammar/position.js';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import type { FileResult, StepResult } from '../../src/check/verdict.js';

export const rightFiles = names('proofs');
export const wrongFiles = names('proofs/wrong');

function names(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.expr'))
    .map((name) => `${folder}/${name}`);
}

export const read = (file: string): string => readFileSync(file, 'utf8');

export function check(file: string): FileResult {
  const refuse = (path: string): never => {
    throw new Error(`${file} imports ${path}`);
  };
  return checkDocument({ file, source: read(file) }, { ...defaultOptions, thorough: true, repairs: 0 }, refuse);
}

export interface PlacedStep {
  readonly name: string;
  /** The line of the relation sign, from 1. */
  readonly line: number;
  readonly step: StepResult;
}

export function placedSteps(result: FileResult): PlacedStep[] {
  const lines = lineIndex(result.source);
  return result.derivations.flatMap((derivation) =>
    derivation.steps.map((step) => ({
      name: `${derivation.label ?? 'unnamed'}.${step.number}`,
      line: lines.at(step.span.start).line,
      step,
    })),
  );
}
