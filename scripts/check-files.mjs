import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

// Holds each source against two rules of the house: a file has one subject, so none is longer than MOST_LINES; and
// whoever needs something imports it from where it is, so no file hands on what another one exports.
const root = fileURLToPath(new URL('..', import.meta.url));
const MOST_LINES = 250;
/** Longer, and why. */
const LONGER = new Map([
  ['test/e2e/roles.test.ts', 'its steps follow from one another in one shop, which takes long to open'],
]);
const FOLDERS = ['bin', 'calibration', 'commands', 'dashboard', 'edge', 'gateway', 'models', 'scripts', 'test'];
const SOURCE = /\.(tsx?|mjs)$/;
const BUILT = /(^|\/)(dist|generated)\//;

function sources() {
  const inside = (folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path));
  const all = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap(inside);
  return ['aisle.ts', ...all].filter((path) => SOURCE.test(path) && !BUILT.test(path));
}

/** What a source exports that is another one's. */
function handedOn(path, text) {
  const { module } = parseSync(path, text);
  const entries = module.staticExports.flatMap((it) => it.entries);
  return entries.map((entry) => entry.moduleRequest?.value).filter((from) => from?.startsWith('.'));
}

const paths = sources();
const faults = paths.flatMap((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  const lines = text.split('\n').length - 1;
  return [
    ...(lines > MOST_LINES && !LONGER.has(path)
      ? [`${path}: ${lines} lines, over ${MOST_LINES}: look for the second subject in it`]
      : []),
    ...[...new Set(handedOn(path, text))].map((from) => `${path}: hands on what ${from} exports: import it from there`),
  ];
});
for (const fault of faults) console.log(fault);
console.log(`${paths.length} files, ${faults.length} that are too long or hand on what is another's`);
process.exitCode = faults.length === 0 ? 0 : 1;
