import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locateFirst, locateWeights } from '../../../edge/detect/weights.ts';
import { downloadFile } from '../../../edge/detect/weights-download.ts';
import type { Manifest } from '../../../models/detector/manifest.ts';
import { yoloxNano416 } from '../../../models/detector/zoo/yolox-nano-416.ts';

const GOOD = Buffer.from('weights as they should be');
const BAD = Buffer.from('weights that somebody changed');
const NOWHERE = 'http://127.0.0.1:9/weights';

let folder: string;
let root: string;
let warnings: string[];
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aisle-weights-'));
  root = join(folder, 'project');
  warnings = [];
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function manifest(url: string, name = 'tiny'): Manifest {
  return {
    name,
    file: `${name}.onnx`,
    source: { kind: 'url', url },
    sha256: createHash('sha256').update(GOOD).digest('hex'),
    licence: 'none',
    input: { width: 8, height: 8 },
    note: '',
    scores: { low: 0, high: 1 },
    reading: yoloxNano416.reading,
  };
}

/** Looks for the first of `manifests`; the process's own settings do not count. */
function locate(manifests: Manifest[], env: NodeJS.ProcessEnv = {}) {
  const log = { info: () => {}, warn: (text: string) => warnings.push(text) };
  return locateFirst(manifests, { log, env: { PATH: process.env.PATH, ...env }, root });
}

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/weights`;
}

function put(place: 'own' | 'cache' | 'shared', bytes: Buffer, name = 'tiny'): string {
  const folders = {
    own: join(folder, 'own'),
    cache: join(root, '.cache', 'weights'),
    shared: join(folder, 'shared', 'weights'),
  };
  mkdirSync(folders[place], { recursive: true });
  const path = join(folders[place], `${name}.onnx`);
  writeFileSync(path, bytes);
  return path;
}

describe('the order of the places', () => {
  it('takes AISLE_WEIGHTS before the cache, the cache before the shared folder, that before the source', async () => {
    const env = { AISLE_WEIGHTS: join(folder, 'own') };
    const url = await serve((_, response) => response.end(GOOD));
    const paths = { own: put('own', GOOD), cache: put('cache', GOOD), shared: put('shared', GOOD) };
    expect(await locate([manifest(url)], env)).toMatchObject({ source: 'AISLE_WEIGHTS', path: paths.own });
    rmSync(paths.own);
    expect(await locate([manifest(url)], env)).toMatchObject({ source: 'cache', path: paths.cache });
    rmSync(paths.cache);
    expect(await locate([manifest(url)], env)).toMatchObject({ source: 'shared', path: paths.shared });
    rmSync(paths.shared);
    expect(await locate([manifest(url)], env)).toMatchObject({ source: 'upstream', path: paths.cache });
    expect(await locate([manifest(NOWHERE)], env)).toMatchObject({ source: 'cache', path: paths.cache });
  });

  it('keeps the cache where AISLE_CACHE says', async () => {
    const url = await serve((_, response) => response.end(GOOD));
    const cache = join(folder, 'elsewhere');
    const { path } = await locate([manifest(url)], { AISLE_CACHE: cache });
    expect(path).toBe(join(cache, 'weights', 'tiny.onnx'));
    expect(readFileSync(path)).toEqual(GOOD);
    expect(readdirSync(join(cache, 'weights'))).toEqual(['tiny.onnx']);
  });

  it('prefers a later model that is here to an earlier one that has to be fetched', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked++;
      response.end(GOOD);
    });
    put('cache', GOOD, 'second');
    expect(await locate([manifest(url, 'first'), manifest(url, 'second')])).toMatchObject({ source: 'cache' });
    expect(asked).toBe(0);
  });

  it('falls back to the next model when the first cannot be fetched, and says so', async () => {
    const url = await serve((_, response) => response.end(GOOD));
    const found = await locate([manifest(NOWHERE, 'first'), manifest(url, 'second')]);
    expect(found.manifest.name).toBe('second');
    expect(warnings.join()).toContain(NOWHERE);
  });
});

describe('a corrupt file', () => {
  it.each(['own', 'shared'] as const)('in the folder %s is refused with both hashes and left alone', async (place) => {
    const path = put(place, BAD);
    const env = { AISLE_WEIGHTS: join(folder, 'own') };
    const error = await locate([manifest(NOWHERE)], env).catch((it) => it);
    expect(error).toMatchObject({ code: 'WEIGHTS_CORRUPT' });
    expect(error.message).toContain(path);
    expect(error.message).toContain(createHash('sha256').update(BAD).digest('hex'));
    expect(error.message).toContain(createHash('sha256').update(GOOD).digest('hex'));
    expect(existsSync(path)).toBe(true);
  });

  it('in our cache is fetched again, with a warning', async () => {
    const path = put('cache', BAD);
    const url = await serve((_, response) => response.end(GOOD));
    expect(await locate([manifest(url)])).toMatchObject({ source: 'upstream', path });
    expect(readFileSync(path)).toEqual(GOOD);
    expect(warnings[0]).toContain('corrupt');
  });

  it('from upstream is refused and not kept', async () => {
    const url = await serve((_, response) => response.end(BAD));
    await expect(locate([manifest(url)])).rejects.toMatchObject({ code: 'WEIGHTS_CORRUPT' });
    expect(existsSync(join(root, '.cache', 'weights', 'tiny.onnx'))).toBe(false);
  });
});

describe('a corrupt file where there is another model', () => {
  it('from upstream or in the shared folder does not stop the fall-back, and is said', async () => {
    const url = await serve((request, response) => response.end(request.url?.endsWith('second') ? GOOD : BAD));
    const shared = put('shared', BAD, 'first');
    const found = await locate([manifest(url, 'first'), manifest(`${url}/second`, 'second')]);
    expect(found).toMatchObject({ source: 'upstream', manifest: { name: 'second' } });
    expect(warnings[0]).toContain(shared);
    expect(warnings[1]).toContain(url);
  });

  it('in AISLE_WEIGHTS is refused all the same', async () => {
    put('own', BAD, 'first');
    put('cache', GOOD, 'second');
    const env = { AISLE_WEIGHTS: join(folder, 'own') };
    const asked = locate([manifest(NOWHERE, 'first'), manifest(NOWHERE, 'second')], env);
    await expect(asked).rejects.toMatchObject({ code: 'WEIGHTS_CORRUPT' });
  });
});

describe('weights that cannot be had', () => {
  it('are missing, with all that was tried and what to do', async () => {
    const error = await locate([manifest(NOWHERE)]).catch((it) => it);
    expect(error).toMatchObject({ code: 'WEIGHTS_MISSING', retryable: true });
    expect(error.message).toContain(join(root, '.cache', 'weights', 'tiny.onnx'));
    expect(error.message).toContain(join(folder, 'shared', 'weights', 'tiny.onnx'));
    expect(error.message).toContain(NOWHERE);
    expect(error.fix).toContain('AISLE_WEIGHTS');
  });

  it('are missing when the server says no', async () => {
    const url = await serve((_, response) => response.writeHead(404).end());
    await expect(locate([manifest(url)])).rejects.toThrow('HTTP 404');
  });

  it('are missing when there is no npm', async () => {
    const npm = {
      kind: 'npm' as const,
      package: 'no-such',
      version: '1.0.0',
      integrity: '',
      graph: 'a',
      weights: 'b',
    };
    const wanted = { ...manifest(''), source: npm };
    await expect(locate([wanted], { PATH: folder })).rejects.toThrow('npm is not installed');
  });

  it('are missing when the name is unknown', async () => {
    const log = { info: () => {}, warn: () => {} };
    await expect(locateWeights('yolo-9000', { log })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('downloadFile', () => {
  it('gives up on a server that does not answer', async () => {
    const url = await serve(() => {});
    await expect(downloadFile(url, { answerMs: 50 })).rejects.toThrow('nothing came for 0.05 s');
  });

  it('gives up on a server that falls silent', async () => {
    const url = await serve((_, response) => response.write('half of it'));
    await expect(downloadFile(url, { stallMs: 50 })).rejects.toThrow('nothing came for 0.05 s');
  });
});
