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

/** Each change of side where the way meets the segment, at the way's first frame on the new side. */
function crossings(
  path: Path,
  fps: number,
  line: Scene['lines'][number],
  found: { in: number[]; out: number[] },
): void {
  const { from, to } = line;
  const s = path.frames.map((_, i) => signedDistance(from, to, path.xM[i], path.yM[i]));
  for (let i = 1; i < s.length; i++) {
    if (s[i] > 0 === s[i - 1] > 0) continue;
    const share = s[i - 1] / (s[i - 1] - s[i]);
    const x = path.xM[i - 1] + share * (path.xM[i] - path.xM[i - 1]);
    const y = path.yM[i - 1] + share * (path.yM[i] - path.yM[i - 1]);
    const along = alongSegment(from, to, x, y);
    if (along >= 0 && along <= 1) found[s[i] > 0 === (line.in === 'right') ? 'in' : 'out'].push(path.frames[i] / fps);
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
