import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process.mjs';
import { StepFailure } from './runner.mjs';
import { hashOf, readStamp, writeStamp } from './stamps.mjs';

const OWN_FIX = 'The lines above say what to do.';

/** Where downloads and stamps live: `.cache` in the project, or AISLE_CACHE. */
export function cacheFolder(root) {
  return process.env.AISLE_CACHE ?? join(root, '.cache');
}

/** One of our TypeScript entries, which prints the path of what it fetched as its last line. */
async function fetched(root, entry, args = []) {
  const printed = await run(process.execPath, ['--import', 'tsx', entry, ...args], { cwd: root, fix: OWN_FIX });
  return printed.trim().split('\n').at(-1);
}

/** A step that fetches one file and is done as long as that file keeps its size and time. */
function fileStep(root, name, stampName, settings, fetch) {
  const stamp = join(cacheFolder(root), stampName);
  const describe = (path) => {
    const { size, mtimeMs } = statSync(path);
    return JSON.stringify({ path, size, mtimeMs, settings });
  };
  return {
    name,
    isDone: () => {
      const said = readStamp(stamp);
      if (said === undefined) return false;
      const { path } = JSON.parse(said);
      return existsSync(path) && describe(path) === said;
    },
    run: async () => writeStamp(stamp, describe(await fetch())),
  };
}

/** The weights of the detector that `auto` means. */
export function weights(root) {
  const settings = [process.env.AISLE_WEIGHTS ?? '', hashOf(root, ['models/detector'])].join(' ');
  return fileStep(root, 'detector weights', 'setup-weights.json', settings, () =>
    fetched(root, 'scripts/pull-weights.ts', ['auto']),
  );
}

/** The footage of the demo's camera. */
export function footage(root) {
  const settings = process.env.AISLE_FOOTAGE ?? '';
  return fileStep(root, 'camera footage', 'setup-footage.json', settings, () =>
    fetched(root, 'scripts/pull-footage.ts'),
  );
}

/** The web page, built anew when one of its sources changed. */
export function page(root) {
  const stamp = join(cacheFolder(root), 'setup-page');
  const sources = ['dashboard', 'models/contract', 'models/geometry', 'package-lock.json'];
  return {
    name: 'page',
    isDone: () => readStamp(stamp) === hashOf(root, sources) && existsSync(join(root, 'dashboard/dist/index.html')),
    run: async () => {
      const fix = 'It is built by: npm run build. Mend what that names, and try again.';
      const vite = join(root, 'node_modules/vite/bin/vite.js');
      const config = join(root, 'dashboard/vite.config.ts');
      if (!existsSync(config))
        throw new StepFailure(`${config} is not there`, 'Get the whole of the project: git status');
      await run(process.execPath, [vite, 'build', '--config', config], { cwd: root, fix });
      writeStamp(stamp, hashOf(root, sources));
    },
  };
}
