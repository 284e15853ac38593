import type { Camera, PointM, Site } from '../../../models/contract/site.ts';
import { square } from '../random/exact.ts';
import { BAY_M, placeInBay } from '../world/facings.ts';
import { floorPoints, type View, viewFrom } from '../world/views.ts';
import type { World } from '../world/world.ts';
import { Eye, type Point3, tenth } from './eye.ts';

/** Across the aisle from its shelf, over the heads: 2.5 m of shelf from floor to top fill the picture. */
const AWAY_M = 2.2;
const HEIGHT_M = 2;
const LOOKS_AT_M = 0.8;
/** Half a picture's width over the focal length: a field of view of 64°. */
const HALF_WIDTH = 0.63;
const BAYS = 2;

/** A camera that looks at a stretch of shelf, and the stretch's own axes. */
export interface ShelfCamera {
  id: string;
  view: View;
  /** Bays that are whole in the picture; their facings are in the truth. */
  bays: readonly number[];
  face: number;
  /** Front edge of the shelf in front of the camera, on the floor. */
  middle: PointM;
  /** Unit vectors on the floor: rightwards in the picture, and out of the shelf. */
  right: PointM;
  open: PointM;
}

/** A product's place on a shelf: metres rightwards from the camera's middle, and over the floor. */
export interface Facing {
  id: string;
  bay: number;
  slot: number;
  level: number;
  product: number;
  from: number;
  to: number;
  low: number;
  high: number;
}

/** Shelf cameras, spread evenly over the store's shelves. Fewer where there is not so much shelf. */
export function makeShelfCameras(world: World, count: number): ShelfCamera[] {
  const stretches = world.plan.faces.flatMap((face) =>
    Array.from({ length: Math.floor(face.bays.length / BAYS) }, (_, i) => face.bays.slice(i * BAYS, (i + 1) * BAYS)),
  );
  const most = Math.min(count, stretches.length);
  return Array.from({ length: most }, (_, i) => {
    const bays = stretches[Math.floor(((i + 0.5) * stretches.length) / most)];
    return shelfCamera(world, `shelf-${i + 1}`, bays);
  });
}

/** A camera opposite some neighbouring bays of one face. */
function shelfCamera(world: World, id: string, bays: readonly number[]): ShelfCamera {
  const [first, last] = [world.plan.bays[bays[0]], world.plan.bays[bays[bays.length - 1]]];
  const middle: PointM = [(first.shelf[0] + last.shelf[0]) / 2, (first.shelf[1] + last.shelf[1]) / 2];
  const out = [first.at[0] - first.shelf[0], first.at[1] - first.shelf[1]];
  const length = Math.sqrt(square(out[0]) + square(out[1]));
  const open: PointM = [out[0] / length, out[1] / length];
  // Where its line of sight, drawn on through the shelf, comes to the floor.
  const farM = (AWAY_M * LOOKS_AT_M) / (HEIGHT_M - LOOKS_AT_M);
  const from: PointM = [middle[0] + open[0] * AWAY_M, middle[1] + open[1] * AWAY_M];
  const to: PointM = [middle[0] - open[0] * farM, middle[1] - open[1] * farM];
  const wide = viewFrom(id, from, to, HEIGHT_M);
  const view = { ...wide, focal: wide.width / 2 / HALF_WIDTH };
  return { id, view, bays, face: first.face, middle, right: [view.right[0], view.right[1]], open };
}

/** A point of the camera's shelf: rightwards, behind the front edge, over the floor. */
export const onShelf = ({ middle, right, open }: ShelfCamera, along: number, behind: number, z: number): Point3 => [
  middle[0] + right[0] * along - open[0] * behind,
  middle[1] + right[1] * along - open[1] * behind,
  z,
];

/** Metres rightwards from the camera's middle to a bay's middle. */
export function bayAlong(camera: ShelfCamera, world: World, bay: number): number {
  const { shelf } = world.plan.bays[bay];
  return (shelf[0] - camera.middle[0]) * camera.right[0] + (shelf[1] - camera.middle[1]) * camera.right[1];
}

/** Those on the camera's side of the shelf; the shelf hides who is behind it. */
export const peopleBefore = <P extends { x: number; y: number }>({ middle, open }: ShelfCamera, people: readonly P[]) =>
  people.filter(({ x, y }) => (x - middle[0]) * open[0] + (y - middle[1]) * open[1] > 0);

/** Everything that stands in the camera's shelf as far as it is seen, whole or not, from left to right. */
export function facingsBefore(camera: ShelfCamera, world: World): Facing[] {
  const { right, open } = camera;
  // Rightwards in the picture may be the shelf's own direction or its opposite.
  const turned = -open[1] * right[0] + open[0] * right[1] < 0;
  return world.plan.faces[camera.face].bays
    .filter((bay) => Math.abs(bayAlong(camera, world, bay)) < (BAYS + 1) * BAY_M)
    .flatMap((bay) => world.productsAt[bay].map((product, slot) => ({ bay, product, slot })))
    .map(({ bay, product, slot }): Facing => {
      const at = bayAlong(camera, world, bay);
      const { from, to, low, high } = placeInBay(slot);
      const [a, b] = turned ? [at - to, at - from] : [at + from, at + to];
      return {
        id: `b${bay + 1}-${slot + 1}`,
        bay,
        slot,
        level: Math.floor(slot / 2),
        product,
        from: a,
        to: b,
        low,
        high,
      };
    })
    .sort((a, b) => a.from - b.from || a.low - b.low);
}

/** Those of them that are whole in the picture. */
export const facingsOf = (camera: ShelfCamera, world: World): Facing[] =>
  facingsBefore(camera, world).filter(({ bay }) => camera.bays.includes(bay));

/** A facing's front in the picture: top left, top right, bottom right, bottom left. */
export function facingPx(camera: ShelfCamera, eye: Eye, { from, to, low, high }: Facing): [number, number][] {
  return (
    [
      [from, high],
      [to, high],
      [to, low],
      [from, low],
    ] as const
  ).map(([along, z]) => {
    const [u, v] = eye.px(onShelf(camera, along, 0, z));
    return [tenth(u), tenth(v)];
  });
}

/** The site with shelf cameras: they watch the shelves instead of the cameras that count people. */
export function withShelfCameras(
  site: Site,
  world: World,
  cameras: readonly ShelfCamera[],
  everyMinutes: number,
): Site {
  const fps = 1 / (60 * everyMinutes);
  const [node, ...nodes] = site.nodes;
  return {
    ...site,
    nodes: [{ ...node, cameras: [...node.cameras, ...cameras.map(({ id }) => id)] }, ...nodes],
    cameras: [
      ...site.cameras,
      ...cameras.map(({ id, view }): Camera => {
        const source: Camera['source'] = { kind: 'images', path: `pictures/${id}`, fps, realTime: false };
        const calibration = { points: floorPoints(view, world.plan) };
        return { id, floor: site.floors[0].id, source, fps, lens: { k1: view.k1 }, calibration };
      }),
    ],
    shelves: cameras.map((camera) => ({
      id: camera.id,
      camera: camera.id,
      facings: facingsOf(camera, world).map((facing) => ({
        id: facing.id,
        sku: world.catalogue.products[facing.product].sku,
        px: facingPx(camera, new Eye(camera.view), facing),
        capacity: world.capacity[facing.product],
      })),
    })),
  };
}
