import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../commands/registry.ts';
import { parseMot } from '../../models/contract/mot.ts';
import { VERSION } from '../../models/host/version.ts';
import { aisle } from '../support/aisle.ts';
import { tempFolder } from '../support/gateway.ts';
import { WALK_FPS, walk, walkSite } from '../support/walk.ts';

const folder = tempFolder();
const path = (name: string) => join(folder.path, name);
afterAll(() => folder.remove());

beforeAll(async () => {
  writeFileSync(path('det.txt'), walk({ seconds: 20 }));
  writeFileSync(path('site.yaml'), walkSite({ mqttPort: 1 }));
  writeFileSync(path('wrong.yaml'), walkSite({ mqttPort: 1 }).replace('widthM: 8', 'widthM: -8'));
  writeFileSync(path('points.csv'), 'u,v,x,y\n0,0,0,0\n800,0,8,0\n800,600,8,6\n0,600,0,6\n400,300,4,3\n');
  writeFileSync(path('check.csv'), 'u,v,x,y\n200,300,2,3.1\n');
  writeFileSync(path('bad.csv'), 'u,v,x,y\n0,0,zero,0\n');
  writeFileSync(path('bad.txt'), '1,1,2\n');
  await sharp({ create: { width: 64, height: 48, channels: 3, background: 'grey' } })
    .png()
    .toFile(path('grey_7.png'));
});

/** A command with `--json`: exactly one object on stdout and nothing else there. */
async function json<T>(args: string[], exit = 0): Promise<T> {
  const { code, stdout, stderr } = await aisle([...args, '--json'], { AISLE_LOG: 'info' });
  expect(code, stderr).toBe(exit);
  expect(stdout.endsWith('\n')).toBe(true);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  const value: unknown = JSON.parse(stdout);
  expect(value).toBeTypeOf('object');
  expect(Array.isArray(value)).toBe(false);
  return value as T;
}

