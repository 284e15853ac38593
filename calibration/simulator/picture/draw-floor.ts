import type { Body } from '../film/walker.ts';
import { square } from '../random/exact.ts';
import { BAY_M, LEVELS, placeInBay, SHELF_TOP_M } from '../world/facings.ts';
import type { Bay, Fixture, Rect } from '../world/floor-plan.ts';
import type { View } from '../world/views.ts';
import { SHADES } from './artwork.ts';
import { Eye, type Point3, pathOf } from './eye.ts';
import type { Shelved } from './moment.ts';
import { packageOf } from './packages.ts';
import { silhouettes } from './people.ts';

const TILE_M = 1.5;
const WALL_M = 3.2;
const FURTHEST_M = 22;

/** What a camera under the ceiling sees: floor, furniture as boxes, shelves with what `units` says, people. SVG. */
export function drawFloor(
  store: Shelved,
  view: View,
  people: readonly Body[],
  units: (product: number) => number,
): string {
  const { plan } = store.world;
  const eye = new Eye(view);
  const things = plan.fixtures.filter((fixture) => fixture.heightM > 0).flatMap((fixture) => blocks(eye, fixture));
  const bays = plan.bays.map((bay) => ({
    farM: farFrom(view, bay.shelf) - 0.05,
    svg: drawBay(store, eye, bay, units),
  }));
  const drawn = [...things, ...bays, ...silhouettes(eye, people)].sort((a, b) => b.farM - a.farM);
  const { width, height } = view;
  const walls = drawWalls(eye, { x: 0, y: 0, w: plan.widthM, h: plan.heightM });
  const body = [drawTiles(eye, plan.widthM, plan.heightM), walls, ...drawn.map(({ svg }) => svg)].join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${SHADES}</defs><path d="M0 0h${width}v${height}h-${width}Z" fill="#4c4f54"/>${body}</svg>`;
}

const farFrom = ({ at }: View, [x, y]: readonly [number, number]): number =>
  Math.sqrt(square(x - at[0]) + square(y - at[1]));

const shape = (eye: Eye, corners: readonly Point3[], fill: string): string => {
  const path = pathOf(eye.outline(corners));
  return path === '' ? '' : `<path d="${path}" fill="${fill}"/>`;
};

function drawTiles(eye: Eye, widthM: number, heightM: number): string {
  const parts: string[] = [];
  for (let row = 0; row * TILE_M < heightM; row++) {
    for (let column = 0; column * TILE_M < widthM; column++) {
      const [x, y] = [column * TILE_M, row * TILE_M];
      if (farFrom(eye.view, [x, y]) > FURTHEST_M) continue;
      const [x2, y2] = [Math.min(widthM, x + TILE_M), Math.min(heightM, y + TILE_M)];
      const fill = (row + column) % 2 === 0 ? '#b9b4aa' : '#b2ada3';
      parts.push(
        shape(
          eye,
          [
            [x, y, 0],
            [x2, y, 0],
            [x2, y2, 0],
            [x, y2, 0],
          ],
          fill,
        ),
      );
    }
  }
  return parts.join('');
}

function drawWalls(eye: Eye, { w, h }: Rect): string {
  const wall = (x1: number, y1: number, x2: number, y2: number, fill: string) =>
    shape(
      eye,
      [
        [x1, y1, WALL_M],
        [x2, y2, WALL_M],
        [x2, y2, 0],
        [x1, y1, 0],
      ],
      fill,
    );
  return (
    wall(0, 0, w, 0, '#8f9296') +
    wall(0, 0, 0, h, '#85888c') +
    wall(w, 0, w, h, '#85888c') +
    wall(0, h, w, h, '#9fb2bd')
  );
}

/** A piece of furniture as boxes of at most a bay's length, so that people before and behind it sort well. */
function blocks(eye: Eye, { x, y, w, h, heightM }: Fixture): { farM: number; svg: string }[] {
  const long = w > h;
  const count = Math.max(1, Math.round((long ? w : h) / BAY_M));
  return Array.from({ length: count }, (_, i) => {
    const part: Rect = long
      ? { x: x + (w * i) / count, y, w: w / count, h }
      : { x, y: y + (h * i) / count, w, h: h / count };
    const [x2, y2] = [part.x + part.w, part.y + part.h];
    const [cx, cy] = eye.view.at;
    const side = (x1: number, y1: number, xb: number, yb: number, fill: string) =>
      shape(
        eye,
        [
          [x1, y1, heightM],
          [xb, yb, heightM],
          [xb, yb, 0],
          [x1, y1, 0],
        ],
        fill,
      );
    const sides = [
      cy < part.y ? side(part.x, part.y, x2, part.y, '#7d8084') : '',
      cy > y2 ? side(part.x, y2, x2, y2, '#7d8084') : '',
      cx < part.x ? side(part.x, part.y, part.x, y2, '#6c6f73') : '',
      cx > x2 ? side(x2, part.y, x2, y2, '#6c6f73') : '',
    ];
    const top = shape(
      eye,
      [
        [part.x, part.y, heightM],
        [x2, part.y, heightM],
        [x2, y2, heightM],
        [part.x, y2, heightM],
      ],
      '#c3c5c7',
    );
    return { farM: farFrom(eye.view, [part.x + part.w / 2, part.y + part.h / 2]), svg: sides.join('') + top };
  });
}

/** A bay's front: boards, and for each product a block of its colours as wide as the shelf is full. */
function drawBay({ world, seed }: Shelved, eye: Eye, bay: Bay, units: (product: number) => number): string {
  const [sx, sy] = bay.shelf;
  const open = [bay.at[0] - sx, bay.at[1] - sy];
  const towards = open[0] * (eye.view.at[0] - sx) + open[1] * (eye.view.at[1] - sy);
  if (towards <= 0 || farFrom(eye.view, bay.shelf) > FURTHEST_M) return '';
  const length = Math.sqrt(square(open[0]) + square(open[1]));
  const along = [-open[1] / length, open[0] / length];
  const front = (from: number, to: number, low: number, high: number, fill: string) =>
    shape(
      eye,
      [
        [sx + along[0] * from, sy + along[1] * from, high],
        [sx + along[0] * to, sy + along[1] * to, high],
        [sx + along[0] * to, sy + along[1] * to, low],
        [sx + along[0] * from, sy + along[1] * from, low],
      ],
      fill,
    );
  const parts = [front(-BAY_M / 2, BAY_M / 2, 0, SHELF_TOP_M, '#484b4f')];
  for (const [slot, product] of world.productsAt[bay.index].entries()) {
    const { from, to, low } = placeInBay(slot);
    const look = packageOf(world, seed, product);
    const fill = Math.min(1, units(product) / world.capacity[product]);
    if (fill <= 0) continue;
    const end = from + 0.02 + (to - from - 0.04) * fill;
    const foot = low + 0.04;
    parts.push(front(from + 0.02, end, foot, foot + look.tallM, look.base));
    parts.push(front(from + 0.02, end, foot + look.tallM * 0.35, foot + look.tallM * 0.55, look.second));
  }
  for (let level = 0; level < LEVELS; level++) {
    const low = (level * SHELF_TOP_M) / LEVELS;
    parts.push(front(-BAY_M / 2, BAY_M / 2, low, low + 0.04, '#dcdddb'));
  }
  return parts.join('');
}
