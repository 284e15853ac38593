import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AisleError } from '../../models/contract/errors.ts';
import { PROJECT } from '../../models/host/paths.ts';

const runFile = promisify(execFile);

/** A fixed camera over a square with pedestrians: 768 × 576, 795 frames, truly 7 a second. */
const PACKAGE = 'opencv-doc';
const MEMBER = './usr/share/doc/opencv-doc/examples/data/vtest.avi';
const SHA256 = '45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf';

/** The package is 96 MB: time for a slow line, and an end for a dead one. */
const DOWNLOAD_LIMIT_MS = 15 * 60_000;
const APT_OPTIONS = ['APT::Sandbox::User=root', 'Acquire::Retries=1', 'Acquire::http::ConnectTimeout=10'].flatMap(
  (it) => ['-o', it],
);
const FIX =
  'Bring footage of your own: npm start -- --source FILE, or --source rtsp://…; ' +
  'or set AISLE_FOOTAGE to a file that is there.';

export interface FootageOptions {
  log: { info(message: string): void; warn(message: string): void };
  env?: NodeJS.ProcessEnv;
  /** The project's folder, whose `.cache/footage` is written. */
  root?: string;
}

/**
 * The demo camera's footage: the file AISLE_FOOTAGE names, or one video out of Debian's opencv-doc package, which is
 * downloaded but not installed. Throws SOURCE_MISSING with the reason when neither can be had.
 * @returns its path
 */
export async function demoFootage(options: FootageOptions): Promise<string> {
  const { log, env = process.env, root = PROJECT } = options;
  if (env.AISLE_FOOTAGE) {
    if (existsSync(env.AISLE_FOOTAGE)) return resolve(env.AISLE_FOOTAGE);
    throw new AisleError('SOURCE_MISSING', `AISLE_FOOTAGE is ${env.AISLE_FOOTAGE}, which is not there`, FIX);
  }
  const folder = join(env.AISLE_CACHE ?? join(root, '.cache'), 'footage');
  const path = join(folder, 'vtest.avi');
  if ((await hashOf(path)) === SHA256) return path;
  if (existsSync(path)) log.warn(`${path} is corrupt: fetched again`);

  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, 'deb-'));
  try {
    log.info(`fetching the demo's footage: Debian's package ${PACKAGE}, 96 MB`);
    const unpacked = await unpackVideo(await downloadPackage(work, env), work, env);
    const actual = await hashOf(unpacked);
    if (actual !== SHA256) throw missing(`the video in ${PACKAGE} has the SHA-256 ${actual}, it should be ${SHA256}`);
    await rename(unpacked, path);
    return path;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** With the system's package lists, else with lists of our own in `work`, which needs no root either. */
async function downloadPackage(work: string, env: NodeJS.ProcessEnv): Promise<string> {
  const aptGet = (...args: string[]) => tool('apt-get', [...APT_OPTIONS, ...args], work, env);
  try {
    await aptGet('download', PACKAGE);
  } catch (error) {
    if (!(error instanceof AisleError) || !/ended with/.test(error.message)) throw error;
    const own = ['-o', `Dir::State::lists=${join(work, 'lists')}`, '-o', `Dir::Cache=${join(work, 'cache')}`];
    await mkdir(join(work, 'lists', 'partial'), { recursive: true });
    await mkdir(join(work, 'cache', 'archives', 'partial'), { recursive: true });
    await aptGet(...own, 'update');
    await aptGet(...own, 'download', PACKAGE);
  }
  const name = (await readdir(work)).find((it) => it.endsWith('.deb'));
  if (name === undefined) throw missing(`apt-get downloaded no ${PACKAGE}`);
  return join(work, name);
}

async function unpackVideo(deb: string, work: string, env: NodeJS.ProcessEnv): Promise<string> {
  const script = 'set -o pipefail; dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" "$3"';
  await tool('bash', ['-c', script, 'unpack', deb, work, MEMBER], work, env);
  return join(work, MEMBER);
}

async function tool(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await runFile(command, args, { cwd, env, timeout: DOWNLOAD_LIMIT_MS });
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw missing(`there is no ${command} on this system`, error);
    const said = stderr?.trim().split('\n').slice(-3).join('\n') ?? '';
    throw missing(`${command} ended with ${code === null ? 'a timeout' : `code ${String(code)}`}: ${said}`, error);
  }
}

function missing(reason: string, cause?: unknown): AisleError {
  return new AisleError('SOURCE_MISSING', `the demo's footage cannot be had: ${reason}`, FIX, { cause });
}

async function hashOf(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
