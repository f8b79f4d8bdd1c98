/** The rows of the theory, read at build time: the tables stay their one home, and no start of the program reads them. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const rowsFile = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/rules/rows.ts');

/** The text of a module that gives what `src/rules/rows.ts` gives. */
export async function rowsModule() {
  const { outputFiles } = await build({
    entryPoints: [rowsFile],
    bundle: true,
    platform: 'node',
    format: 'esm',
    loader: { '.expr': 'text' },
    write: false,
  });
  const { theoryRows } = await imported(outputFiles[0].text);
  return `export const theoryRows = () => ${literal(theoryRows())};`;
}

/** A module from its text. */
export const imported = (text) => import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);

/** For esbuild: the rows in the place of the file that reads them. */
export const rowsAsRead = {
  name: 'rows-as-read',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[/\\]src[/\\]rules[/\\]rows\.ts$/ }, async () => ({ contents: await rowsModule() })),
};

/** Plain data as JavaScript, with its whole numbers of any size. */
function literal(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(literal).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${literal(part)}`)}}`;
}
