import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './assets.mjs';
import { bundledNodeGyp, headersEnv } from './npm-packages.mjs';
import { findProgram, run } from './process.mjs';
import { StepFailure } from './runner.mjs';
import { readStamp, writeStamp } from './stamps.mjs';

const FIX =
  'It needs libopencv-dev, python3, make, g++ and the headers of this Node.js ' +
  '(sudo apt-get install libopencv-dev python3 make g++). Then: npm run setup:opencv';

/** The environment that the binding wants, at build and at run time: use the system's OpenCV, fetch nothing. */
export const OPENCV_ENV = { OPENCV4NODEJS_DISABLE_AUTOBUILD: '1', OPENCV4NODEJS_DISABLE_EXTERNAL_MEM_TRACKING: '1' };

/**
 * Builds the OpenCV binding against Debian's libopencv-dev: about 5 minutes on 2 cores, once. The finished file is kept
 * in the cache as well, since `npm ci` empties node_modules. It links to the system's OpenCV, so the OpenCV version is
 * part of its name.
 */
export function openCv(root) {
  const folder = join(root, 'node_modules/@u4/opencv4nodejs');
  const release = join(folder, 'build/Release');
  const built = join(release, 'opencv4nodejs.node');
  /** Says for which Node.js it was built: another one cannot load it. */
  const stamp = join(folder, 'build/.aisle-abi');
  return {
    name: 'OpenCV binding (5 minutes the first time)',
    isDone: () => existsSync(built) && readStamp(stamp) === process.versions.modules,
    run: async () => {
      if (!existsSync(folder))
        throw new StepFailure('@u4/opencv4nodejs is not installed', 'Run: npm ci --ignore-scripts');
      const kept = join(cacheFolder(root), keptName(folder, await openCvVersion()));
      if (existsSync(kept)) {
        mkdirSync(release, { recursive: true });
        copyInOneMove(kept, built);
      } else {
        await build(folder);
        copyInOneMove(built, kept);
      }
      const env = { ...OPENCV_ENV };
      await run(process.execPath, ['-e', "require('@u4/opencv4nodejs')"], { cwd: root, env, fix: FIX });
      writeStamp(stamp, process.versions.modules);
    },
  };
}

function keptName(folder, openCvVersion) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `opencv4nodejs-${version}-${openCvVersion}-${process.arch}-abi${process.versions.modules}.node`;
}

async function openCvVersion() {
  return (await run('pkg-config', ['--modversion', 'opencv4'], { fix: FIX })).trim();
}

async function build(folder) {
  const nodeGyp = await bundledNodeGyp();
  const compiler = findProgram('ccache') === undefined ? {} : { CC: 'ccache gcc', CXX: 'ccache g++' };
  const env = { ...headersEnv(), ...OPENCV_ENV, ...compiler };
  await run(process.execPath, [nodeGyp, 'rebuild', '--jobs', 'max'], { cwd: folder, env, fix: FIX });
}

/** A killed copy leaves no half a file under the final name. */
function copyInOneMove(from, to) {
  mkdirSync(join(to, '..'), { recursive: true });
  copyFileSync(from, `${to}.tmp`);
  renameSync(`${to}.tmp`, to);
}
