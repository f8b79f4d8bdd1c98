/** Every row of the theory holds in random models: logarithms, expectations and integrals, densities. */
import { expect, test } from 'vitest';
import { ruleTables } from '../../src/rules/read.js';
import { parts, testRows } from './sound-rows.js';

test('no table is left out', () => expect(parts.flat()).toEqual([...ruleTables.keys()]));

testRows(parts[0] ?? []);
