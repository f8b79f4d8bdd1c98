/** Every row of the theory holds in random models: functionals of densities, gradients, inequalities. */
import { parts, testRows } from './sound-rows.js';

testRows(parts[1] ?? []);
