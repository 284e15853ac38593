import { polygonOwns } from '../../models/geometry/polygon.ts';
import { alongSegment, signedDistance } from '../../models/geometry/segment.ts';
import type { Path, Scene } from './spoil-scenes.ts';

/** True events of a scene, straight from the definitions and by other code than the one that is measured. */
export interface SceneTruth {
  /** Seconds of each crossing, by line. */
  lines: Record<string, { in: number[]; out: number[] }>;
  /** Visits by zone: when they began, how long they were. */
  zones: Record<string, { fromS: number; dwellS: number }[]>;
}

const VISIT_S = 2;
const BRIDGE_S = 5;

export function sceneTruth(scene: Scene): SceneTruth {
  const truth: SceneTruth = { lines: {}, zones: {} };
  for (const line of scene.lines) {
    const found: { in: number[]; out: number[] } = { in: [], out: [] };
    for (const path of scene.paths) crossings(path, scene.fps, line, found);
    truth.lines[line.id] = found;
  }
  for (const zone of scene.zones) {
    truth.zones[zone.id] = scene.paths.flatMap((path) => visits(path, scene.fps, zone.polygon));
  }
  return truth;
}

/** A change of side that ends again within this time and distance is a wavering on the line, not two crossings. */
const WAVER_S = 2;
const WAVER_M = 0.15;

/** Each change of side that stands, where the way meets the segment; at the way's first frame on the new side. */
function crossings(
  path: Path,
  fps: number,
  line: Scene['lines'][number],
  found: { in: number[]; out: number[] },
): void {
  const { from, to } = line;
  const s = path.frames.map((_, i) => signedDistance(from, to, path.xM[i], path.yM[i]));
  let side = s[0] > 0;
  let last = 0;
  for (let i = 1; i < s.length; i++) {
    if (s[i] > 0 === side) {
      last = i;
      continue;
    }
    let end = i;
    while (end + 1 < s.length && s[end + 1] > 0 !== side) end++;
    const furthest = Math.max(...s.slice(i, end + 1).map(Math.abs));
    const wavers = furthest < WAVER_M && (path.frames[end] - path.frames[i]) / fps < WAVER_S - 1e-9;
    if (wavers && end + 1 < s.length) {
      i = end;
      continue;
    }
    const share = s[last] / (s[last] - s[i]);
    const x = path.xM[last] + share * (path.xM[i] - path.xM[last]);
    const y = path.yM[last] + share * (path.yM[i] - path.yM[last]);
    const along = alongSegment(from, to, x, y);
    side = !side;
    if (along >= 0 && along <= 1) found[side === (line.in === 'right') ? 'in' : 'out'].push(path.frames[i] / fps);
    i = end;
    last = end;
  }
}

function visits(path: Path, fps: number, polygon: Scene['zones'][number]['polygon']) {
  const stays: { fromS: number; dwellS: number }[] = [];
  for (let i = 0; i < path.frames.length; i++) {
    if (!polygonOwns(polygon, path.xM[i], path.yM[i])) continue;
    const t = path.frames[i] / fps;
    const stay = stays[stays.length - 1];
    if (stay && t - (stay.fromS + stay.dwellS) <= BRIDGE_S) stay.dwellS = t - stay.fromS;
    else stays.push({ fromS: t, dwellS: 0 });
  }
  return stays.filter((stay) => stay.dwellS >= VISIT_S - 1e-9);
}
