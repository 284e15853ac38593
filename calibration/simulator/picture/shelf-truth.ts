import { stateOf } from '../macro/shelf-watch.ts';
import { type Eye, inside, type PointPx } from './eye.ts';
import type { ShelfMoment, Shelved } from './moment.ts';
import { type Silhouette, silhouettes } from './people.ts';
import { facingPx, facingsOf, peopleBefore, type ShelfCamera } from './shelf-camera.ts';

/** What is true of one facing in one picture. */
export interface FacingTruth {
  facing: string;
  sku: string;
  units: number;
  capacity: number;
  /** 0–1. */
  fill: number;
  state: 'full' | 'low' | 'empty';
  /** Products that somebody has left in it. */
  misplaced: string[];
  /** Share of its front that people stand before, 0–1. */
  hidden: number;
  /** Its front in this picture, whatever the site file says: top left, top right, bottom right, bottom left. */
  px: [number, number][];
}

/** Points of a front at which it is asked who stands before it: across and down. */
const ACROSS = 16;
const DOWN = 12;

/** The truth of all facings that are whole in a picture. */
export function shelfTruth({ world }: Shelved, camera: ShelfCamera, eye: Eye, moment: ShelfMoment): FacingTruth[] {
  const people = silhouettes(eye, peopleBefore(camera, moment.people));
  const { products } = world.catalogue;
  return facingsOf(camera, world).map((facing) => {
    const capacity = world.capacity[facing.product];
    // More than the shelf holds stands on a display elsewhere.
    const units = Math.max(0, Math.min(capacity, moment.units(facing.product)));
    const fill = Math.round((units / capacity) * 1000) / 1000;
    const here = moment.strays.filter(({ bay, slot }) => bay === facing.bay && slot === facing.slot);
    const px = facingPx(camera, eye, facing);
    return {
      facing: facing.id,
      sku: products[facing.product].sku,
      units,
      capacity,
      fill,
      state: stateOf(units / capacity),
      misplaced: here.map(({ product }) => products[product].sku),
      hidden: hiddenShare(px, people),
      px,
    };
  });
}

function hiddenShare(px: readonly PointPx[], people: readonly Silhouette[]): number {
  if (people.length === 0) return 0;
  let hidden = 0;
  for (let row = 0; row < DOWN; row++) {
    for (let column = 0; column < ACROSS; column++) {
      const point = pointIn(px, (column + 0.5) / ACROSS, (row + 0.5) / DOWN);
      if (people.some(({ outlines }) => outlines.some((outline) => inside(outline, point)))) hidden++;
    }
  }
  return Math.round((hidden / (ACROSS * DOWN)) * 1000) / 1000;
}

/** A point of a four-cornered outline, by shares of the way to the right and down. */
function pointIn([tl, tr, br, bl]: readonly PointPx[], s: number, t: number): PointPx {
  const mix = (i: 0 | 1) => (1 - t) * ((1 - s) * tl[i] + s * tr[i]) + t * ((1 - s) * bl[i] + s * br[i]);
  return [mix(0), mix(1)];
}
