/** The properties' seed: the same in every run of the tests; `DERIVECHECK_SEED=N npm test` tries others. */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['DERIVECHECK_SEED'] ?? 1) });
