import * as ort from 'onnxruntime-node';
import { createDetector, type Detector, detectionsBuffer } from '../../edge/detect/detector.ts';
import { inferenceThreads } from '../../edge/detect/provider.ts';
import { createSession } from '../../edge/detect/session.ts';
import { locateWeights } from '../../edge/detect/weights.ts';
import { EventEngine } from '../../edge/events/engine.ts';
import { createFloorPlacer } from '../../edge/floor/floor.ts';
import { runPipeline } from '../../edge/pipeline.ts';
import { openSource } from '../../edge/source/registry.ts';
import type { OpenSource, SourceItem } from '../../edge/source/source.ts';
import { createTracker } from '../../edge/track/registry.ts';
import { Book } from '../../models/aggregate/book.ts';
import { planOf } from '../../models/aggregate/plan.ts';
import { AisleError } from '../../models/contract/errors.ts';
import { feedPlanar, type Pixels } from '../../models/detector/letterbox.ts';
import type { Manifest } from '../../models/detector/manifest.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { FOOTAGE, missing } from '../support/data.ts';
import type { BenchOptions } from './bench.ts';
import { median } from './bench.ts';

export const name = 'pipeline';
const FRAMES = 300;
const ROUNDS = 3;

/**
 * Frames a second of the whole edge (decode to book) on the demo's footage, and of the bare network on as many frames
 * of the same size, in the same run, in turn.
 */
export async function run(_options: BenchOptions): Promise<Record<string, unknown>> {
  const absent = missing(FOOTAGE);
  if (absent) throw new AisleError('SOURCE_MISSING', absent, 'Run npm start once: it fetches the footage.');
  const log = { info: () => undefined, warn: () => undefined };
  const weights = await locateWeights('auto', { log });
  const options = { manifest: weights.manifest, path: weights.path, provider: 'cpu' as const, minScore: 0.1 };
  const detector = await createDetector({ ...options, threads: inferenceThreads() });
  const bare: number[] = [];
  const whole: number[] = [];
  const stages: number[] = [];
  const items = await decoded(detector);
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await bareRate(weights.path, weights.manifest, items));
    whole.push(await wholeRate(detector));
    stages.push(await wholeRate(detector, items));
  }
  await detector.close();
  const rate = (values: number[]) => Math.round(median(values) * 10) / 10;
  const share = (a: number[], b: number[]) => Math.round((median(a) / median(b)) * 1000) / 1000;
  return {
    model: weights.manifest.name,
    frames: FRAMES,
    framesPerSecond: rate(whole),
    withoutDecodingFramesPerSecond: rate(stages),
    bareInferenceFramesPerSecond: rate(bare),
    ratio: share(whole, bare),
    overhead: Math.round((median(bare) / median(whole) - 1) * 1000) / 1000,
  };
}

/** The network alone, on tensors that are ready: every tenth of the same frames, in turn. */
async function bareRate(path: string, manifest: Manifest, items: readonly SourceItem[]): Promise<number> {
  const session = await createSession(path, 'cpu', inferenceThreads());
  const { feed, fit } = manifest.reading();
  const { width, height } = manifest.input;
  const tensors = items
    .filter((_, i) => i % 10 === 0)
    .map((item) => {
      const tensor = new ort.Tensor('float32', new Float32Array(3 * width * height), [1, 3, height, width]);
      if (item.kind === 'frame' && item.frame.pixels) {
        feedPlanar(feed, { width, height, fit }, item.frame.pixels, tensor.data as Float32Array);
      }
      return { [session.inputNames[0]]: tensor };
    });
  for (let i = 0; i < 10; i++) await session.run(tensors[0]);
  const start = performance.now();
  for (let i = 0; i < FRAMES; i++) await session.run(tensors[i % tensors.length]);
  const rate = (FRAMES * 1000) / (performance.now() - start);
  await session.release();
  return rate;
}

/** The footage's first frames, kept in memory. */
async function decoded(detector: Detector): Promise<SourceItem[]> {
  const source = await open(detector);
  const items: SourceItem[] = [];
  for await (const item of source.frames()) {
    if (item.kind !== 'frame' || !item.frame.pixels) continue;
    const pixels: Pixels = { ...item.frame.pixels, data: item.frame.pixels.data.slice() };
    items.push({ kind: 'frame', frame: { ...item.frame, pixels } });
    if (items.length === FRAMES) break;
  }
  return items;
}

const open = (detector: Detector) =>
  openSource(
    { kind: 'file', path: FOOTAGE, fps: 7 },
    {
      request: detector.request,
      fps: undefined,
      live: false,
      folder: '.',
      signal: new AbortController().signal,
      dropped: {},
    },
  );

async function wholeRate(detector: Detector, items?: SourceItem[]): Promise<number> {
  const { site } = loadSite('site/demo.yaml');
  const [camera] = site.cameras;
  const footage = await open(detector);
  const stop = new AbortController();
  const source: OpenSource = items
    ? {
        ...footage,
        async *frames() {
          yield* items;
        },
      }
    : footage;
  const warm = detectionsBuffer();
  const first = items?.[0];
  if (first?.kind === 'frame' && first.frame.pixels) await detector.detect(first.frame.pixels, warm);
  const stages = {
    source,
    detector,
    tracker: createTracker({ kind: 'byte-track' }, 7),
    floor: createFloorPlacer(camera, site.floors[0], { width: source.nativeWidth, height: source.nativeHeight }),
    events: new EventEngine(site, camera),
    book: new Book(planOf(site, 'edge-1')),
  };
  let frames = 0;
  let startedMs = 0;
  let endedMs = 0;
  const onFrame = () => {
    // The first frame carries ffmpeg's start; the clock runs from its end.
    if (frames === 0) startedMs = performance.now();
    frames++;
    if (frames === FRAMES) {
      endedMs = performance.now();
      stop.abort();
    }
  };
  await runPipeline(stages, { onFrame, onSeam: () => undefined }, stop.signal);
  return ((frames - 1) * 1000) / ((endedMs || performance.now()) - startedMs);
}
