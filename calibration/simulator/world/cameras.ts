import type { PointM } from '../../../models/contract/site.ts';
import { seenWell } from '../film/coverage.ts';
import type { FloorPlan, Rect } from './floor-plan.ts';
import { type View, viewFrom } from './views.ts';
import type { World } from './world.ts';

/** Where an installer tries a camera: a raster of the ceiling, these ways to look, and so far ahead on the floor. */
const RASTER_M = 1.7;
const FROM_WALL_M = 0.4;
const AHEAD_M = [3, 5];
const WAYS: readonly PointM[] = [
  [1, 0],
  [0.7, 0.7],
  [0, 1],
  [-0.7, 0.7],
  [-1, 0],
  [-0.7, -0.7],
  [0, -1],
  [0.7, -0.7],
];

const made = new WeakMap<World, View[]>();

/**
 * Cameras of a store: one over the door, one each over the queue's head and the tills; the others where they add most to
 * how well each zone is seen by the one camera that counts it, chosen one after the other as an installer does.
 */
export function makeViews(world: World, count: number): View[] {
  let views = made.get(world);
  if (!views) {
    views = fixedViews(world.plan);
    made.set(world, views);
  }
  if (views.length < count) addViews(world.plan, views, count);
  return views.slice(0, Math.max(1, count));
}

function fixedViews(plan: FloorPlan): View[] {
  const [x, doorY] = [plan.door.from[0] + 1.5, plan.door.from[1]];
  const shelfEnd = plan.queue.y - 1.2;
  const right = plan.widthM;
  return [
    viewFrom('door', [x, doorY - 1.6], [x, doorY - 0.1]),
    viewFrom('queue', [right - 4.6, shelfEnd - 0.3], [right - 4.6, shelfEnd + 2.6]),
    viewFrom('tills', [right * 0.42, shelfEnd - 0.3], [right * 0.44, shelfEnd + 3.6]),
  ];
}

function addViews(plan: FloorPlan, views: View[], count: number): void {
  const zones: Rect[] = [plan.entrance, ...plan.faces.map((face) => face.front)];
  const weights = zones.map(({ w, h }) => w * h);
  const worth = (view: View) => zones.map((zone) => seenWell(view, plan, zone));
  const best = zones.map(() => 0);
  const keep = (seen: readonly number[]) =>
    seen.forEach((value, z) => {
      best[z] = Math.max(best[z], value);
    });
  for (const view of views) keep(worth(view));
  const candidates = candidatesIn(plan).map((view) => ({ view, seen: worth(view) }));
  for (let n = views.length; n < count; n++) {
    let [most, chosen] = [-1, candidates[0]];
    for (const candidate of candidates) {
      let gain = 0;
      for (let z = 0; z < zones.length; z++) gain += weights[z] * Math.max(0, candidate.seen[z] - best[z]);
      if (gain > most) [most, chosen] = [gain, candidate];
    }
    keep(chosen.seen);
    views.push({ ...chosen.view, id: `aisle-${n - 2}` });
  }
}

function candidatesIn(plan: FloorPlan): View[] {
  const found: View[] = [];
  const end = plan.entrance.y + plan.entrance.h;
  for (let y = FROM_WALL_M; y < end; y += RASTER_M) {
    for (let x = FROM_WALL_M; x < plan.widthM; x += RASTER_M) {
      for (const [dx, dy] of WAYS) {
        for (const m of AHEAD_M) {
          const to: PointM = [x + dx * m, y + dy * m];
          if (to[0] > 0 && to[1] > 0 && to[0] < plan.widthM && to[1] < end) found.push(viewFrom('', [x, y], to));
        }
      }
    }
  }
  return found;
}
