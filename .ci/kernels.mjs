/** `npm run kernels`: compiles the array kernels to WebAssembly, and writes them as a module of TypeScript. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const machine = join(root, 'src/numeric/machine');

/** The text of src/numeric/machine/module.ts. */
export async function compiled() {
  const folder = mkdtempSync(join(tmpdir(), 'derivecheck-kernels-'));
  const outFile = join(folder, 'kernels.wasm');
  const words = ['-O3', '--enable', 'simd', '--noAssert', '--runtime', 'stub', '--outFile', outFile, '--baseDir', root];
  const { error, stderr } = await asc.main([join(machine, 'assembly/kernels.ts'), ...words]);
  if (error) throw new Error(`the kernels do not compile: ${stderr}`);
  const code = readFileSync(outFile).toString('base64');
  rmSync(folder, { recursive: true, force: true });
  const lines = code.match(/.{1,110}/g).map((line) => `  '${line}'`);
  return `/** Written by \`npm run kernels\` from assembly/kernels.ts: WebAssembly in base 64. */\nexport const kernelsCode: string =\n${lines.join(' +\n')};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(machine, 'module.ts'), await compiled());
