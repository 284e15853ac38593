import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './setup/process.mjs';
import { runSteps } from './setup/runner.mjs';

// npm run check – format and lint, types, allowed imports, length of files, generated files.
const root = fileURLToPath(new URL('..', import.meta.url));

/** A check that is one Node.js program; all that it says is shown when it fails. */
function check(name, args, fix) {
  return {
    name,
    isDone: () => false,
    run: () => run(process.execPath, args, { cwd: root, fix, shownLines: 200 }),
  };
}

const module = (path) => join('node_modules', path);
const done = await runSteps([
  check(
    'format and lint',
    [module('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'],
    'Most of it is mended by: npx biome check --write',
  ),
  check('types', [module('typescript/bin/tsc'), '-p', '.'], 'Mend the lines named above.'),
  check('allowed imports', ['scripts/check-imports.mjs'], 'Move what is shared to where both may import it (models/).'),
  check('files', ['scripts/check-files.mjs'], 'Split what is too long by subject; import from where it is.'),
  check('generated files', ['--import', 'tsx', 'scripts/generate.ts', '--check'], 'Run: npm run generate'),
]);
process.exitCode = done ? 0 : 1;
