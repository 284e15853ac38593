import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../../../edge/source/registry.ts';
import type { Frame, SourceItem, SourceOptions } from '../../../edge/source/source.ts';
import type { Source } from '../../../models/contract/source.ts';
import { tempFolder } from '../../support/gateway.ts';
import { makeVideo } from '../../support/video.ts';
import { makeFilms } from './make-films.ts';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);

beforeAll(() => makeFilms(folder.path));
afterAll(() => folder.remove());

const options = (changes: Partial<SourceOptions> = {}): SourceOptions => ({
  request: { width: 64, height: 64, fit: 'letterbox' },
  fps: undefined,
  live: false,
  folder: folder.path,
  signal: new AbortController().signal,
  dropped: {},
  ...changes,
});

interface Seen extends Frame {
  /** Brightest byte of the pixels. */
  level?: number;
  boxes?: number;
}

/** Reads up to so many items; frames are copied, since their arrays are lent. */
async function read(config: Source, most = 1000, changes: Partial<SourceOptions> = {}): Promise<(Seen | 'seam')[]> {
  const source = await openSource(config, options(changes));
  const items: (Seen | 'seam')[] = [];
  for await (const item of source.frames()) {
    items.push(item.kind === 'seam' ? 'seam' : seen(item));
    if (items.length >= most) break;
  }
  return items;
}

const seen = ({ frame }: Extract<SourceItem, { kind: 'frame' }>): Seen => ({
  ...frame,
  level: frame.pixels?.data.reduce((max, v) => Math.max(max, v), 0),
  boxes: frame.detections?.count,
});
const frames = (items: (Seen | 'seam')[]): Seen[] => items.filter((item) => item !== 'seam');
const times = (items: (Seen | 'seam')[]): number[] => frames(items).map(({ tMs }) => Math.round(tMs));

describe('a video file', () => {
  it('gives every frame once, scaled at decode, at its place in time', async () => {
    const source = await openSource({ kind: 'file', path: 'film.avi' }, options());
    expect(source).toMatchObject({ nativeWidth: 160, nativeHeight: 120, fps: 10, repeats: false });
    const items = await read({ kind: 'file', path: 'film.avi' });
    expect(times(items)).toEqual(Array.from({ length: 20 }, (_, i) => i * 100));
    expect(frames(items).map(({ frame }) => frame)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const { pixels } = frames(items)[0];
    expect(pixels).toMatchObject({ width: 64, height: 48, scaleX: 0.4, scaleY: 0.4 });
    expect(pixels?.data).toHaveLength(64 * 48 * 3);
  });

  it('takes the site file’s word for the rate over the container’s', async () => {
    const items = await read({ kind: 'file', path: 'film.avi', fps: 4 });
    expect(times(items)).toEqual(Array.from({ length: 20 }, (_, i) => i * 250));
  });

  it('is thinned out to the rate at which the node looks', async () => {
    const items = await read({ kind: 'file', path: 'film.avi' }, 1000, { fps: 5 });
    expect(times(items)).toEqual(Array.from({ length: items.length }, (_, i) => i * 200));
    expect(items.length).toBeGreaterThanOrEqual(10);
    expect(items.length).toBeLessThanOrEqual(11);
  });

  it('without times of its own gives all its frames at the rate that it is given', async () => {
    const items = await read({ kind: 'file', path: 'bare.mjpeg', fps: 10 });
    expect(times(items)).toEqual(Array.from({ length: 20 }, (_, i) => i * 100));
  });

  it('begins anew after a seam when it repeats, and time goes on', async () => {
    const items = await read({ kind: 'file', path: 'film.avi', loop: true }, 45);
    expect(items.flatMap((item, i) => (item === 'seam' ? [i] : []))).toEqual([20, 41]);
    const t = times(items);
    expect(t.every((tMs, i) => i === 0 || tMs > t[i - 1])).toBe(true);
    expect(frames(items)[20].frame).toBe(1);
  });

  it('plays at the speed of life in a node', async () => {
    const start = Date.now();
    const items = await read({ kind: 'file', path: 'film.avi' }, 1000, { live: true });
    const tookMs = Date.now() - start;
    const t = frames(items).map(({ tMs }) => tMs);
    expect(t[0]).toBeGreaterThanOrEqual(start);
    expect((t.at(-1) as number) - t[0]).toBeLessThanOrEqual(1901);
    expect(tookMs).toBeGreaterThan(1800);
  });

  it('can be left in the middle, at once', async () => {
    const film = makeVideo(at('long.avi'), { frames: 400 });
    for (const most of [1, 3, 10]) {
      const start = performance.now();
      expect(await read({ kind: 'file', path: film }, most)).toHaveLength(most);
      expect(performance.now() - start).toBeLessThan(3000);
    }
  });

  it('ends quietly when the node stops', async () => {
    const stop = new AbortController();
    const source = await openSource({ kind: 'file', path: 'film.avi', loop: true }, options({ signal: stop.signal }));
    let n = 0;
    for await (const _ of source.frames()) if (++n === 5) stop.abort();
    expect(n).toBeLessThan(8);
  });
});

describe('a folder of pictures', () => {
  const pictures: Source = { kind: 'images', path: 'pictures', fps: 2 };

  it('is read in the order of its numbers, at their places in time, with three bytes a pixel', async () => {
    const items = frames(await read(pictures));
    expect(items.map(({ frame }) => frame)).toEqual([1, 2, 10, 11]);
    expect(times(items)).toEqual([0, 500, 4500, 5000]);
    for (const { pixels } of items) expect(pixels?.data).toHaveLength((pixels?.width ?? 0) * (pixels?.height ?? 0) * 3);
    expect(items[0].pixels).toMatchObject({ width: 64, height: 43 });
    expect(items[0].level).toBe(10);
  });

  it('repeats with a seam', async () => {
    const items = await read({ ...pictures, loop: true }, 7);
    expect(items.map((item) => (item === 'seam' ? 'seam' : item.frame))).toEqual([1, 2, 10, 11, 'seam', 1, 2]);
  });

  it('may be one picture', async () => {
    expect(frames(await read({ kind: 'images', path: 'pictures/f_2.png', fps: 1 })).map((f) => f.frame)).toEqual([2]);
  });

  it('keeps time going on where two names have the same number', async () => {
    mkdirSync(at('twins'), { recursive: true });
    for (const name of ['a1.png', 'b1.png', 'c2.png']) {
      await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
        .png()
        .toFile(at(`twins/${name}`));
    }
    const t = frames(await read({ kind: 'images', path: 'twins', fps: 1 })).map(({ tMs }) => tMs);
    expect(t).toHaveLength(3);
    expect(t.every((tMs, i) => i === 0 || tMs > t[i - 1])).toBe(true);
  });
});

describe('recorded detections', () => {
  const recorded: Source = { kind: 'detections', path: 'det.txt', fps: 5, width: 160, height: 120 };

  it('are played frame by frame, empty frames too', async () => {
    const items = frames(await read(recorded));
    expect(items.map(({ frame, boxes }) => [frame, boxes])).toEqual([
      [1, 1],
      [2, 0],
      [3, 2],
    ]);
    expect(times(items)).toEqual([0, 200, 400]);
    const boxes = items[2].detections;
    expect([...(boxes?.xyxy ?? [])].slice(0, 8)).toEqual([11, 20, 41, 80, 99, 20, 129, 80]);
  });

  it('repeat with a seam, and the time of the second pass goes on from the first', async () => {
    const items = await read({ ...recorded, loop: true }, 7);
    expect(items.map((item) => (item === 'seam' ? 'seam' : Math.round(item.tMs)))).toEqual([
      0,
      200,
      400,
      'seam',
      600,
      800,
      1000,
    ]);
  });

  it('played as fast as possible, leave the process its timers and its stop', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const endless = { ...recorded, loop: true, realTime: false };
    const source = await openSource(endless, options({ live: true, signal: stop.signal }));
    let n = 0;
    for await (const _ of source.frames()) n++;
    expect(n).toBeGreaterThan(100);
  });

  it('are the same each time', async () => {
    const config: Source = { ...recorded, realTime: false };
    expect(await read(config, 1000, { live: true })).toEqual(await read(config, 1000, { live: true }));
  });
});

