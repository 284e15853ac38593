import { fileURLToPath } from 'node:url';
import { runAttached } from './setup/attached.mjs';
import { runSteps } from './setup/runner.mjs';
import { startSteps } from './setup/steps.mjs';

// npm start [-- demo's options] – sets up what is missing and runs the demo store.
const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
// Neither an own source nor the simulated store needs the demo's footage.
const simulated = args.some((arg, i) => arg === '--demo=store' || (arg === '--demo' && args[i + 1] === 'store'));
const ownSource = simulated || args.some((arg) => arg === '--source' || arg.startsWith('--source='));

if (await runSteps(startSteps(root, { ownSource }))) {
  process.exitCode = await runAttached(process.execPath, ['--import', 'tsx', 'aisle.ts', 'demo', ...args], {
    cwd: root,
  });
} else {
  process.exitCode = 1;
}
