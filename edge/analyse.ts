import type { Facts } from '../models/aggregate/facts.ts';
import { AisleError } from '../models/contract/errors.ts';
import type { MotRow } from '../models/contract/mot.ts';
import type { Site } from '../models/contract/site.ts';
import { gridOf } from '../models/geometry/grid.ts';
import { EventEngine } from './events/engine.ts';
import { createFloorPlacer } from './floor/floor.ts';
import { byFrame } from './source/detections.ts';
import type { Tracks } from './track/tracker.ts';

export interface Analysis {
  lines: Record<string, { in: number; out: number; interval: { in: [number, number]; out: [number, number] } }>;
  zones: Record<
    string,
    {
      visits: number;
      interval: [number, number];
      dwellS: { mean: number | null; p50: number | null; p90: number | null };
      occupancy: { mean: number; max: number };
    }
  >;
  flows: { from: string; to: string; count: number }[];
  heat: { cellM: number; columns: number; rows: number; personS: number[]; visits: number[] };
  /** People on the floor, frame by frame from the first one on. */
  people: number[];
}

/** What a whole tracks file (pixels of the camera's native size) says, through the same stages as a live camera. */
export function analyse(site: Site, cameraId: string, rows: readonly MotRow[], fps: number): Analysis {
  const camera = site.cameras.find((c) => c.id === cameraId);
  const floor = site.floors.find((f) => f.id === camera?.floor);
  if (!camera || !floor) {
    const names = site.cameras.map((c) => c.id).join(', ');
    throw new AisleError('BAD_CALL', `the site has no camera ${cameraId}`, `Use one of: ${names}.`);
  }
  refuseTwins(rows);
  const placer = createFloorPlacer(camera, floor, { width: 1, height: 1 });
  const engine = new EventEngine(site, camera);
  const tally = new Tally(site, gridOf(floor));
  const frames = byFrame(rows);
  const first = frames[0]?.length ? 0 : 1;
  const people: number[] = [];
  for (let frame = first; frame < frames.length; frame++) {
    const placed = placer.place(tracksOf(frames[frame]));
    people.push(placed.count);
    engine.step((frame * 1000) / fps, placed, tally);
  }
  engine.cut(tally);
  return tally.answer(people);
}

/** One id twice in a frame would count a person twice. */
function refuseTwins(rows: readonly MotRow[]): void {
  const seen = new Set<string>();
  for (const { frame, id } of rows) {
    const key = `${frame} ${id}`;
    if (seen.has(key)) {
      throw new AisleError(
        'BAD_INPUT',
        `id ${id} is in frame ${frame} twice`,
        'Give each person of a frame an id of its own.',
      );
    }
    seen.add(key);
  }
}

function tracksOf(rows: readonly MotRow[]): Tracks {
  const tracks: Tracks = {
    count: rows.length,
    id: Float64Array.from(rows, (r) => r.id),
    xyxy: new Float32Array(rows.length * 4),
    score: Float32Array.from(rows, (r) => r.score),
    measured: new Uint8Array(rows.length).fill(1),
  };
  rows.forEach((r, i) => {
    tracks.xyxy.set([r.left, r.top, r.left + r.width, r.top + r.height], 4 * i);
  });
  return tracks;
}

/** Collects the facts of a whole file. */
class Tally implements Facts {
  private readonly site: Site;
  private readonly grid: ReturnType<typeof gridOf>;
  private readonly personS: number[];
  private readonly visits: number[];
  private readonly counted = new Set<string>();
  private readonly lines = new Map<string, { in: number; out: number; inVariance: number; outVariance: number }>();
  private readonly zones = new Map<
    string,
    { visits: number; variance: number; dwellS: number[]; seenS: number; personS: number; max: number }
  >();
  private readonly flows = new Map<string, number>();

  constructor(site: Site, grid: ReturnType<typeof gridOf>) {
    this.site = site;
    this.grid = grid;
    this.personS = new Array<number>(grid.columns * grid.rows).fill(0);
    this.visits = new Array<number>(grid.columns * grid.rows).fill(0);
    for (const { id } of site.lines) this.lines.set(id, { in: 0, out: 0, inVariance: 0, outVariance: 0 });
    for (const { id } of site.zones)
      this.zones.set(id, { visits: 0, variance: 0, dwellS: [], seenS: 0, personS: 0, max: 0 });
  }

  seen(): void {}

  onFloor(): void {}

  inCell(_floor: string, cell: number, _tMs: number, dtS: number, person: string): void {
    this.personS[cell] += dtS;
    const key = `${cell} ${person}`;
    if (!this.counted.has(key)) this.visits[cell]++;
    this.counted.add(key);
  }

  inZone(zone: string, _tMs: number, dtS: number, count: number): void {
    const sums = this.zones.get(zone);
    if (!sums) return;
    sums.seenS += dtS;
    sums.personS += dtS * count;
    sums.max = Math.max(sums.max, count);
  }

  visitBegan(zone: string, _tMs: number, variance: number): void {
    const sums = this.zones.get(zone);
    if (!sums) return;
    sums.visits++;
    sums.variance += variance;
  }

  visitEnded(zone: string, _tMs: number, dwellS: number, censored: boolean): void {
    if (!censored) this.zones.get(zone)?.dwellS.push(dwellS);
  }

  moved(from: string, to: string): void {
    this.flows.set(`${from}>${to}`, (this.flows.get(`${from}>${to}`) ?? 0) + 1);
  }

  crossed(line: string, direction: 'in' | 'out', _tMs: number, variance: number): void {
    const sums = this.lines.get(line);
    if (!sums) return;
    sums[direction]++;
    sums[direction === 'in' ? 'inVariance' : 'outVariance'] += variance;
  }

  answer(people: number[]): Analysis {
    const { lines, zones, site } = this;
    return {
      lines: Object.fromEntries(
        [...lines].map(([id, s]) => [
          id,
          { in: s.in, out: s.out, interval: { in: interval(s.in, s.inVariance), out: interval(s.out, s.outVariance) } },
        ]),
      ),
      zones: Object.fromEntries(
        [...zones].map(([id, s]) => [
          id,
          {
            visits: s.visits,
            interval: interval(s.visits, s.variance),
            dwellS: dwell(s.dwellS),
            occupancy: { mean: s.seenS > 0 ? s.personS / s.seenS : 0, max: s.max },
          },
        ]),
      ),
      flows: site.zones.flatMap(({ id: from }) =>
        site.zones.flatMap(({ id: to }) => {
          const count = this.flows.get(`${from}>${to}`);
          return count === undefined ? [] : [{ from, to, count }];
        }),
      ),
      heat: { ...this.grid, personS: this.personS, visits: this.visits },
      people,
    };
  }
}

/** 95 % of a normal distribution about the count, not below zero. */
function interval(count: number, variance: number): [number, number] {
  const half = 1.96 * Math.sqrt(variance);
  return [Math.max(0, count - half), count + half];
}

function dwell(seconds: number[]): { mean: number | null; p50: number | null; p90: number | null } {
  if (seconds.length === 0) return { mean: null, p50: null, p90: null };
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  return { mean: sorted.reduce((a, b) => a + b, 0) / sorted.length, p50: at(0.5), p90: at(0.9) };
}
