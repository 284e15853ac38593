import type { Line, Zone } from '../../models/contract/site.ts';

/** One person's way: frame numbers with positions in metres, frames strictly increasing. */
export interface Path {
  frames: number[];
  xM: number[];
  yM: number[];
}

/** True ways of people over one floor, at one frame rate. Origin top left, y downwards. */
export interface Scene {
  name: string;
  fps: number;
  widthM: number;
  heightM: number;
  paths: Path[];
  zones: Zone[];
  lines: Line[];
}

/** Rows `frame, id, x, y` in any unit, as the data sets give them. */
export type RawRow = readonly [frame: number, id: number, x: number, y: number];

/** Edinburgh's text: `TRACK.R1=[[x y frame];[x y frame];…]`, pixels. */
export function readEdinburgh(text: string): RawRow[] {
  const rows: RawRow[] = [];
  for (const line of text.split('\n')) {
    const id = /^\s*TRACK\.R(\d+)/.exec(line)?.[1];
    if (id === undefined) continue;
    for (const [, x, y, frame] of line.matchAll(/\[(\d+) (\d+) (\d+)\]/g))
      rows.push([Number(frame), Number(id), Number(x), Number(y)]);
  }
  return rows;
}

/** ETH and UCY's `obsmat.txt`: frame, id, x, z, y, …; metres. */
export function readObsmat(text: string): RawRow[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((f) => f.length >= 5)
    .map((f) => [f[0], f[1], f[2], f[4]]);
}

/** GC's file of one person: x, y, frame in turn; pixels. */
export function readGc(text: string, id: number): RawRow[] {
  const n = text.split(/\s+/).filter(Boolean).map(Number);
  const rows: RawRow[] = [];
  for (let i = 0; i + 2 < n.length; i += 3) rows.push([n[i + 2], id, n[i], n[i + 1]]);
  return rows;
}

export interface Resampling {
  name: string;
  /** Frame numbers of the rows a second. */
  clock: number;
  /** Frames a second of the scene. */
  fps: number;
  metresPerUnit: number;
  /** Each position becomes the mean of those so far around it: for ways that shake themselves. */
  smoothS?: number;
  /** Only the rows from this second on, for so many seconds. */
  fromS?: number;
  lengthS?: number;
}

/** Longest silence within a true way that is filled in; a longer one makes two ways of it. */
const LONGEST_SILENCE_S = 30;
const MARGIN_M = 0.5;

/** Puts rows on the scene's own frames, linear between two of them, and the floor's origin at their corner. */
export function sceneOf(rows: readonly RawRow[], sampling: Resampling): Scene {
  const { clock, fps, metresPerUnit, fromS = 0, lengthS = Number.POSITIVE_INFINITY } = sampling;
  const first = rows.reduce((least, [frame]) => Math.min(least, frame), Number.POSITIVE_INFINITY) + fromS * clock;
  const byId = new Map<number, { t: number; x: number; y: number }[]>();
  for (const [frame, id, x, y] of rows) {
    const t = (frame - first) / clock;
    if (t < 0 || t > lengthS) continue;
    const way = byId.get(id) ?? [];
    byId.set(id, way);
    way.push({ t, x: x * metresPerUnit, y: y * metresPerUnit });
  }
  const ways = [...byId.values()].flatMap(splitAtSilence);
  const least = (of: (p: { x: number; y: number }) => number) =>
    ways.reduce((m, way) => way.reduce((n, p) => Math.min(n, of(p)), m), Number.POSITIVE_INFINITY);
  const [left, top] = [least((p) => p.x) - MARGIN_M, least((p) => p.y) - MARGIN_M];
  const [right, bottom] = [-least((p) => -p.x) + MARGIN_M, -least((p) => -p.y) + MARGIN_M];
  const paths = ways
    .map((way) => smooth(resample(way, fps, left, top), sampling.smoothS ?? 0, fps))
    .filter((path) => path.frames.length > 1);
  return { name: sampling.name, fps, widthM: right - left, heightM: bottom - top, paths, zones: [], lines: [] };
}

/** The same number of frames before and after, fewer at the ends. */
function smooth(path: Path, aroundS: number, fps: number): Path {
  const most = Math.round(aroundS * fps);
  const mean = (of: readonly number[]) =>
    of.map((_, i) => {
      const n = Math.min(most, i, of.length - 1 - i);
      return of.slice(i - n, i + n + 1).reduce((a, b) => a + b, 0) / (2 * n + 1);
    });
  return { frames: path.frames, xM: mean(path.xM), yM: mean(path.yM) };
}

type Way = { t: number; x: number; y: number }[];

function splitAtSilence(way: Way): Way[] {
  way.sort((a, b) => a.t - b.t);
  const parts: Way[] = [];
  for (const p of way) {
    const part = parts[parts.length - 1];
    const last = part?.[part.length - 1];
    if (last && p.t <= last.t) continue;
    if (last && p.t - last.t <= LONGEST_SILENCE_S) part.push(p);
    else parts.push([p]);
  }
  return parts;
}

function resample(way: Way, fps: number, left: number, top: number): Path {
  const path: Path = { frames: [], xM: [], yM: [] };
  let k = 0;
  for (let frame = Math.ceil(way[0].t * fps); frame / fps <= way[way.length - 1].t; frame++) {
    const t = frame / fps;
    while (k + 1 < way.length && way[k + 1].t < t) k++;
    const a = way[k];
    const b = way[Math.min(k + 1, way.length - 1)];
    const share = b.t > a.t ? (t - a.t) / (b.t - a.t) : 0;
    path.frames.push(frame + 1);
    path.xM.push(a.x + share * (b.x - a.x) - left);
    path.yM.push(a.y + share * (b.y - a.y) - top);
  }
  return path;
}

/** Lays zones and lines over a scene where people go: at seeded places, as `random` (0 ≤ value < 1) says. */
export function furnish(scene: Scene, random: () => number, counts = { zones: 5, lines: 4 }): Scene {
  const zones: Zone[] = [];
  const lines: Line[] = [];
  const spot = () => {
    const path = scene.paths[Math.floor(random() * scene.paths.length)];
    const i = Math.floor(random() * path.frames.length);
    return { x: path.xM[i], y: path.yM[i] };
  };
  const size = Math.min(scene.widthM, scene.heightM);
  for (let i = 0; i < counts.zones; i++) {
    const { x, y } = spot();
    const [w, h] = [size * (0.15 + 0.2 * random()), size * (0.15 + 0.2 * random())];
    const polygon: Zone['polygon'] = [
      [x - w / 2, y - h / 2],
      [x + w / 2, y - h / 2],
      [x + w / 2, y + h / 2],
      [x - w / 2, y + h / 2],
    ];
    zones.push({ id: `z${i}`, floor: '0', kind: 'area', polygon, engagedS: 10 });
  }
  for (let i = 0; i < counts.lines; i++) {
    const { x, y } = spot();
    const turn = Math.PI * random();
    const [dx, dy] = [Math.cos(turn) * size * 0.4, Math.sin(turn) * size * 0.4];
    const ends = { from: [x - dx, y - dy], to: [x + dx, y + dy] } satisfies Partial<Line>;
    lines.push({ id: `l${i}`, floor: '0', role: 'street', ...ends, in: 'right', strictness: 'balanced' });
  }
  return { ...scene, zones, lines };
}
