import type { Site } from '../../../models/contract/site.ts';
import { Sight } from '../film/sight.ts';
import { square } from '../random/exact.ts';
import { projectTo, type View } from './views.ts';
import type { World } from './world.ts';

/** Facings that a camera watches at most: eight cameras' go into one message. */
const MOST = 16;
export const LEVELS = 4;
export const SHELF_TOP_M = 1.55;
export const BAY_M = 1.25;
const LEAST_PX = 8;

/** Where a product stands in its bay: four boards with two places each. Metres along the shelf and over the floor. */
export function placeInBay(slot: number): { from: number; to: number; low: number; high: number } {
  const level = Math.floor(slot / 2) % LEVELS;
  const side = slot % 2;
  const tall = SHELF_TOP_M / LEVELS;
  return { from: (side - 1) * (BAY_M / 2), to: side * (BAY_M / 2), low: level * tall, high: (level + 0.9) * tall };
}

/** The shelves that the cameras see well enough to say what lies in them, with each facing's outline in the picture. */
export function shelvesOf(world: World, views: readonly View[]): Site['shelves'] {
  const shelves = new Map<string, Site['shelves'][number]>();
  const taken = new Set<number>();
  for (const view of views) {
    let count = 0;
    const sight = new Sight(view, world.plan);
    for (const bay of world.plan.bays) {
      const [x, y] = bay.at;
      if (sight.hiddenBelow(x, y) > 0.3) continue;
      for (const [slot, p] of world.productsAt[bay.index].entries()) {
        if (count === MOST || taken.has(p)) continue;
        const px = outline(view, bay.at, bay.shelf, slot);
        if (!px) continue;
        taken.add(p);
        count++;
        const id = `${view.id}-${bay.face + 1}`;
        const shelf = shelves.get(id) ?? { id, camera: view.id, facings: [] };
        shelves.set(id, shelf);
        const { sku } = world.catalogue.products[p];
        shelf.facings.push({ id: `b${bay.index + 1}-${slot + 1}`, sku, px, capacity: world.capacity[p] });
      }
    }
  }
  return [...shelves.values()];
}

/** A facing's four corners in pixels; undefined where the camera sees it from behind, too small, or not whole. */
function outline(
  view: View,
  at: readonly [number, number],
  shelf: readonly [number, number],
  slot: number,
): [number, number][] | undefined {
  const open = [at[0] - shelf[0], at[1] - shelf[1]];
  const length = Math.sqrt(square(open[0]) + square(open[1]));
  const facing = open[0] * (view.at[0] - shelf[0]) + open[1] * (view.at[1] - shelf[1]);
  if (facing / length < 0.4) return undefined;
  const along = [-open[1] / length, open[0] / length];
  const { from, to, low, high } = placeInBay(slot);
  const out = { u: 0, v: 0, depth: 0 };
  const corners = [
    [from, high],
    [to, high],
    [to, low],
    [from, low],
  ].map(([a, z]): [number, number] => {
    projectTo(view, shelf[0] + along[0] * a, shelf[1] + along[1] * a, z, out);
    return [Math.round(out.u * 10) / 10, Math.round(out.v * 10) / 10];
  });
  const inside = corners.every(([u, v]) => u > 0 && v > 0 && u < view.width && v < view.height);
  const us = corners.map(([u]) => u);
  return inside && Math.max(...us) - Math.min(...us) >= LEAST_PX ? corners : undefined;
}
