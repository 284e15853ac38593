import { type Facts, NoFacts } from '../models/aggregate/facts.ts';
import { AisleError } from '../models/contract/errors.ts';
import type { MotRow } from '../models/contract/mot.ts';
import type { Camera, Floor, Site } from '../models/contract/site.ts';
import { gridOf } from '../models/geometry/grid.ts';
import type { Analysis } from './analyse/analysis.ts';
import { Tally } from './analyse/tally.ts';
import { EventEngine, type Learned } from './events/engine.ts';
import { Learner } from './events/learner.ts';
import { createFloorPlacer, type FloorTracks } from './floor/floor.ts';
import type { Tracks } from './track/tracker.ts';

/** What turns the positions of successive frames into facts; the event engine, or a baseline to compare it with. */
export interface Counter {
  step(tMs: number, tracks: FloorTracks, facts: Facts): void;
  cut(facts: Facts): void;
}

/**
 * What a whole tracks file (pixels of the camera's native size) says, through the same stages as a live camera; and how
 * many of its positions lay off the plan and were left out.
 */
export function analyse(
  site: Site,
  cameraId: string,
  rows: readonly MotRow[],
  fps: number,
): Analysis & { offFloor: number } {
  const { camera, floor } = cameraOf(site, cameraId);
  const tally = new Tally(site, gridOf(floor));
  const engine = new EventEngine(site, camera, learn(site, cameraId, rows, fps));
  const { offFloor } = replay(site, cameraId, rows, fps, engine, tally);
  return { ...tally.answer(), offFloor };
}

/**
 * What a first walk through a file teaches of its camera: where people come and go, how the tracker loses them, how much
 * it shakes. A live camera knows it from the days before; a file has nothing but itself.
 */
export function learn(site: Site, cameraId: string, rows: readonly MotRow[], fps: number): Learned {
  const learner = new Learner(cameraOf(site, cameraId).floor);
  replay(site, cameraId, rows, fps, learner, new NoFacts());
  return learner.learned();
}

/** A longer stretch without any row is a seam: nobody is followed over it, and its empty frames were not looked at. */
const SEAM_S = 60;

/**
 * Walks a counter through all frames of a tracks file, in any order of rows; frames without rows count as frames in
 * which nobody was seen. Answers how many positions lay off the plan and were left out.
 */
export function replay(
  site: Site,
  cameraId: string,
  rows: readonly MotRow[],
  fps: number,
  counter: Counter,
  facts: Facts,
): { offFloor: number } {
  const { camera, floor } = cameraOf(site, cameraId);
  refuseTwins(rows);
  const placer = createFloorPlacer(camera, floor, nativeSize(camera));
  const byFrame = new Map<number, MotRow[]>();
  for (const row of rows) {
    const others = byFrame.get(row.frame);
    if (others) others.push(row);
    else byFrame.set(row.frame, [row]);
  }
  const numbers = [...byFrame.keys()].sort((a, b) => a - b);
  let frame = numbers[0] === 0 ? 0 : 1;
  for (const next of numbers) {
    if ((next - frame) / fps > SEAM_S) {
      counter.cut(facts);
      frame = next;
    }
    for (; frame <= next; frame++)
      counter.step((frame * 1000) / fps, placer.place(tracksOf(byFrame.get(frame) ?? [])), facts);
  }
  counter.cut(facts);
  return { offFloor: placer.offFloor };
}

/** The picture's size, which a lens and the height of heads need; a file of tracks does not say it, recorded detections in the site file do. */
function nativeSize({ source, lens }: Camera): { width: number; height: number } {
  if (source.kind === 'detections') return { width: source.width, height: source.height };
  if (!lens?.k1) return { width: 1, height: 1 };
  throw new AisleError(
    'BAD_SITE',
    'the camera has a lens, and the picture size that its bend refers to is not known',
    'Make its source of kind detections with width and height, or leave lens out.',
  );
}

function cameraOf(site: Site, cameraId: string): { camera: Camera; floor: Floor } {
  const camera = site.cameras.find((c) => c.id === cameraId);
  const floor = site.floors.find((f) => f.id === camera?.floor);
  if (camera && floor) return { camera, floor };
  const names = site.cameras.map((c) => c.id).join(', ');
  throw new AisleError('BAD_CALL', `the site has no camera ${cameraId}`, `Use one of: ${names}.`);
}

/** One id twice in a frame would count a person twice. */
function refuseTwins(rows: readonly MotRow[]): void {
  const seen = new Set<string>();
  for (const { frame, id } of rows) {
    const key = `${frame} ${id}`;
    if (seen.has(key)) {
      throw new AisleError(
        'BAD_INPUT',
        `id ${id} is in frame ${frame} twice`,
        'Give each person of a frame an id of its own.',
      );
    }
    seen.add(key);
  }
}

function tracksOf(rows: readonly MotRow[]): Tracks {
  const tracks: Tracks = {
    count: rows.length,
    id: Float64Array.from(rows, (r) => r.id),
    xyxy: new Float32Array(rows.length * 4),
    score: Float32Array.from(rows, (r) => r.score),
    measured: new Uint8Array(rows.length).fill(1),
  };
  rows.forEach((r, i) => {
    tracks.xyxy.set([r.left, r.top, r.left + r.width, r.top + r.height], 4 * i);
  });
  return tracks;
}
