import type { PointM } from '../../../models/contract/site.ts';
import { type View, viewFrom } from './views.ts';
import type { World } from './world.ts';

/** Cameras of a store: one over the door, one each over the queue's head and the tills, the others along the aisles. */
export function makeViews(world: World, count: number): View[] {
  const { plan } = world;
  const [x, doorY] = [plan.door.from[0] + 1.5, plan.door.from[1]];
  const shelfEnd = plan.queue.y - 1.2;
  const right = plan.widthM;
  const views = [
    viewFrom('door', [x, doorY - 1.6], [x, doorY - 0.1]),
    viewFrom('queue', [right - 4.6, shelfEnd - 0.3], [right - 4.6, shelfEnd + 2.6]),
    viewFrom('tills', [right * 0.42, shelfEnd - 0.3], [right * 0.44, shelfEnd + 3.6]),
  ];
  const aisles = Math.max(0, count - views.length);
  for (let i = 0; i < aisles; i++) {
    const across = ((i + 0.5) * plan.widthM) / aisles;
    // In turns from the back wall downwards and from the front upwards.
    const fromBack = i % 2 === 0;
    const from: PointM = [across, fromBack ? 0.4 : shelfEnd + 0.8];
    const to: PointM = [across, fromBack ? shelfEnd * 0.35 : shelfEnd * 0.6];
    views.push(viewFrom(`aisle-${i + 1}`, from, to));
  }
  return views.slice(0, Math.max(1, count));
}
