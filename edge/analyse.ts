import type { Facts } from '../models/aggregate/facts.ts';
import { AisleError } from '../models/contract/errors.ts';
import type { MotRow } from '../models/contract/mot.ts';
import type { Camera, Floor, Site } from '../models/contract/site.ts';
import { gridOf } from '../models/geometry/grid.ts';
import { type Analysis, Tally } from './analyse/tally.ts';
import { EventEngine } from './events/engine.ts';
import { createFloorPlacer, type FloorTracks } from './floor/floor.ts';
import { byFrame } from './source/detections.ts';
import type { Tracks } from './track/tracker.ts';

/** What turns the positions of successive frames into facts; the event engine, or a baseline to compare it with. */
export interface Counter {
  step(tMs: number, tracks: FloorTracks, facts: Facts): void;
  cut(facts: Facts): void;
}

/** What a whole tracks file (pixels of the camera's native size) says, through the same stages as a live camera. */
export function analyse(site: Site, cameraId: string, rows: readonly MotRow[], fps: number): Analysis {
  const { camera, floor } = cameraOf(site, cameraId);
  const tally = new Tally(site, gridOf(floor));
  replay(site, cameraId, rows, fps, new EventEngine(site, camera), tally);
  return tally.answer();
}

/** Walks a counter through all frames of a tracks file. */
export function replay(
  site: Site,
  cameraId: string,
  rows: readonly MotRow[],
  fps: number,
  counter: Counter,
  facts: Facts,
): void {
  const { camera, floor } = cameraOf(site, cameraId);
  refuseTwins(rows);
  const placer = createFloorPlacer(camera, floor, { width: 1, height: 1 });
  const frames = byFrame(rows);
  const first = frames[0]?.length ? 0 : 1;
  for (let frame = first; frame < frames.length; frame++) {
    counter.step((frame * 1000) / fps, placer.place(tracksOf(frames[frame])), facts);
  }
  counter.cut(facts);
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
