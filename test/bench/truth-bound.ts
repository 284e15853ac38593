import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { counterOf } from '../../models/aggregate/counter.ts';
import type { Line, Site } from '../../models/contract/site.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';
import { signedDistance } from '../../models/geometry/segment.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { BRIDGE_MS, isCustomer, type Story, truthLines, VISIT_MS } from './truth-measure.ts';

/** Somebody of whom less than this share is seen is no detector's to find. */
const VISIBLE = 0.45;
/** Seen on both sides of a line within this time is seen to cross it. */
const CROSS_MS = BRIDGE_MS;

type Bound = Pick<Story, 'crossings' | 'visits'>;

interface Moment {
  tMs: number;
  people: readonly [id: number, xM: number, yM: number][];
}

/**
 * What a tracker without any error would tell of a film: everybody where they truly are, as far as the camera that counts
 * a zone or line sees them. What it is off by is the store's coverage; what the product is off by beyond it, its own.
 */
export function boundOf(folder: string): Bound {
  const { site } = loadSite(join(folder, 'site.yaml'));
  const moments = truthLines(folder, 'positions') as unknown as Moment[];
  const sees = new Map(site.cameras.map(({ id }) => [id, seenBy(folder, id, moments.length)]));
  const bound: Bound = { crossings: new Map(), visits: new Map() };
  for (const zone of site.zones) {
    const seen = sees.get(counterOf(site, zone) ?? '') ?? [];
    const stays = new Map<number, number[]>();
    moments.forEach(({ tMs, people }, frame) => {
      for (const [id, xM, yM] of people)
        if (isCustomer(id) && seen[frame].has(id) && polygonOwns(zone.polygon, xM, yM))
          stays.set(id, [...(stays.get(id) ?? []), tMs]);
    });
    bound.visits.set(zone.id, [...stays.values()].flatMap(visitsOf));
  }
  for (const line of site.lines) cross(site, line, moments, sees, bound);
  return bound;
}

/** Whom a camera sees, frame by frame. */
function seenBy(folder: string, camera: string, frames: number): Set<number>[] {
  const seen = Array.from({ length: frames }, () => new Set<number>());
  for (const row of readFileSync(join(folder, 'truth', 'tracks', `${camera}.txt`), 'utf8').split('\n')) {
    const [frame, track, , , , , , , share] = row.split(',').map(Number);
    // Every hundred true tracks are one person's.
    if (share > VISIBLE) seen[frame - 1]?.add(Math.floor(track / 100));
  }
  return seen;
}

/** Seconds of each visit of somebody who was seen at these times. */
function visitsOf(times: readonly number[]): number[] {
  const visits: number[] = [];
  let [from, last] = [times[0], times[0]];
  const end = () => {
    if (last - from >= VISIT_MS) visits.push((last - from) / 1000);
  };
  for (const tMs of times) {
    if (tMs - last > BRIDGE_MS) {
      end();
      from = tMs;
    }
    last = tMs;
  }
  end();
  return visits;
}

function cross(
  site: Site,
  line: Line,
  moments: readonly Moment[],
  sees: ReadonlyMap<string, Set<number>[]>,
  bound: Bound,
): void {
  const seen = sees.get(counterOf(site, line) ?? '') ?? [];
  /** The last moment on each side of the line at which a person was seen. */
  const sides = new Map<number, { side: number; tMs: number }>();
  moments.forEach(({ tMs, people }, frame) => {
    for (const [id, xM, yM] of people) {
      if (!isCustomer(id) || !seen[frame].has(id)) continue;
      const side = signedDistance(line.from, line.to, xM, yM) > 0 ? 1 : -1;
      const before = sides.get(id);
      sides.set(id, { side, tMs });
      if (!before || before.side === side || tMs - before.tMs > CROSS_MS) continue;
      const key = `${line.id} ${side > 0 === (line.in === 'right') ? 'in' : 'out'}`;
      bound.crossings.set(key, (bound.crossings.get(key) ?? 0) + 1);
    }
  });
}
