import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findProgram, run } from './process.mjs';
import { StepFailure } from './runner.mjs';
import { hashOf, readStamp, writeStamp } from './stamps.mjs';

/** The npm that started us, so that one set-up never mixes two; else the one on PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running?.endsWith('.js') && existsSync(running)) return [process.execPath, running];
  return ['npm'];
}

function npm(root, args, options) {
  const [command, ...first] = npmCommand();
  return run(command, [...first, ...args], { cwd: root, ...options });
}

/** `npm ci` without install scripts, when the lock file is not the one that was installed last. */
export function npmPackages(root) {
  const stamp = join(root, 'node_modules', '.aisle-lock');
  const lock = () => hashOf(root, ['package-lock.json']);
  return {
    name: 'npm packages',
    isDone: () => readStamp(stamp) === lock(),
    run: async () => {
      const fix =
        'If the registry could not be reached, mend the network or the proxy (npm config get registry) and try again. ' +
        'If package.json and package-lock.json disagree, run: npm install --package-lock-only --ignore-scripts';
      await npm(root, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { fix });
      writeStamp(stamp, lock());
    },
  };
}

/** better-sqlite3's native part: a finished build where its maker's server can be reached, else compiled here. */
export function sqlite(root) {
  return {
    name: 'SQLite',
    isDone: () => loads(root),
    run: async () => {
      const fix =
        'It needs python3, make and g++ (sudo apt-get install python3 make g++) and the headers of this Node.js ' +
        '(npm_config_nodedir=FOLDER with include/node/node.h in it).';
      await npm(root, ['rebuild', 'better-sqlite3'], { fix, env: headersEnv() });
      if (!(await loads(root))) {
        throw new StepFailure(`better-sqlite3 was built and still does not load in Node.js ${process.version}`, fix);
      }
    },
  };
}

/** Whether the native part is there and for this Node.js; a quick look, done in this process. */
export async function loads(root) {
  try {
    const require = createRequire(pathToFileURL(join(root, 'package.json')));
    const Database = require('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

/** Says where this Node.js keeps its headers, so that node-gyp does not download them. */
export function headersEnv() {
  const prefix = nodePrefix();
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}

/** The folder that holds include/node/node.h of the running Node.js, or undefined. */
function nodePrefix() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node.h')) ? prefix : undefined;
}

/**
 * The node-gyp inside npm: it is the one that fits this Node.js. Throws a StepFailure when there is none.
 * @returns {string} path of its node-gyp.js
 */
export async function bundledNodeGyp() {
  const fix = 'Install npm together with Node.js, as nodejs.org and NodeSource do, and try again.';
  const starts = [process.env.npm_execpath, findProgram('npm')].filter((it) => it !== undefined);
  const globalFolder = (await run('npm', ['root', '-g'], { fix })).trim().split('\n').at(-1);
  const folders = [join(globalFolder, 'npm'), ...starts.map((it) => dirname(dirname(it)))];
  for (const folder of folders) {
    const path = join(folder, 'node_modules/node-gyp/bin/node-gyp.js');
    if (existsSync(path)) return path;
  }
  throw new StepFailure(`no node-gyp inside npm (looked in ${folders.join(', ')})`, fix);
}
