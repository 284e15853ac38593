import { Stage } from '../film/stage.ts';
import type { Body } from '../film/walker.ts';
import { arrivedMs, type Itinerary, leftMs } from '../people/itinerary.ts';
import { square } from '../random/exact.ts';
import { Stream } from '../random/stream.ts';
import type { World } from '../world/world.ts';
import { type Eye, type PointPx, pathOf } from './eye.ts';
import { colour } from './packages.ts';

/** The stage runs for so long before the picture, so that nobody stands in another or in a shelf. */
const WARM_UP_S = 8;
const FPS = 5;
/** Nobody stands so near to a camera's post. */
const LEAST_M = 0.3;

/** Everybody's place at a moment, by the itineraries of its day. */
export function peopleAt(world: World, its: readonly Itinerary[], random: Stream, tMs: number): Body[] {
  const near = its.filter((it) => arrivedMs(it) < tMs + 60_000 && leftMs(it) > tMs - 60_000);
  const stage = new Stage(world, near, random, FPS);
  for (let step = WARM_UP_S * FPS; step > 0; step--) stage.step(tMs - Math.round((step * 1000) / FPS));
  return copyOf(stage.step(tMs));
}

/** People as they are now; those of a stage change with its next step. */
export const copyOf = (people: readonly Body[]): Body[] =>
  people.map(({ id, x, y, tallM, reaching, trolley }) => ({ id, x, y, tallM, reaching, trolley }));

/** One person in a picture: what is hidden behind them, and how they are drawn. */
export interface Silhouette {
  id: number;
  farM: number;
  outlines: PointPx[][];
  svg: string;
}

type Shape = readonly (readonly [number, number])[];

/** Corners cut twice (Chaikin 1974): a body has none. */
function rounded(shape: Shape): Shape {
  const cut = (points: Shape): Shape =>
    points.flatMap(([a, z], i) => {
      const [b, y] = points[(i + 1) % points.length];
      return [
        [0.75 * a + 0.25 * b, 0.75 * z + 0.25 * y],
        [0.25 * a + 0.75 * b, 0.25 * z + 0.75 * y],
      ] as const;
    });
  return cut(cut(shape));
}

const mirrored = (shape: Shape): Shape => shape.map(([a, z]) => [-a, z] as const);
const ellipse = (z: number, a: number, high: number): Shape =>
  (
    [
      [1, 0],
      [0.7, 0.7],
      [0, 1],
      [-0.7, 0.7],
      [-1, 0],
      [-0.7, -0.7],
      [0, -1],
      [0.7, -0.7],
    ] as const
  ).map(([x, y]) => [x * a, z + y * high] as const);

/** Outlines of the right side in halves of the width and shares of the height, with the middle as 0. */
const LEG = rounded([
  [0.02, 0.52],
  [0.72, 0.52],
  [0.66, 0.28],
  [0.56, 0.04],
  [0.7, 0],
  [0.14, 0],
  [0.12, 0.28],
]);
const SHOE = rounded([
  [0.1, 0.035],
  [0.58, 0.035],
  [0.76, 0.0],
  [0.08, 0.0],
]);
const HALF_TRUNK = [
  [0.68, 0.46],
  [0.74, 0.56],
  [0.7, 0.64],
  [0.84, 0.76],
  [0.86, 0.82],
  [0.6, 0.845],
  [0.2, 0.865],
] as const;
const TRUNK = rounded([...HALF_TRUNK, ...[...mirrored(HALF_TRUNK)].reverse()]);
const ARM = rounded([
  [0.6, 0.83],
  [0.9, 0.815],
  [1.02, 0.76],
  [1.08, 0.6],
  [1.06, 0.46],
  [0.86, 0.46],
  [0.84, 0.62],
  [0.74, 0.74],
]);
const HAND: Shape = ellipse(0.44, 0.12, 0.026).map(([a, z]) => [a + 0.96, z] as const);
const REACH = rounded([
  [0.56, 0.83],
  [0.86, 0.835],
  [1.3, 0.86],
  [1.75, 0.94],
  [1.66, 0.97],
  [1.2, 0.91],
  [0.6, 0.86],
]);
const REACH_HAND: Shape = ellipse(0.955, 0.13, 0.026).map(([a, z]) => [a + 1.78, z] as const);
const NECK: Shape = [
  [0.16, 0.84],
  [0.15, 0.89],
  [-0.15, 0.89],
  [-0.16, 0.84],
];
const HEAD = rounded(ellipse(0.935, 0.36, 0.066));
const HAIR = rounded(ellipse(0.948, 0.38, 0.057));
const HALF_WIDE_M = 0.24;

