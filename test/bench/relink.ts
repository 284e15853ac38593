import { readFileSync } from 'node:fs';
import { evalTracks } from '../../calibration/lab/tracks.ts';
import { createAppearance } from '../../edge/detect/appearance.ts';
import { createDetector, type Detector } from '../../edge/detect/detector.ts';
import { Looks } from '../../edge/detect/looks.ts';
import { inferenceThreads } from '../../edge/detect/provider.ts';
import { locateFirst, locateWeights } from '../../edge/detect/weights.ts';
import { EventEngine } from '../../edge/events/engine.ts';
import { createFloorPlacer } from '../../edge/floor/floor.ts';
import { runPipeline } from '../../edge/pipeline.ts';
import { openSource } from '../../edge/source/registry.ts';
import { createTracker, type TrackerOptions } from '../../edge/track/registry.ts';
import { NoFacts } from '../../models/aggregate/facts.ts';
import { AisleError } from '../../models/contract/errors.ts';
import { type MotRow, parseMot } from '../../models/contract/mot.ts';
import { PERSON_REID } from '../../models/detector/appearance.ts';
import { type Grid, gridOf } from '../../models/geometry/grid.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { DATA, FOOTAGE, missing } from '../support/data.ts';

export const name = 'relink';

const FPS = 7;
const FRAMES = 795;
/** Half the side of the square that stands for a person on the floor, in units of 0.1 m. */
const HALF = 15;
/** The detector sees nothing for so many frames of every so many. */
const OUTAGES = { none: [0, 1], '2 s in 10 s': [14, 70], '3.5 s in 15 s': [25, 105] } as const;

/**
 * Persons of PETS09-S2L1 from pixels, linked by motion and by looks as well, while the detector is blind now and then:
 * how many persons are counted, and the identity measure of their places on the floor (squares of 3 m, IoU 0.5).
 */
export async function run(): Promise<Record<string, unknown>> {
  const gtFile = `${DATA}/mot/PETS09-S2L1/gt/gt.txt`;
  const absent = missing(gtFile, FOOTAGE);
  if (absent)
    throw new AisleError('NOT_FOUND', absent, 'Set AISLE_DATA to the folder that holds mot/, and run npm start once.');
  const truth = parseMot(readFileSync(gtFile, 'utf8'), gtFile);
  const figures: Record<string, unknown> = { persons: new Set(truth.map(({ id }) => id)).size };
  for (const [outage, pattern] of Object.entries(OUTAGES)) {
    for (const relink of ['motion', 'appearance'] as const) {
      figures[`${outage}, ${relink}`] = await measure(truth, pattern, relink === 'appearance');
    }
  }
  return figures;
}

async function measure(truth: readonly MotRow[], [blind, of]: readonly [number, number], byLooks: boolean) {
  const { site } = loadSite('site/demo.yaml');
  const [camera] = site.cameras;
  const [floor] = site.floors;
  const log = { info: () => undefined, warn: () => undefined };
  const { manifest, path } = await locateWeights('auto', { log });
  const threads = inferenceThreads();
  const detector = await createDetector({ manifest, path, provider: 'cpu', minScore: site.detector.minScore, threads });
  const appearance = byLooks
    ? await createAppearance((await locateFirst([PERSON_REID], { log })).path, threads)
    : undefined;
  const signal = new AbortController().signal;
  const source = await openSource(
    { kind: 'file', path: FOOTAGE, fps: FPS, realTime: false },
    { request: detector.request, fps: undefined, live: false, folder: '.', signal, dropped: {} },
  );
  const native = { width: source.nativeWidth, height: source.nativeHeight };
  const places = new PlacesOfPersons(gridOf(floor));
  const stages = {
    source,
    detector: blindNowAndThen(detector, blind, of),
    tracker: createTracker(site.tracker as TrackerOptions, FPS),
    floor: createFloorPlacer(camera, floor, native),
    looks: appearance && new Looks(appearance),
    events: new EventEngine(site, camera),
    book: places,
  };
  await runPipeline(stages, { onFrame: () => undefined, onSeam: () => undefined }, signal);
  await detector.close();
  await appearance?.close();
  const { IDF1, IDSW } = evalTracks(onFloor(truth, createFloorPlacer(camera, floor, native)), places.rows);
  return { persons: places.persons.size, IDF1: Math.round(IDF1 * 1e4) / 1e4, IDSW };
}

function blindNowAndThen(detector: Detector, blind: number, of: number): Detector {
  let frame = 0;
  return {
    ...detector,
    async detect(pixels, out) {
      await detector.detect(pixels, out);
      if (++frame % of < blind) out.count = 0;
    },
  };
}

class PlacesOfPersons extends NoFacts {
  readonly rows: MotRow[] = [];
  readonly persons = new Map<string, number>();
  private readonly grid: Grid;

  constructor(grid: Grid) {
    super();
    this.grid = grid;
  }

  override inCell(_floor: string, cell: number, tMs: number, _dtS: number, person: string): void {
    const frame = Math.round((tMs * FPS) / 1000) + 1;
    if (!this.persons.has(person)) this.persons.set(person, this.persons.size + 1);
    const { cellM, columns } = this.grid;
    const at = [(cell % columns) + 0.5, Math.floor(cell / columns) + 0.5].map((n) => n * cellM);
    if (frame <= FRAMES) this.rows.push(square(frame, this.persons.get(person) as number, at[0], at[1]));
  }
}

const square = (frame: number, id: number, xM: number, yM: number): MotRow => ({
  ...{ frame, id, left: 10 * xM - HALF, top: 10 * yM - HALF, width: 2 * HALF, height: 2 * HALF },
  ...{ score: 1, extra: [-1, -1, -1] },
});

/** The truth's boxes as squares about their places on the floor. */
function onFloor(truth: readonly MotRow[], placer: ReturnType<typeof createFloorPlacer>): MotRow[] {
  return truth.flatMap(({ frame, id, left, top, width, height }) => {
    const { count, xM, yM } = placer.place({
      count: 1,
      id: Float64Array.of(id),
      xyxy: Float32Array.of(left, top, left + width, top + height),
      score: Float32Array.of(1),
      measured: Uint8Array.of(1),
    });
    return count === 1 ? [square(frame, id, xM[0], yM[0])] : [];
  });
}
