import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointText, resume } from '../../edge/checkpoint.ts';
import { PROJECT } from '../../models/host/paths.ts';
import { type LoadedSite, loadSite } from '../../models/host/site-file.ts';
import { DATA, missing } from '../support/data.ts';
import { tempFolder } from '../support/gateway.ts';
import { type Life, live } from '../support/life.ts';
import { seeded, walk } from '../support/walk.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const REAL = join(DATA, 'mot', 'PETS09-S2L1', 'det', 'det.txt');
const absent = missing(REAL);

interface Options {
  det: string;
  fps: number;
  more?: string;
  tracker?: string;
  rightTo?: number;
  url?: string;
}

/** A square with everything that is counted: zones side by side, a queue with its till, a fixture, a street line. */
function siteOf(name: string, { det, fps, more = '', tracker = 'byte-track', rightTo = 16, url = '' }: Options) {
  const path = join(folder.path, `${name}.yaml`);
  const source = url
    ? `{ kind: rtsp, url: "${url}" }`
    : `{ kind: detections, path: ${det}, fps: ${fps}, width: 800, height: 600, realTime: false${more} }`;
  const corners =
    '[{ px: [0, 0], m: [0, 0] }, { px: [800, 0], m: [16, 0] }, { px: [800, 600], m: [16, 12] }, { px: [0, 600], m: [0, 12] }]';
  const zone = (id: string, kind: string, [x0, y0, x1, y1]: number[]) =>
    `  - { id: ${id}, floor: "0", kind: ${kind}, polygon: [[${x0}, ${y0}], [${x1}, ${y0}], [${x1}, ${y1}], [${x0}, ${y1}]] }`;
  const lines = [
    'version: 1',
    'store: square',
    'floors: [{ id: "0", widthM: 16, heightM: 12, cellM: 0.5 }]',
    'nodes: [{ id: edge-1, cameras: [door] }]',
    `cameras: [{ id: door, floor: "0", source: ${source}, fps: ${fps}, calibration: { points: ${corners} } }]`,
    'zones:',
    zone('left', 'area', [0, 0, 6, 12]),
    zone('right', 'area', [6, 0, rightTo, 12]),
    zone('queue', 'queue', [8, 4, 12, 8]),
    zone('till', 'till', [12, 4, 14, 8]),
    zone('shelf', 'fixture', [2, 2, 4, 6]),
    'lines: [{ id: middle, floor: "0", role: street, from: [6, 12], to: [6, 0], in: right }]',
    `tracker: { kind: ${tracker} }`,
    'people: { staffTillS: 20, stillS: 30 }',
    'privacy: { k: 1, heatMinutes: 2 }',
    'mqtt: { url: "mqtt://user:secret@127.0.0.1:9" }',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return loadSite(path);
}

beforeAll(() => {
  writeFileSync(join(folder.path, 'walk.txt'), walk({ seed: 7, people: 6, seconds: 200 }));
  if (!absent) copyFileSync(REAL, join(folder.path, 'real.txt'));
});

/** Lives one after the other of so many frames each, the last to the end. */
async function lives(site: LoadedSite, lengths: readonly number[], last: number | undefined): Promise<string[]> {
  const messages: string[] = [];
  let checkpoint: string | undefined;
  for (const frames of lengths) {
    const life = await live(site, checkpoint, { frames });
    messages.push(...life.messages);
    checkpoint = life.checkpoint;
  }
  const rest = last === undefined ? undefined : last - lengths.reduce((sum, n) => sum + n, 0);
  messages.push(...(await live(site, checkpoint, { frames: rest, last: true })).messages);
  return messages;
}

function inChild(site: LoadedSite, checkpoint: string, frames: number): Life {
  const args = ['--import', 'tsx', 'test/support/life.ts', site.path, String(frames)];
  const text = execFileSync(process.execPath, args, { cwd: PROJECT, input: checkpoint, maxBuffer: 1e8 });
  return JSON.parse(text.toString()) as Life;
}

const recordings = [
  { of: 'people who walk about', options: { det: 'walk.txt', fps: 10 }, frames: 2000, skip: undefined },
  { of: 'a real square', options: { det: 'real.txt', fps: 7 }, frames: 795, skip: absent },
];

describe.each(recordings)('recorded detections of $of', ({ options, frames, skip }) => {
  const name = options.det.replace('.txt', '');

  it.skipIf(skip)('give the same messages to the byte each time, and wherever they are stopped', async () => {
    const site = siteOf(name, options);
    const whole = await lives(site, [], undefined);
    expect(whole.length).toBeGreaterThan(5);
    expect(whole.join()).toMatch(/"visits":[1-9]/);
    const random = seeded(11);
    const stops = Array.from({ length: 6 }, () => Math.floor(random() * (frames / 7)));
    for (const lengths of [[], [1], [frames], stops, [...stops].reverse()]) {
      expect(await lives(site, lengths, undefined), `stopped after ${lengths}`).toEqual(whole);
    }
  });

  it.skipIf(skip).each(['sort', 'oc-sort'])('so they do with %s, over the seams of a loop', async (tracker) => {
    const site = siteOf(`${name}-${tracker}`, { ...options, tracker, more: ', loop: true' });
    const end = Math.floor(frames * 2.5);
    const whole = await lives(site, [], end);
    expect(await lives(site, [frames - 1, 1, 1, frames - 1], end)).toEqual(whole);
    expect(await lives(site, [frames + 99], end)).toEqual(whole);
  });

  it.skipIf(skip)('so they do in another process', { timeout: 60_000 }, async () => {
    const site = siteOf(`${name}-child`, options);
    const whole = await lives(site, [], undefined);
    const stop = Math.floor(frames * 0.6);
    const first = inChild(site, '', stop);
    const second = await live(site, first.checkpoint, { last: true });
    expect([...first.messages, ...second.messages]).toEqual(whole);
    const here = await live(site, undefined, { frames: stop });
    expect(first).toEqual(here);
  });
});

describe('a checkpoint', () => {
  const options = { det: 'walk.txt', fps: 10 };

  it('holds no address of a source or broker', () => {
    const site = siteOf('secret', { ...options, url: 'rtsp://user:secret@127.0.0.1/1' });
    expect(JSON.stringify(site.site).match(/secret/g)).toHaveLength(2);
    expect(checkpointText(site, resume(undefined, site, 'edge-1'))).not.toContain('secret');
  });

  it('of a camera that has moved on tells all that was held back', async () => {
    const site = siteOf('gap', options);
    const { checkpoint, messages } = await live(site, undefined, { frames: 777 });
    const short = siteOf('short', { ...options, det: 'short.txt' });
    const rows = readFileSync(join(folder.path, 'walk.txt'), 'utf8').split('\n');
    writeFileSync(join(folder.path, 'short.txt'), rows.filter((row) => Number.parseInt(row, 10) <= 777).join('\n'));
    const upToThere = await lives(short, [], undefined);
    const parsed = JSON.parse(checkpoint);
    parsed.cameras.door.position = undefined;
    const rest = await live(site, JSON.stringify(parsed), { frames: 0, last: true });
    expect([...messages, ...rest.messages]).toEqual(upToThere);
  });

  it('of another site file is told by the rules under which it was counted', async () => {
    const before = siteOf('before', options);
    const after = siteOf('after', { ...options, rightTo: 15 });
    expect(after.revision).not.toBe(before.revision);
    const first = await live(before, undefined, { frames: 777 });
    const { settled, faults, memories } = resume(first.checkpoint, after, 'edge-1');
    expect(faults).toEqual([]);
    expect(settled.revision).toBe(before.revision);
    const told = settled.closed.flatMap(({ messages, late }) => messages.map((m) => JSON.stringify({ late, ...m })));
    const asItWas = JSON.parse(first.checkpoint);
    asItWas.cameras.door.position = undefined;
    const rest = await live(before, JSON.stringify(asItWas), { frames: 0, last: true });
    expect(told).toEqual(rest.messages);
    expect(memories.get('door')?.position).toBeUndefined();
    // The floor is the same, so what was learned of it still is.
    expect(memories.get('door')?.events.learned().places.watchedS).toBeGreaterThan(70);
  });

  it.each([
    ['cannot be read', '{"format":1,'],
    ['is of a later version', '{"format":99,"revision":"x"}'],
  ])('that %s is said to be lost, and the node begins anew', (_, text) => {
    const resumed = resume(text, siteOf('bad', options), 'edge-1');
    expect(resumed.faults).toHaveLength(1);
    expect(resumed.memories.get('door')).toBeDefined();
    expect(resumed.book.closeAll()).toEqual([]);
  });
});