/** Everybody before a camera, farthest first. */
export function silhouettes(eye: Eye, people: readonly Body[]): Silhouette[] {
  const [cx, cy] = eye.view.at;
  return people
    .map((body) => ({ body, farM: Math.sqrt(square(body.x - cx) + square(body.y - cy)) }))
    .filter(({ body, farM }) => farM > LEAST_M && eye.depth([body.x, body.y, body.tallM / 2]) > LEAST_M)
    .sort((a, b) => b.farM - a.farM || a.body.id - b.body.id)
    .map(({ body, farM }) => silhouette(eye, body, farM))
    .filter(({ outlines }) => outlines.some((outline) => seen(eye, outline)));
}

function silhouette(eye: Eye, body: Body, farM: number): Silhouette {
  const [cx, cy] = eye.view.at;
  const r = new Stream(body.id).sub('clothes');
  // A flat figure that turns its breadth to the camera.
  const [sideX, sideY] = [-(body.y - cy) / farM, (body.x - cx) / farM];
  const stout = HALF_WIDE_M * (0.88 + 0.24 * r.at(0));
  const draw = (shape: Shape): PointPx[] =>
    eye.outline(
      shape.map(([a, z]) => [body.x + sideX * a * stout, body.y + sideY * a * stout, z * body.tallM] as const),
    );
  const trousers = colour(r.at(1), 0.25 * r.at(2), 0.1 + 0.25 * r.at(3));
  const coat = colour(r.at(4), 0.15 + 0.6 * r.at(5), 0.15 + 0.55 * r.at(6));
  const hair = colour(0.04 + 0.06 * r.at(7), 0.4, 0.08 + 0.4 * r.at(8));
  const skin = colour(0.06 + 0.03 * r.at(9), 0.42, 0.3 + 0.42 * r.at(10));
  const parts: [Shape, string][] = [
    [SHOE, '#24211f'],
    [mirrored(SHOE), '#24211f'],
    [LEG, trousers],
    [mirrored(LEG), trousers],
    [NECK, skin],
    [body.reaching ? REACH_HAND : HAND, skin],
    [body.reaching ? REACH : ARM, coat],
    [mirrored(HAND), skin],
    [mirrored(ARM), coat],
    [TRUNK, coat],
    [HEAD, skin],
    [HAIR, hair],
  ];
  const drawn = parts.map(([shape, fill]) => ({ outline: draw(shape), fill }));
  const paths = drawn.map(({ outline, fill }) => `<path d="${pathOf(outline)}" fill="${fill}"/>`).join('');
  const trunk = pathOf(drawn[9].outline);
  const svg = `${paths}<path d="${trunk}" fill="url(#round)" fill-opacity=".5"/>`;
  return { id: body.id, farM, outlines: drawn.map(({ outline }) => outline), svg };
}

function seen(eye: Eye, outline: readonly PointPx[]): boolean {
  const { width, height } = eye.view;
  const us = outline.map(([u]) => u);
  const vs = outline.map(([, v]) => v);
  return Math.max(...us) > 0 && Math.min(...us) < width && Math.max(...vs) > 0 && Math.min(...vs) < height;
}
