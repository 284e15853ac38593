import { Stream } from '../random/stream.ts';
import { BAY_M, LEVELS, SHELF_TOP_M } from '../world/facings.ts';
import { SHADES } from './artwork.ts';
import { CLEAR_M } from './block.ts';
import { drawUnit, type Standing } from './draw-unit.ts';
import { type Eye, pathOf } from './eye.ts';
import { standingIn } from './goods.ts';
import type { ShelfMoment, Shelved } from './moment.ts';
import { silhouettes } from './people.ts';
import { bayAlong, type Facing, facingsBefore, onShelf, peopleBefore, type ShelfCamera } from './shelf-camera.ts';

const BOARD_M = 0.03;
const RAIL_M = 0.045;
const DEEP_M = 0.44;
const LEVEL_M = SHELF_TOP_M / LEVELS;
const GONDOLA_M = 1.6;
const UPRIGHT_M = 0.02;

/** The drawing of a shelf as its camera has it, without light and noise: SVG without letters, so without fonts. */
export function drawShelf(store: Shelved, camera: ShelfCamera, eye: Eye, moment: ShelfMoment): string {
  const { world } = store;
  const facings = facingsBefore(camera, world);
  const bays = [...new Set(facings.map(({ bay }) => bay))].map((bay) => bayAlong(camera, world, bay));
  const ends: [number, number] = [Math.min(...bays) - BAY_M / 2, Math.max(...bays) + BAY_M / 2];
  const arts = new Map<string, string>();
  const levels = Array.from({ length: LEVELS }, (_, level) => {
    const goods = facings
      .filter((facing) => facing.level === level)
      .flatMap((facing) => standingIn(store, facing, moment, arts));
    return drawLevel(camera, eye, { level, ends, bays, facings, goods });
  });
  const people = silhouettes(eye, peopleBefore(camera, moment.people)).map(({ svg }) => svg);
  const { width, height } = eye.view;
  const defs = `<defs>${SHADES}${LIGHTS}${[...arts.values()].join('')}</defs>`;
  const body = [surroundings(camera, eye, ends, width, height), ...levels, header(camera, eye, ends), ...people];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${defs}${body.join('')}</svg>`;
}

const LIGHTS = `<linearGradient id="back" x2="0" y2="1"><stop offset="0" stop-color="#383a3e"/><stop offset=".5" stop-color="#5a5d62"/><stop offset="1" stop-color="#6c7075"/></linearGradient><linearGradient id="under" x2="0" y2="1"><stop offset="0" stop-opacity=".42"/><stop offset="1" stop-opacity="0"/></linearGradient><linearGradient id="floor" x2="0" y2="1"><stop offset="0" stop-color="#8a867f"/><stop offset="1" stop-color="#bdb8ae"/></linearGradient>`;

const quad = (camera: ShelfCamera, eye: Eye, corners: readonly (readonly [number, number, number])[]): string =>
  pathOf(eye.outline(corners.map(([along, behind, z]) => onShelf(camera, along, behind, z))));

/** Floor before the shelf, and the far side of the store beside and over it. */
function surroundings(camera: ShelfCamera, eye: Eye, ends: readonly number[], width: number, height: number): string {
  const far = `<path d="M0 0h${width}v${height}h-${width}Z" fill="#85888b"/>`;
  const floor = quad(camera, eye, [
    [-6, 1, 0],
    [6, 1, 0],
    [6, -2.1, 0],
    [-6, -2.1, 0],
  ]);
  const tiles: string[] = [];
  for (let along = -3; along <= 3; along += 0.6) {
    const line = quad(camera, eye, [
      [along, 0, 0],
      [along + 0.012, 0, 0],
      [along + 0.012, -2, 0],
      [along, -2, 0],
    ]);
    tiles.push(`<path d="${line}" fill-opacity=".14"/>`);
  }
  const shade = quad(camera, eye, [
    [ends[0], 0, 0],
    [ends[1], 0, 0],
    [ends[1], -0.12, 0],
    [ends[0], -0.12, 0],
  ]);
  return `${far}<path d="${floor}" fill="url(#floor)"/>${tiles.join('')}<path d="${shade}" fill-opacity=".3"/>`;
}

interface Level {
  level: number;
  ends: readonly [number, number];
  /** Middles of the bays, metres along. */
  bays: readonly number[];
  facings: readonly Facing[];
  goods: readonly Standing[];
}

function drawLevel(camera: ShelfCamera, eye: Eye, { level, ends, bays, facings, goods }: Level): string {
  const low = level * LEVEL_M;
  const top = low + LEVEL_M;
  const floor = low + BOARD_M;
  const [a, b] = ends;
  const face = (from: number, to: number, behind: number, z0: number, z1: number) =>
    quad(camera, eye, [
      [from, behind, z1],
      [to, behind, z1],
      [to, behind, z0],
      [from, behind, z0],
    ]);
  const board = quad(camera, eye, [
    [a, DEEP_M, floor],
    [b, DEEP_M, floor],
    [b, 0, floor],
    [a, 0, floor],
  ]);
  const parts = [
    `<path d="${face(a, b, DEEP_M, low, top)}" fill="url(#back)"/>`,
    `<path d="${board}" fill="#d2d5d7"/><path d="${board}" fill="url(#under)"/>`,
  ];
  const borders = bays.flatMap((middle) => [middle - BAY_M / 2, middle + BAY_M / 2]);
  for (const at of new Set(borders.map((border) => Math.round(border * 1000) / 1000))) {
    parts.push(`<path d="${face(at - UPRIGHT_M, at + UPRIGHT_M, DEEP_M, low, top)}" fill="#26282b"/>`);
  }
  // From the back to the front, and from the sides to the middle, as they hide each other.
  const order = [...goods].sort((p, q) => q.behind - p.behind || Math.abs(q.along) - Math.abs(p.along) || p.z - q.z);
  for (const unit of order) parts.push(drawUnit(camera, eye, { ...unit, z: floor + unit.z }));
  parts.push(`<path d="${face(a, b, 0, floor + CLEAR_M * 0.45, top)}" fill="url(#under)"/>`);
  // Lower boards get less of the ceiling's light.
  parts.push(`<path d="${face(a, b, 0, low, top)}" fill-opacity="${[0.2, 0.11, 0.05, 0][level]}"/>`);
  parts.push(`<path d="${face(a, b, -0.005, low - 0.005, low + RAIL_M)}" fill="#e3e4e2"/>`);
  parts.push(`<path d="${face(a, b, -0.005, low - 0.005, low + 0.004)}" fill-opacity=".45"/>`);
  for (const facing of facings) {
    if (facing.level === level) parts.push(label(face, facing, low));
  }
  return parts.join('');
}

type Face = (from: number, to: number, behind: number, z0: number, z1: number) => string;

/** A price label on the rail: paper with a thick bar for the price and the stripes of a bar code. */
function label(face: Face, { from, to, product }: Facing, low: number): string {
  const r = new Stream(product).sub('label');
  const at = from + 0.06 + r.at(0) * (to - from - 0.24);
  const paper = r.at(1) < 0.15 ? '#f2d22e' : '#fbfbf8';
  const bar = (x: number, w: number, z0: number, z1: number) =>
    `<path d="${face(at + x, at + x + w, -0.006, low + z0, low + z1)}" fill="#33363a"/>`;
  const stripes = [0, 1, 2, 3, 4].map((i) => bar(0.066 + 0.006 * i, 0.002 + 0.002 * r.at(2 + i), 0.01, 0.022)).join('');
  const sheet = `<path d="${face(at, at + 0.105, -0.006, low + 0.002, low + 0.042)}" fill="${paper}"/>`;
  return `${sheet}${bar(0.008, 0.035, 0.012, 0.032)}${bar(0.05, 0.04, 0.028, 0.034)}${stripes}`;
}

/** The board on top and the sides at the shelf's ends. */
function header(camera: ShelfCamera, eye: Eye, [a, b]: readonly [number, number]): string {
  const front = quad(camera, eye, [
    [a, 0, GONDOLA_M],
    [b, 0, GONDOLA_M],
    [b, 0, SHELF_TOP_M - 0.02],
    [a, 0, SHELF_TOP_M - 0.02],
  ]);
  const top = quad(camera, eye, [
    [a, 0.5, GONDOLA_M],
    [b, 0.5, GONDOLA_M],
    [b, 0, GONDOLA_M],
    [a, 0, GONDOLA_M],
  ]);
  return `<path d="${top}" fill="#9da0a3"/><path d="${front}" fill="#8d2f2a"/>`;
}
