import * as ort from 'onnxruntime-node';
import { createDetector } from '../../edge/detect/detector.ts';
import { inferenceThreads } from '../../edge/detect/provider.ts';
import { createSession } from '../../edge/detect/session.ts';
import { locateWeights } from '../../edge/detect/weights.ts';
import { EventEngine } from '../../edge/events/engine.ts';
import { createFloorPlacer } from '../../edge/floor/floor.ts';
import { runPipeline } from '../../edge/pipeline.ts';
import { openSource } from '../../edge/source/registry.ts';
import type { SourceItem } from '../../edge/source/source.ts';
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
const FRAMES = 600;
/** The two take turns after this many frames, so that both meet the same disturbances. */
const BLOCK = 20;

/**
 * Frames a second of the whole edge (decode to book) on the demo's footage, and of the bare network on the same frames
 * as ready tensors, in turn within one run: medians over the blocks, and the median of the blocks' ratios.
 */
export async function run(_options: BenchOptions): Promise<Record<string, unknown>> {
  const absent = missing(FOOTAGE);
  if (absent) throw new AisleError('SOURCE_MISSING', absent, 'Run npm start once: it fetches the footage.');
  const log = { info: () => undefined, warn: () => undefined };
  const { manifest, path } = await locateWeights('auto', { log });
  const threads = inferenceThreads();
  const detector = await createDetector({ manifest, path, provider: 'cpu', minScore: 0.1, threads });
  const session = await createSession(path, 'cpu', threads);
  const source = await openSource(
    { kind: 'file', path: FOOTAGE, fps: 7 },
    {
      ...{ request: detector.request, fps: undefined, live: false, folder: '.', dropped: {} },
      signal: new AbortController().signal,
    },
  );
  const turns = new Turns(session, manifest);
  const { site } = loadSite('site/demo.yaml');
  const [camera] = site.cameras;
  const stages = {
    source: { ...source, frames: () => turns.take(source.frames()) },
    detector,
    tracker: createTracker({ kind: 'byte-track' }, 7),
    floor: createFloorPlacer(camera, site.floors[0], { width: source.nativeWidth, height: source.nativeHeight }),
    events: new EventEngine(site, camera),
    book: new Book(planOf(site, 'edge-1')),
  };
  await runPipeline(stages, { onFrame: () => undefined, onSeam: () => undefined }, new AbortController().signal);
  await detector.close();
  await session.release();
  const rate = (ms: number[]) => Math.round((BLOCK * 10_000) / median(ms)) / 10;
  const ratio = median(turns.bareMs.map((ms, i) => ms / turns.wholeMs[i]));
  return {
    model: manifest.name,
    frames: turns.wholeMs.length * BLOCK,
    framesPerSecond: rate(turns.wholeMs),
    bareInferenceFramesPerSecond: rate(turns.bareMs),
    ratio: Math.round(ratio * 1000) / 1000,
    overhead: Math.round((1 / ratio - 1) * 1000) / 1000,
  };
}

/** Hands frames to the pipeline block by block, and after each block runs the bare network on the same frames. */
class Turns {
  readonly wholeMs: number[] = [];
  readonly bareMs: number[] = [];
  private readonly session: ort.InferenceSession;
  private readonly manifest: Manifest;

  constructor(session: ort.InferenceSession, manifest: Manifest) {
    this.session = session;
    this.manifest = manifest;
  }

  async *take(items: AsyncGenerator<SourceItem, void, void>): AsyncGenerator<SourceItem, void, void> {
    let block: ort.Tensor[] = [];
    let wholeMs = 0;
    let frames = 0;
    // Closing the source ends its ffmpeg; a manual walk has to see to that.
    try {
      for (;;) {
        const start = performance.now();
        const { value, done } = await items.next();
        if (done || frames === FRAMES) return;
        const item = value;
        wholeMs += performance.now() - start;
        if (item.kind === 'frame' && item.frame.pixels) block.push(this.tensorOf(item.frame.pixels));
        const given = performance.now();
        yield item;
        wholeMs += performance.now() - given;
        frames++;
        if (block.length < BLOCK) continue;
        const bareMs = await this.bare(block);
        // The first block warms both up.
        if (frames > BLOCK) {
          this.wholeMs.push(wholeMs);
          this.bareMs.push(bareMs);
        }
        block = [];
        wholeMs = 0;
      }
    } finally {
      await items.return();
    }
  }

  private async bare(tensors: readonly ort.Tensor[]): Promise<number> {
    const [input] = this.session.inputNames;
    const start = performance.now();
    for (const tensor of tensors) {
      const answer = await this.session.run({ [input]: tensor });
      for (const output of Object.values(answer)) output.dispose();
    }
    return performance.now() - start;
  }

  private tensorOf(pixels: Pixels): ort.Tensor {
    const { width, height } = this.manifest.input;
    const { feed, fit } = this.manifest.reading();
    const tensor = new ort.Tensor('float32', new Float32Array(3 * width * height), [1, 3, height, width]);
    feedPlanar(feed, { width, height, fit }, pixels, tensor.data as Float32Array);
    return tensor;
  }
}
