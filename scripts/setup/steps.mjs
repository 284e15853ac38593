import { footage, page, weights } from './assets.mjs';
import { loads, npmPackages, sqlite } from './npm-packages.mjs';
import { openCv } from './opencv.mjs';
import { StepFailure } from './runner.mjs';
import {
  COMPILER_PACKAGES,
  installPackages,
  missingPackages,
  OPENCV_PACKAGES,
  START_PACKAGES,
  TEST_PACKAGES,
} from './system-packages.mjs';

const OLDEST_NODE = [20, 19];

/** Whether `version` (as process.versions.node says it) is new enough. */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

export function nodeVersion(version = process.versions.node) {
  const oldest = OLDEST_NODE.join('.');
  return {
    name: `Node.js ${oldest} or newer`,
    isDone: () => isNewEnough(version),
    run: () => {
      const fix = `Install Node.js ${oldest} or newer (nodejs.org or NodeSource), then try again.`;
      throw new StepFailure(`this is Node.js ${version}`, fix);
    },
  };
}

/** `wanted` is asked again at each use: what is missing changes while the set-up runs. */
function systemPackages(wanted) {
  return {
    name: 'system packages',
    isDone: async () => missingPackages(await wanted()).length === 0,
    run: async () => {
      const missing = missingPackages(await wanted());
      await installPackages(missing);
      const still = missingPackages(await wanted());
      if (still.length > 0) {
        const fix = `Install them by hand: sudo apt-get install ${still.join(' ')}`;
        throw new StepFailure(`apt-get is done and these are still not found: ${still.join(', ')}`, fix);
      }
    },
  };
}

/** What the OpenCV binding is built with. */
export function openCvPackages() {
  return systemPackages(() => OPENCV_PACKAGES);
}

/**
 * What `npm start` needs. The compiler is asked for only as long as SQLite's native part is not there.
 * @param {string} root the project's folder
 * @param {{ ownSource: boolean }} options ownSource: the caller brings a camera or a file, so no footage is fetched
 */
export function startSteps(root, { ownSource }) {
  const wanted = async () => ((await loads(root)) ? START_PACKAGES : [...START_PACKAGES, ...COMPILER_PACKAGES]);
  const steps = [nodeVersion(), systemPackages(wanted), npmPackages(root), sqlite(root), weights(root)];
  return [...steps, ...(ownSource ? [] : [footage(root)]), page(root)];
}

/** What `npm test` needs: all of the above, a browser, a second broker and the OpenCV binding. */
export function testSteps(root) {
  return [
    nodeVersion(),
    systemPackages(() => TEST_PACKAGES),
    npmPackages(root),
    sqlite(root),
    openCv(root),
    weights(root),
    footage(root),
    page(root),
  ];
}
