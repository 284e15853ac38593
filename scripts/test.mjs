import { fileURLToPath } from 'node:url';
import { runAttached } from './setup/attached.mjs';
import { OPENCV_ENV } from './setup/opencv.mjs';
import { runSteps } from './setup/runner.mjs';
import { testSteps } from './setup/steps.mjs';

// npm test [-- vitest's options] – sets up what is missing, checks the sources and runs every test.
const root = fileURLToPath(new URL('..', import.meta.url));
const env = { ...process.env, ...OPENCV_ENV };
const node = (...args) => runAttached(process.execPath, args, { cwd: root, env });

process.exitCode = (await runSteps(testSteps(root))) ? 0 : 1;
if (process.exitCode === 0) process.exitCode = await node('scripts/check.mjs');
if (process.exitCode === 0) {
  process.exitCode = await node('node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2));
}
