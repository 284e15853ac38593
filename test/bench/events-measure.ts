import { FLAT_HOMOGRAPHY } from '../../calibration/lab/spoil.ts';
import type { Scene } from '../../calibration/lab/spoil-scenes.ts';
import { type SceneTruth, sceneTruth } from '../../calibration/lab/spoil-truth.ts';
import { type Counter, replay } from '../../edge/analyse.ts';
import { NoFacts } from '../../models/aggregate/facts.ts';
import type { MotRow } from '../../models/contract/mot.ts';
import type { Site } from '../../models/contract/site.ts';

/** A scene as a site with one camera, which looks straight down unless `view` (px → m) says otherwise. */
export function siteOf(scene: Scene, view: readonly number[] = FLAT_HOMOGRAPHY): Site {
  const { widthM, heightM, zones, lines } = scene;
  return {
    version: 1,
    store: 'lab',
    timeZone: 'UTC',
    floors: [{ id: '0', widthM, heightM, cellM: 0.5 }],
    connectors: [],
    nodes: [{ id: 'edge-1', cameras: ['c'] }],
    cameras: [
      {
        id: 'c',
        floor: '0',
        source: { kind: 'simulated' },
        fps: scene.fps,
        calibration: { homography: [...view] },
      },
    ],
    zones,
    lines,
    shelves: [],
    detector: { model: 'auto', minScore: 0.1, provider: 'auto' },
    tracker: { kind: 'byte-track' },
    privacy: { k: 1, heatMinutes: 1 },
    mqtt: { url: 'mqtt://127.0.0.1:1883' },
  };
}

interface Counted {
  tMs: number;
  variance: number;
}

/** Every fact that counts, as it is told. */
export class Recorder extends NoFacts {
  readonly lines = new Map<string, Counted[]>();
  readonly visits = new Map<string, Counted[]>();
  readonly dwells = new Map<string, { fromMs: number; dwellS: number }[]>();
  personS = 0;

  override onFloor(_floor: string, _tMs: number, dtS: number, count: number): void {
    this.personS += dtS * count;
  }

  override visitBegan(zone: string, tMs: number, variance: number): void {
    push(this.visits, zone, { tMs, variance });
  }

  /** The truth's visits end with the recording too. */
  override visitEnded(zone: string, tMs: number, dwellS: number): void {
    push(this.dwells, zone, { fromMs: tMs - dwellS * 1000, dwellS });
  }

  override crossed(line: string, direction: 'in' | 'out', tMs: number, variance: number): void {
    push(this.lines, `${line} ${direction}`, { tMs, variance });
  }
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** A count of one window beside its truth. */
export interface Window {
  kind: 'line' | 'zone';
  lengthS: number;
  truth: number;
  count: number;
  variance: number;
}

export interface Measured {
  /** `error` sums |count − truth| over lines and directions, or zones; `signed` lets them cancel out. */
  entries: { truth: number; error: number; signed: number };
  visits: { truth: number; error: number; signed: number };
  /** |mean − true mean| / true mean of each zone-hour with enough visits. */
  dwell: number[];
  windows: Window[];
}

const HOUR_S = 3600;
const LEAST_VISITS = 30;
/** Windows of a few minutes and of an hour: small counts and large ones. */
const WINDOWS_S = [300, HOUR_S];

export function measure(
  scene: Scene,
  rows: readonly MotRow[],
  counter: Counter,
  site = siteOf(scene),
  truth = sceneTruth(scene),
): Measured {
  const recorder = new Recorder();
  replay(site, 'c', rows, scene.fps, counter, recorder);
  return compare(scene, truth, recorder);
}

function compare(scene: Scene, truth: SceneTruth, found: Recorder): Measured {
  const out: Measured = {
    entries: { truth: 0, error: 0, signed: 0 },
    visits: { truth: 0, error: 0, signed: 0 },
    dwell: [],
    windows: [],
  };
  for (const line of scene.lines) {
    for (const direction of ['in', 'out'] as const) {
      const times = truth.lines[line.id][direction];
      const counted = found.lines.get(`${line.id} ${direction}`) ?? [];
      out.entries.truth += times.length;
      out.entries.error += Math.abs(counted.length - times.length);
      out.entries.signed += counted.length - times.length;
      out.windows.push(...windows(times, counted, 'line'));
    }
  }
  for (const zone of scene.zones) {
    const visits = truth.zones[zone.id];
    const counted = found.visits.get(zone.id) ?? [];
    out.visits.truth += visits.length;
    out.visits.error += Math.abs(counted.length - visits.length);
    out.visits.signed += counted.length - visits.length;
    const times = visits.map((visit) => visit.fromS);
    out.windows.push(...windows(times, counted, 'zone'));
    out.dwell.push(...dwellErrors(visits, found.dwells.get(zone.id) ?? []));
  }
  return out;
}

function windows(truth: readonly number[], counted: readonly Counted[], kind: Window['kind']): Window[] {
  const all: Window[] = [];
  for (const lengthS of WINDOWS_S) {
    const byStart = new Map<number, Window>();
    const at = (s: number): Window => {
      const key = Math.floor(s / lengthS);
      const window = byStart.get(key) ?? { kind, lengthS, truth: 0, count: 0, variance: 0 };
      byStart.set(key, window);
      return window;
    };
    for (const s of truth) at(s).truth++;
    for (const { tMs, variance } of counted) {
      const window = at(tMs / 1000);
      window.count++;
      window.variance += variance;
    }
    all.push(...byStart.values());
  }
  return all;
}

function dwellErrors(
  truth: readonly { fromS: number; dwellS: number }[],
  found: Recorder['dwells'] extends Map<string, infer T> ? T : never,
): number[] {
  const hours = new Map<number, { n: number; sum: number; m: number; found: number }>();
  const at = (s: number) => {
    const key = Math.floor(s / HOUR_S);
    const hour = hours.get(key) ?? { n: 0, sum: 0, m: 0, found: 0 };
    hours.set(key, hour);
    return hour;
  };
  for (const { fromS, dwellS } of truth) {
    const hour = at(fromS);
    hour.n++;
    hour.sum += dwellS;
  }
  for (const { fromMs, dwellS } of found) {
    const hour = at(fromMs / 1000);
    hour.m++;
    hour.found += dwellS;
  }
  return [...hours.values()]
    .filter((hour) => hour.n >= LEAST_VISITS)
    .map(({ n, sum, m, found: total }) => Math.abs((m > 0 ? total / m : 0) / (sum / n) - 1));
}
