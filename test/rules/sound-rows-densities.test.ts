/** Every row of the theory holds in random models: densities, their functionals, gradients and inequalities. */
import { parts, testRows } from './sound-rows.js';

testRows(parts[1] ?? []);
