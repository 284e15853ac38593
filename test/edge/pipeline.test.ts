import { describe, expect, it } from 'vitest';
import { EventEngine } from '../../edge/events/engine.ts';
import { createFloorPlacer } from '../../edge/floor/floor.ts';
import { runPipeline } from '../../edge/pipeline.ts';
import type { OpenSource, SourceItem } from '../../edge/source/source.ts';
import { createTracker } from '../../edge/track/registry.ts';
import { Book } from '../../models/aggregate/book.ts';
import { planOf } from '../../models/aggregate/plan.ts';
import { AisleError } from '../../models/contract/errors.ts';
import { parseSite } from '../../models/contract/site-parse.ts';
import type { Detections } from '../../models/detector/detections.ts';
import { walkSite } from '../support/walk.ts';

const FPS = 10;

function site() {
  const parsed = parseSite(walkSite({ mqttPort: 1 }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.site;
}

/** One person who stands in the left zone. */
const standing = (): Detections => ({
  count: 1,
  xyxy: new Float32Array([180, 200, 220, 300]),
  score: new Float32Array([0.9]),
});

async function* frames(from: number, count: number): AsyncGenerator<SourceItem, void, void> {
  for (let i = 0; i < count; i++) {
    yield { kind: 'frame', frame: { tMs: from + (i * 1000) / FPS, frame: i + 1, detections: standing() } };
  }
}

async function play(items: () => AsyncGenerator<SourceItem, void, void>, signal = new AbortController().signal) {
  const whole = site();
  const { cameras, floors } = whole;
  const book = new Book(planOf(whole, 'edge-1'));
  const source: OpenSource = { nativeWidth: 800, nativeHeight: 600, fps: FPS, repeats: false, frames: items };
  const seen = { frames: 0, seams: 0 };
  const stages = {
    source,
    detector: undefined,
    tracker: createTracker({ kind: 'byte-track' }, FPS),
    floor: createFloorPlacer(cameras[0], floors[0], { width: 800, height: 600 }),
    events: new EventEngine(whole, cameras[0]),
    book,
  };
  const watcher = {
    onFrame: () => {
      seen.frames++;
    },
    onSeam: () => {
      seen.seams++;
    },
  };
  const failure = await runPipeline(stages, watcher, signal).then(
    () => undefined,
    (error: unknown) => error,
  );
  const messages = book.closeAll().flatMap((closed) => closed.messages);
  const left = messages
    .flatMap((m) => (m.kind === 'zone' ? m.data.zones : []))
    .filter(({ zone }) => zone === 'left')
    .reduce(
      (a, b) => ({
        visits: a.visits + b.visits,
        ended: a.ended + b.ended,
        censored: a.censored + b.censored,
        occupancyS: a.occupancyS + b.occupancyS,
      }),
      { visits: 0, ended: 0, censored: 0, occupancyS: 0 },
    );
  return { failure, seen, left };
}

describe('the pipeline', () => {
  it('cuts open visits at the end of the recording: they are censored, not ended', async () => {
    const { failure, seen, left } = await play(() => frames(0, 200));
    expect(failure).toBeUndefined();
    expect(seen).toEqual({ frames: 200, seams: 0 });
    expect(left).toMatchObject({ visits: 1, ended: 0, censored: 1 });
    expect(left.occupancyS).toBeGreaterThan(19);
    expect(left.occupancyS).toBeLessThan(20.1);
  });

  it('follows nobody over a seam', async () => {
    const { seen, left } = await play(async function* () {
      yield* frames(0, 100);
      yield { kind: 'seam' };
      yield* frames(10_000, 100);
    });
    expect(seen).toEqual({ frames: 200, seams: 1 });
    expect(left).toMatchObject({ visits: 2, censored: 2 });
  });

  it('keeps what it saw before a loss, and passes the loss on', async () => {
    const { failure, left } = await play(async function* () {
      yield* frames(0, 100);
      throw new AisleError('SOURCE_LOST', 'gone', 'wait');
    });
    expect(failure).toMatchObject({ code: 'SOURCE_LOST' });
    expect(left).toMatchObject({ visits: 1, censored: 1 });
  });

  it('counts nothing over a hole in time', async () => {
    const { left } = await play(async function* () {
      yield* frames(0, 50);
      yield* frames(65_000, 50);
    });
    expect(left.occupancyS).toBeLessThan(11);
  });

  it('stops at once when it is told to', async () => {
    const stop = new AbortController();
    const { seen } = await play(async function* () {
      for await (const item of frames(0, 100)) {
        yield item;
        if (item.kind === 'frame' && item.frame.frame === 10) stop.abort();
      }
    }, stop.signal);
    expect(seen.frames).toBe(10);
  });

  it('says that pixels need a detector', async () => {
    const pixels = { data: new Uint8Array(3), width: 1, height: 1, scaleX: 1, scaleY: 1 };
    const { failure } = await play(async function* () {
      yield { kind: 'frame', frame: { tMs: 0, frame: 1, pixels } };
    });
    expect(failure).toBeInstanceOf(RangeError);
  });
});
