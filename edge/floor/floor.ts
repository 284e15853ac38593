import { AisleError } from '../../models/contract/errors.ts';
import type { Camera, Floor } from '../../models/contract/site.ts';
import { homographyOf } from '../../models/geometry/calibration.ts';
import { cellAt, type Grid, gridOf } from '../../models/geometry/grid.ts';
import { project } from '../../models/geometry/homography.ts';
import { undistort } from '../../models/geometry/lens.ts';
import { uprightOf } from '../../models/geometry/upright.ts';
import type { Tracks } from '../track/tracker.ts';

/** Tracked people on the plan, as columns; only the first `count` entries are valid and only until the next frame. */
export interface FloorTracks {
  count: number;
  id: Float64Array;
  /** Metres on the plan. */
  xM: Float64Array;
  yM: Float64Array;
  /** Cell of the floor's grid. */
  cell: Int32Array;
  /** Score of the detection behind it, 0 where a gap was bridged. */
  score: Float32Array;
  /** Width of the box over its height, 0 where a gap was bridged. */
  aspect: Float32Array;
}

/** Places each box on the plan, by its foot point; who stands off the floor is left out and counted. */
export interface FloorPlacer {
  grid: Grid;
  /** People left out so far because their foot point is off the plan. */
  offFloor: number;
  /** Boxes so far whose head is in the picture, and those of them that are as tall as people on the floor are. */
  statures: { seen: number; tall: number };
  place(tracks: Tracks): FloorTracks;
}

/** Somebody whose box is shorter than this on the floor has the feet hidden, behind a shelf or the picture's border. */
const LEAST_STATURE_M = 1.45;
/** Taken for how tall people are whose feet are hidden. */
const STATURE_M = 1.7;
const MOST_STATURE_M = 2.05;
/** A box that touches the upper border does not show the head, at the sides not the whole width. */
const BORDER_PX = 3;
/** Heads are gone by once so many boxes were seen, of which at least the share was as tall as people are. */
const ENOUGH_BOXES = 50;
const LEAST_TALL = 0.3;

/** Room for this many people; more grow it. */
const CAPACITY = 128;

/** A camera's way from boxes to metres. `native` is the picture's size in pixels, the lens needs it. */
export function createFloorPlacer(
  camera: Camera,
  floor: Floor,
  native: { width: number; height: number },
): FloorPlacer {
  const straight = undistort(camera.lens?.k1 ?? 0, native);
  const calibration =
    'points' in camera.calibration
      ? { points: camera.calibration.points.map((p) => ({ px: straight(p.px[0], p.px[1]), m: p.m })) }
      : camera.calibration;
  const h = homographyOf(calibration);
  if (!h) {
    throw new AisleError(
      'BAD_SITE',
      `camera ${camera.id}: its calibration determines no map`,
      'Measure it anew with "aisle calibrate".',
    );
  }
  const grid = gridOf(floor);
  // Without the picture's size nothing is known of heights.
  const upright = native.width > 1 ? uprightOf(h, native) : undefined;
  /**
   * The foot of the body whose box this is: it leans outwards in the picture, so its middle is over the box's middle only
   * there (not of a box that the picture's side cuts). Where the feet are hidden, the place under the head. Only where
   * most boxes are as tall as people: a calibration that is off, or boxes that are no people's, say nothing of heads.
   */
  const standsAt = (left: number, top: number, right: number, bottom: number): [number, number] => {
    const u = (left + right) / 2;
    const [footU, footV] = straight(u, bottom);
    const below = project(h, footU, footV);
    if (!upright) return below;
    const { statures } = placer;
    const [headU, headV] = straight(u, top);
    const statureM = upright.heightAt(below[0], below[1], headV);
    const wholeHead = top > BORDER_PX;
    if (wholeHead) {
      statures.seen++;
      if (statureM >= LEAST_STATURE_M && statureM <= MOST_STATURE_M) statures.tall++;
    }
    if (statures.seen < ENOUGH_BOXES || statures.tall < LEAST_TALL * statures.seen) return below;
    const cut = left <= BORDER_PX || right >= native.width - BORDER_PX;
    const [midU, midV] = straight(u, (top + bottom) / 2);
    const at = (v: number, straightU: number) => (cut ? straightU : upright.along(midU, midV, v));
    const hidden = wholeHead && statureM < LEAST_STATURE_M;
    const place = hidden ? upright.under(at(headV, headU), headV, STATURE_M) : project(h, at(footV, footU), footV);
    return place.every(Number.isFinite) ? place : below;
  };
  let out = allocate(CAPACITY);
  const placer: FloorPlacer = {
    grid,
    offFloor: 0,
    statures: { seen: 0, tall: 0 },
    place(tracks) {
      if (tracks.count > out.cell.length) out = allocate(tracks.count * 2);
      out.count = 0;
      for (let i = 0; i < tracks.count; i++) {
        const [left, top, right, bottom] = tracks.xyxy.subarray(4 * i, 4 * i + 4);
        const [xM, yM] = standsAt(left, top, right, bottom);
        const cell = xM < floor.widthM && yM < floor.heightM ? cellAt(grid, xM, yM) : -1;
        if (cell < 0) {
          placer.offFloor++;
          continue;
        }
        const at = out.count++;
        out.id[at] = tracks.id[i];
        out.xM[at] = xM;
        out.yM[at] = yM;
        out.cell[at] = cell;
        out.score[at] = tracks.score[i];
        const height = tracks.xyxy[4 * i + 3] - tracks.xyxy[4 * i + 1];
        const seen = tracks.measured[i] === 1 && height > 0;
        out.aspect[at] = seen ? (tracks.xyxy[4 * i + 2] - tracks.xyxy[4 * i]) / height : 0;
      }
      return out;
    },
  };
  return placer;
}

const allocate = (n: number): FloorTracks => ({
  count: 0,
  id: new Float64Array(n),
  xM: new Float64Array(n),
  yM: new Float64Array(n),
  cell: new Int32Array(n),
  score: new Float32Array(n),
  aspect: new Float32Array(n),
});
