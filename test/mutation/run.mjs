/** `npm run mutate`: runs the mutation of derivations, bundled as the program is. */
import { runBundled } from '../../.ci/bundle.mjs';

const { status } = await runBundled('test/mutation/command.ts', (file) => [file, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
