import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { PROJECT } from '../../models/host/paths.ts';

const BUILDS = join(PROJECT, '.cache', 'page-builds');
/** Nobody tests a build of sources that are so old any more. */
const OLD_MS = 3_600_000;

/**
 * Builds the page of the present sources, so that a stale build is never what is tested; one build serves all files of
 * tests. Answers its folder.
 */
export async function buildPage(): Promise<string> {
  const folder = join(BUILDS, sourcesHash());
  if (!existsSync(folder)) {
    const own = `${folder}.${process.pid}`;
    const configFile = join(PROJECT, 'dashboard', 'vite.config.ts');
    await build({ configFile, logLevel: 'error', build: { outDir: own, emptyOutDir: true } });
    try {
      renameSync(own, folder);
    } catch {
      // Another process was quicker.
      rmSync(own, { recursive: true, force: true });
    }
    removeOld();
  }
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}

function removeOld(): void {
  for (const name of readdirSync(BUILDS)) {
    const path = join(BUILDS, name);
    const madeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (madeMs < Date.now() - OLD_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** Of all that the page may be made of. */
function sourcesHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(PROJECT, 'package-lock.json')));
  for (const room of ['dashboard', 'models']) {
    const files = readdirSync(join(PROJECT, room), { recursive: true, withFileTypes: true }).filter((it) =>
      it.isFile(),
    );
    const paths = files.map((it) => join(it.parentPath, it.name)).filter((it) => !it.includes('/dist/'));
    for (const path of paths.sort()) hash.update(path).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}