describe('--json prints one object and nothing else', { timeout: 30_000 }, () => {
  it('reference import', async () => {
    writeFileSync(path('prices.csv'), 'sku,price\nmilk,1.2\ntea,much\n');
    process.env.AISLE_STATE = path('state');
    try {
      const args = ['reference', 'import', 'prices', path('prices.csv'), '--store', 'walk'];
      const first = { accepted: 1, duplicates: 0, rejected: 1, ended: 0, ignored: [], rejectFile: expect.any(String) };
      expect(await json(args)).toEqual(first);
    } finally {
      delete process.env.AISLE_STATE;
    }
  });

  it('track, then analyse, then eval', async () => {
    const track = await json([
      'track',
      '--det',
      path('det.txt'),
      '--out',
      path('tracks.txt'),
      '--fps',
      String(WALK_FPS),
    ]);
    expect(track).toEqual({ frames: 200, tracks: expect.any(Number), framesPerSecond: expect.any(Number) });
    expect(parseMot(readFileSync(path('tracks.txt'), 'utf8')).length).toBeGreaterThan(500);
    const args = ['--site', path('site.yaml'), '--camera', 'door', '--tracks', path('tracks.txt'), '--fps', '10'];
    const analysis = await json<{ heat: { columns: number; rows: number; personS: number[]; visits: number[] } }>([
      'analyse',
      ...args,
    ]);
    expect(Object.keys(analysis).sort()).toEqual([
      'dropped',
      'ends',
      'flows',
      'heat',
      'leftOut',
      'lines',
      'paths',
      'queues',
      'zones',
    ]);
    expect(analysis).toMatchObject({
      lines: {
        middle: {
          in: expect.any(Number),
          out: expect.any(Number),
          interval: { in: [expect.any(Number), expect.any(Number)] },
        },
      },
      zones: { left: { visits: expect.any(Number), dwellS: {}, occupancy: {} } },
      heat: { cellM: 1, columns: 8, rows: 6 },
    });
    expect(analysis.heat.personS).toHaveLength(48);
    expect(analysis.heat.visits).toHaveLength(48);
    const same = await json<{ MOTA: number; IDF1: number }>([
      'eval',
      'tracks',
      '--gt',
      path('tracks.txt'),
      '--result',
      path('tracks.txt'),
    ]);
    expect(same).toMatchObject({ MOTA: 1, IDF1: 1, HOTA: 1, IDSW: 0 });
  });

  it('calibrate', async () => {
    const fit = await json<{ homography: number[]; check: { medianErrorM: number } }>([
      'calibrate',
      '--points',
      path('points.csv'),
      '--check',
      path('check.csv'),
    ]);
    expect(Object.keys(fit).sort()).toEqual(['check', 'homography', 'inliers', 'medianErrorM', 'p95ErrorM']);
    expect(fit.homography).toHaveLength(9);
    expect(fit.check.medianErrorM).toBeCloseTo(0.1, 6);
  });

  it('config check, of a good file and of a wrong one', async () => {
    expect(await json(['config', 'check', path('site.yaml')])).toMatchObject({ ok: true, errors: [] });
    expect(await json(['config', 'check', path('wrong.yaml')], 1)).toMatchObject({
      ok: false,
      errors: [{ line: 4, field: 'floors[0].widthM', message: expect.any(String), fix: expect.any(String) }],
    });
  });

  it('config check, of a detector and a tracker that are not there', async () => {
    const file = path('names.yaml');
    const site = walkSite({ mqttPort: 1, detector: '{ model: yolo-best }' });
    writeFileSync(file, `${site}\ntracker: { kind: magic }\n`);
    expect(await json(['config', 'check', file], 1)).toMatchObject({
      errors: [
        { field: 'detector.model', message: /yolo-best/, fix: /yolox-nano-416/ },
        { field: 'tracker', message: /magic/, fix: /byte-track/ },
      ].map(({ field, message, fix }) => ({
        field,
        message: expect.stringMatching(message),
        fix: expect.stringMatching(fix),
      })),
    });
  });

  it('detect, with the picture’s number as its frame', async () => {
    const args = [
      '--input',
      path('grey_7.png'),
      '--out',
      path('out.txt'),
      '--provider',
      'cpu',
      '--frame-offset',
      '10',
      '--min-score',
      '0',
    ];
    const result = await json<{ detections: number }>(['detect', ...args]);
    expect(result).toEqual({
      ...{ frames: 1, detections: expect.any(Number), msPerFrame: expect.any(Number) },
      ...{ provider: 'cpu', model: expect.any(String) },
    });
    const rows = parseMot(readFileSync(path('out.txt'), 'utf8'));
    expect(rows.length).toBe(result.detections);
    expect(rows.every((row) => row.frame === 17 && row.id === -1)).toBe(true);
  });

  it('models list and verify', async () => {
    const { models, auto } = await json<{ models: { name: string; licence: string; sha256: string }[]; auto: string }>([
      'models',
      'list',
    ]);
    expect(models.map(({ name }) => name)).toContain('yolox-nano-416');
    for (const { licence, sha256 } of models) {
      expect(licence).toBeTruthy();
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(models.map(({ name }) => name)).toContain(auto);
    const verified = await json<{ models: { ok: boolean }[] }>(['models', 'verify']);
    expect(verified.models.every(({ ok }) => ok)).toBe(true);
  });
});

describe('a call that fails', { timeout: 30_000 }, () => {
  it.each<[string, string[], number, RegExp]>([
    ['an unknown command', ['dance'], 2, /unknown command/],
    ['an unknown option', ['track', '--det', 'a', '--out', 'b', '--quick'], 2, /unknown option/],
    ['a missing option', ['track', '--det', 'a'], 2, /--out/],
    ['a number that is none', ['track', '--det', 'a', '--out', 'b', '--fps', 'fast'], 2, /--fps fast is not a number/],
    ['a provider that is none', ['detect', '--input', 'a', '--out', 'b', '--provider', 'gpu'], 2, /no provider gpu/],
    [
      'a tracker that is none',
      ['track', '--det', path('det.txt'), '--out', path('x'), '--tracker', 'magic'],
      2,
      /no tracker "magic"/,
    ],
    [
      'a camera that is not in the site',
      ['analyse', '--site', path('site.yaml'), '--camera', 'roof', '--tracks', path('tracks.txt'), '--fps', '10'],
      2,
      /no camera roof/,
    ],
    ['a file that is not there', ['track', '--det', path('none.txt'), '--out', path('x')], 1, /none\.txt: ENOENT/],
    ['a file with a mistake', ['track', '--det', path('bad.txt'), '--out', path('x')], 1, /bad\.txt:1: 3 columns/],
    [
      'an input that is not there',
      ['detect', '--input', path('none.avi'), '--out', path('x')],
      1,
      /nothing at .*none\.avi/,
    ],
    ['a model that is none', ['models', 'pull', 'gpt'], 1, /no model gpt/],
  ])('%s: prints nothing on stdout, says why on stderr', async (_, args, exit, message) => {
    const { code, stdout, stderr } = await aisle(args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr).not.toMatch(/\n\s+at |this is a bug/);
  });
});

describe('help', { timeout: 30_000 }, () => {
  it('names every command, each with what it does', async () => {
    const { code, stdout } = await aisle(['--help']);
    expect(code).toBe(0);
    const named = [...stdout.split('Commands:')[1].matchAll(/^ {2}(\S+).* {2,}\S/gm)].map(([, name]) => name);
    expect(named).toEqual([...COMMANDS.flatMap(({ adds }) => adds), 'help']);
  });

  it('of a command says its options', async () => {
    const { code, stdout } = await aisle(['track', '--help']);
    expect(code).toBe(0);
    for (const option of ['--det', '--out', '--fps', '--tracker', '--json']) expect(stdout).toContain(option);
  });

  it('without a command is a wrong call, and the version is one line', async () => {
    expect((await aisle([])).code).toBe(2);
    expect(await aisle(['--version'])).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
  });
});