describe('a source that cannot be opened says which, why and what to do', () => {
  it.each<[string, Source, string, RegExp]>([
    ['no such file', { kind: 'file', path: 'none.avi' }, 'SOURCE_MISSING', /no file .*none\.avi/],
    ['a file that is no film', { kind: 'file', path: 'text.avi' }, 'SOURCE_REFUSED', /text\.avi cannot be played/],
    ['an empty file', { kind: 'file', path: 'empty.avi' }, 'SOURCE_REFUSED', /empty\.avi cannot be played/],
    ['a folder in place of a film', { kind: 'file', path: 'nothing' }, 'SOURCE_REFUSED', /nothing cannot be played/],
    ['no such folder', { kind: 'images', path: 'none', fps: 1 }, 'SOURCE_MISSING', /none/],
    ['a folder without pictures', { kind: 'images', path: 'nothing', fps: 1 }, 'SOURCE_MISSING', /holds no picture/],
    ['a picture that is none', { kind: 'images', path: 'broken.jpg', fps: 1 }, 'SOURCE_REFUSED', /broken\.jpg/],
    [
      'no detections',
      { kind: 'detections', path: 'none.txt', fps: 1, width: 9, height: 9 },
      'SOURCE_MISSING',
      /none\.txt/,
    ],
    [
      'detections with a mistake',
      { kind: 'detections', path: 'wrong.txt', fps: 1, width: 9, height: 9 },
      'BAD_INPUT',
      /wrong\.txt:2: column 3/,
    ],
    ['a kind that lives elsewhere', { kind: 'simulated' }, 'SOURCE_REFUSED', /kind simulated/],
    ['no camera device', { kind: 'v4l2', device: '/dev/video99' }, 'SOURCE_MISSING', /camera does not answer/],
    [
      'nobody at the address',
      { kind: 'rtsp', url: 'rtsp://owner:s3cret@127.0.0.1:9/x' },
      'SOURCE_MISSING',
      /camera does not answer/,
    ],
  ])('%s', async (_, config, code, message) => {
    const error = await openSource(config, options({ live: true })).then(
      () => undefined,
      (e) => e,
    );
    expect(error).toMatchObject({ code, message: expect.stringMatching(message), fix: expect.stringMatching(/\S/) });
    expect(error.message.split('\n')).toHaveLength(1);
    expect(`${error.message} ${error.fix} ${error.stack}`).not.toContain('s3cret');
  });
});
