import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { OpenSource, Position, SourceItem, SourceOptions, SourcePlugin } from '../../edge/source/source.ts';
import { AisleError } from '../../models/contract/errors.ts';
import type { Source } from '../../models/contract/site.ts';
import { allocateDetections, type Detections } from '../../models/detector/detections.ts';
import { type SharedFilm, ShowTime } from './show-time.ts';
import { makeViews } from './world/cameras.ts';

type SimulatedSource = Extract<Source, { kind: 'simulated' }>;

export const SIMULATED_DEFAULTS = {
  seed: 1,
  speed: 1,
  fps: 5,
  products: 1000,
  cameras: 8,
  start: '2025-01-06',
} as const;
/** Never further ahead of the clock than this, and never longer without a turn for the process's timers. */
const AHEAD_MS = 15;
const TURN_MS = 20;
const MOST_BOXES = 256;

/**
 * Cameras of a simulated store, for a live node: boxes as the film makes them, opening hours only, at a multiple of the
 * speed of life. All cameras of one process look at the same store.
 */
export function createSimulatedSource(): SourcePlugin<SimulatedSource> {
  const shows = new Map<string, ShowTime>();
  return {
    kind: 'simulated',
    async open(config, options): Promise<OpenSource> {
      const settings = { ...SIMULATED_DEFAULTS, ...config };
      const { seed, fps, products, cameras, start } = settings;
      const recording = `simulated ${JSON.stringify([seed, fps, products, cameras, start])}`;
      let show = shows.get(recording);
      if (!show) {
        show = new ShowTime({ seed, fps, products, cameras, start });
        shows.set(recording, show);
      }
      const views = makeViews(show.simulation.world, cameras);
      const view = views.find((v) => v.id === options.camera);
      if (!view) {
        const names = views.map((v) => v.id).join(', ');
        throw new AisleError('SOURCE_REFUSED', `the simulated store has no camera ${options.camera}`, `Use: ${names}.`);
      }
      const feed = show.film(view.id);
      return {
        nativeWidth: view.width,
        nativeHeight: view.height,
        fps,
        repeats: false,
        recording,
        frames: (after) => play(feed, { speed: settings.speed, fps, recording }, options, after),
      };
    },
  };
}

async function* play(
  feed: SharedFilm,
  pace: { speed: number; fps: number; recording: string },
  { signal }: SourceOptions,
  after: Position | undefined,
): AsyncGenerator<SourceItem, void, void> {
  const out = allocateDetections(MOST_BOXES);
  let anchor: { wallMs: number; tMs: number } | undefined;
  let turnMs = performance.now();
  let done = after?.done ?? 0;
  let lastMs = after?.tMs ?? Number.NEGATIVE_INFINITY;
  for (const look of feed(after?.tMs)) {
    if (signal.aborted) return;
    const { tMs } = look;
    if (tMs <= lastMs) continue;
    // The night is left out: nobody is followed over it, and nobody waits for the morning.
    if (lastMs > 0 && tMs - lastMs > 60_000) {
      yield { kind: 'seam' };
      anchor = undefined;
    }
    anchor ??= { wallMs: performance.now(), tMs };
    const aheadMs = (tMs - anchor.tMs) / pace.speed - (performance.now() - anchor.wallMs);
    if (aheadMs > AHEAD_MS) await sleep(aheadMs, undefined, { signal }).catch(() => undefined);
    else if (performance.now() - turnMs > TURN_MS) await nextTurn();
    else if (aheadMs < -1000) anchor = { wallMs: performance.now(), tMs };
    if (aheadMs > AHEAD_MS || performance.now() - turnMs > TURN_MS) turnMs = performance.now();
    if (signal.aborted) return;
    copy(look.boxes, out);
    lastMs = tMs;
    done++;
    const position = { recording: pace.recording, passMs: 0, done, tMs };
    yield { kind: 'frame', frame: { tMs, frame: done, detections: out, facings: look.facings, position } };
  }
}

function copy(boxes: Float32Array, out: Detections): void {
  out.count = Math.min(MOST_BOXES, boxes.length / 5);
  for (let i = 0; i < out.count; i++) {
    out.xyxy.set(boxes.subarray(5 * i, 5 * i + 4), 4 * i);
    out.score[i] = boxes[5 * i + 4];
  }
}
