import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { OpenSource, Position, SourceItem, SourceOptions, SourcePlugin } from '../../edge/source/source.ts';
import { AisleError } from '../../models/contract/errors.ts';
import type { Source } from '../../models/contract/source.ts';
import { allocateDetections, type Detections } from '../../models/detector/detections.ts';
import { type Look, type SharedFilm, ShowTime } from './show-time.ts';
import { makeViews } from './world/cameras.ts';

type SimulatedSource = Extract<Source, { kind: 'simulated' }>;

export const SIMULATED_DEFAULTS = {
  seed: 1,
  speed: 1,
  fps: 5,
  products: 1000,
  cameras: 8,
  start: '2025-01-06',
  // On the first day of a simulated store all shelves are full.
  warmUpDays: 0,
} as const;
/** Never further ahead of the clock than this, and never longer without a turn for the process's timers. */
const AHEAD_MS = 15;
const TURN_MS = 20;
const MOST_BOXES = 256;
/** While the shop is closed the cameras see nobody, and a picture a second says so. */
const CLOSED_MS = 60_000;
const NIGHT_STEP_MS = 1000;

/**
 * Cameras of a simulated store, for a live node: boxes as the film makes them at a multiple of the speed of life, and
 * the nights as fast as they can be looked at. All cameras of one process look at the same store.
 */
export function createSimulatedSource(): SourcePlugin<SimulatedSource> {
  const shows = new Map<string, ShowTime>();
  return {
    kind: 'simulated',
    async open(config, options): Promise<OpenSource> {
      const settings = { ...SIMULATED_DEFAULTS, ...config };
      const { seed, fps, products, cameras, start, warmUpDays } = settings;
      const recording = `simulated ${JSON.stringify([seed, fps, products, cameras, start, warmUpDays])}`;
      let show = shows.get(recording);
      if (!show) {
        show = new ShowTime({ seed, fps, products, cameras, start, warmUpDays });
        shows.set(recording, show);
      }
      const views = makeViews(show.simulation.world, cameras);
      const view = views.find((v) => v.id === options.camera);
      if (!view) {
        const names = views.map((v) => v.id).join(', ');
        throw new AisleError('SOURCE_REFUSED', `the simulated store has no camera ${options.camera}`, `Use: ${names}.`);
      }
      const feed = show.film(view.id);
      const { midnightMs } = show.simulation.calendar[warmUpDays];
      return {
        nativeWidth: view.width,
        nativeHeight: view.height,
        fps,
        repeats: false,
        recording,
        frames: (after) => play(feed, { speed: settings.speed, midnightMs, recording }, options, after),
      };
    },
  };
}

async function* play(
  feed: SharedFilm,
  pace: { speed: number; midnightMs: number; recording: string },
  { signal }: SourceOptions,
  after: Position | undefined,
): AsyncGenerator<SourceItem, void, void> {
  const out = allocateDetections(MOST_BOXES);
  const nobody = allocateDetections(1);
  let anchor: { wallMs: number; tMs: number } | undefined;
  let turnMs = performance.now();
  let done = after?.done ?? 0;
  let lastMs = after?.tMs ?? pace.midnightMs;
  const frameOf = (tMs: number, detections: Detections, facings?: Look['facings']): SourceItem => {
    lastMs = tMs;
    done++;
    const position = { recording: pace.recording, passMs: 0, done, tMs };
    return { kind: 'frame', frame: { tMs, frame: done, detections, facings, position } };
  };
  for (const look of feed(after?.tMs)) {
    if (signal.aborted) return;
    const { tMs } = look;
    if (tMs <= lastMs) continue;
    if (tMs - lastMs > CLOSED_MS) {
      // Nobody is followed over the night.
      if (done > 0) yield { kind: 'seam' };
      for (let night = lastMs + NIGHT_STEP_MS; night < tMs; night += NIGHT_STEP_MS) {
        yield frameOf(night, nobody);
        if (performance.now() - turnMs <= TURN_MS) continue;
        await nextTurn();
        if (signal.aborted) return;
        turnMs = performance.now();
      }
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
    yield frameOf(tMs, out, look.facings);
  }
}

function copy(boxes: Float32Array, out: Detections): void {
  out.count = Math.min(MOST_BOXES, boxes.length / 5);
  for (let i = 0; i < out.count; i++) {
    out.xyxy.set(boxes.subarray(5 * i, 5 * i + 4), 4 * i);
    out.score[i] = boxes[5 * i + 4];
  }
}
