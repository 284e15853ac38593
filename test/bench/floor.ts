import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDetector } from '../../edge/detect/detector.ts';
import { inferenceThreads } from '../../edge/detect/provider.ts';
import { locateWeights } from '../../edge/detect/weights.ts';
import { EventEngine } from '../../edge/events/engine.ts';
import { createFloorPlacer } from '../../edge/floor/floor.ts';
import { runPipeline } from '../../edge/pipeline.ts';
import { openSource } from '../../edge/source/registry.ts';
import { createTracker, type TrackerOptions } from '../../edge/track/registry.ts';
import { NoFacts } from '../../models/aggregate/facts.ts';
import { AisleError } from '../../models/contract/errors.ts';
import { parseMot } from '../../models/contract/mot.ts';
import { DETECTORS } from '../../models/detector/registry.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { DATA, FOOTAGE, missing } from '../support/data.ts';
import type { BenchOptions } from './bench.ts';

export const name = 'floor';
const FRAMES = 795;
const FPS = 7;

/** People on the floor in the demo's footage, from pixels, against the sequence's ground truth, frame by frame. */
export async function run(_options: BenchOptions): Promise<Record<string, unknown>> {
  const gtFile = join(DATA, 'mot', 'PETS09-S2L1', 'gt', 'gt.txt');
  const absent = missing(gtFile, FOOTAGE);
  if (absent)
    throw new AisleError('NOT_FOUND', absent, 'Set AISLE_DATA to the folder that holds mot/, and run npm start once.');
  const [preferred, ...others] = DETECTORS;
  const models: Record<string, unknown> = {};
  for (const { name: other } of others) models[other] = await measureFloor(gtFile, other);
  return { ...(await measureFloor(gtFile, preferred.name)), models };
}

const relative = (value: number, truth: number) => Math.round((value / truth - 1) * 1e4) / 1e4;
const tidy = (value: number) => Math.round(value * 1000) / 1000;

export async function measureFloor(gtFile: string, model: string) {
  const truth = new Array<number>(FRAMES).fill(0);
  for (const row of parseMot(readFileSync(gtFile, 'utf8'), gtFile)) truth[row.frame - 1]++;
  const { site } = loadSite('site/demo.yaml');
  const [camera] = site.cameras;
  const weights = await locateWeights(model, { log: { info: () => undefined, warn: () => undefined } });
  const detector = await createDetector({
    ...{ manifest: weights.manifest, path: weights.path, provider: 'cpu' },
    ...{ minScore: site.detector.minScore, threads: inferenceThreads() },
  });
  const signal = new AbortController().signal;
  const source = await openSource(
    { kind: 'file', path: FOOTAGE, fps: FPS, realTime: false },
    { request: detector.request, fps: undefined, live: false, folder: '.', signal, dropped: {} },
  );
  const sums = new Sums();
  const floor = createFloorPlacer(camera, site.floors[0], { width: source.nativeWidth, height: source.nativeHeight });
  const stages = {
    ...{ source, detector, floor, book: sums },
    tracker: createTracker(site.tracker as TrackerOptions, FPS),
    events: new EventEngine(site, camera),
  };
  await runPipeline(stages, { onFrame: () => undefined, onSeam: () => undefined }, signal);
  await detector.close();
  const counts = truth.map((_, i) => sums.people.get(i) ?? 0);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const personSeconds = tidy(sums.personS);
  const truePersonSeconds = tidy(sum(truth) / FPS);
  return {
    model: weights.manifest.name,
    frames: sums.people.size,
    people: tidy(sum(counts) / FRAMES),
    truePeople: tidy(sum(truth) / FRAMES),
    peopleError: relative(sum(counts), sum(truth)),
    meanAbsoluteError: tidy(sum(truth.map((n, i) => Math.abs(n - counts[i]))) / FRAMES),
    personSeconds,
    truePersonSeconds,
    personSecondsError: relative(personSeconds, truePersonSeconds),
  };
}

/** Keeps what the book would be told: people on the floor frame by frame, and the heat map's person-seconds. */
class Sums extends NoFacts {
  readonly people = new Map<number, number>();
  personS = 0;
  override inCell(_floor: string, _cell: number, _tMs: number, dtS: number): void {
    this.personS += dtS;
  }
  override onFloor(_floor: string, tMs: number, _dtS: number, count: number): void {
    this.people.set(Math.round((tMs * FPS) / 1000), count);
  }
}
