/** A worker thread: the same program as the command's, which V8 need not compile again. */
import { fileURLToPath } from 'node:url';
import { compiled, started } from './program.js';

const file = fileURLToPath(new URL('program.cjs', import.meta.url));

export default started(compiled(file), file).answer;
