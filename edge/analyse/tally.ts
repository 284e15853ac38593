import { NoFacts } from '../../models/aggregate/facts.ts';
import { countInterval } from '../../models/aggregate/interval.ts';
import type { Site } from '../../models/contract/site.ts';
import type { Grid } from '../../models/geometry/grid.ts';

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

/** Collects the facts of a whole file. */
export class Tally extends NoFacts {
  private readonly site: Site;
  private readonly grid: Grid;
  private readonly personS: number[];
  private readonly visits: number[];
  private readonly counted = new Set<string>();
  private readonly lines = new Map<string, { in: number; out: number; inVariance: number; outVariance: number }>();
  private readonly zones = new Map<
    string,
    { visits: number; variance: number; dwellS: number[]; seenS: number; personS: number; max: number }
  >();
  private readonly flows = new Map<string, number>();
  private readonly people: number[] = [];

  constructor(site: Site, grid: Grid) {
    super();
    this.site = site;
    this.grid = grid;
    this.personS = new Array<number>(grid.columns * grid.rows).fill(0);
    this.visits = new Array<number>(grid.columns * grid.rows).fill(0);
    for (const { id } of site.lines) this.lines.set(id, { in: 0, out: 0, inVariance: 0, outVariance: 0 });
    for (const { id } of site.zones)
      this.zones.set(id, { visits: 0, variance: 0, dwellS: [], seenS: 0, personS: 0, max: 0 });
  }

  override onFloor(_floor: string, _tMs: number, _dtS: number, count: number): void {
    this.people.push(count);
  }

  override inCell(_floor: string, cell: number, _tMs: number, dtS: number, person: string): void {
    this.personS[cell] += dtS;
    const key = `${cell} ${person}`;
    if (!this.counted.has(key)) this.visits[cell]++;
    this.counted.add(key);
  }

  override inZone(zone: string, _tMs: number, dtS: number, count: number): void {
    const sums = this.zones.get(zone);
    if (!sums) return;
    sums.seenS += dtS;
    sums.personS += dtS * count;
    sums.max = Math.max(sums.max, count);
  }

  override visitBegan(zone: string, _tMs: number, variance: number): void {
    const sums = this.zones.get(zone);
    if (!sums) return;
    sums.visits++;
    sums.variance += variance;
  }

  /** A visit that the file's end cuts is in the figures with what was seen of it: left out, long visits would be. */
  override visitEnded(zone: string, _tMs: number, dwellS: number): void {
    this.zones.get(zone)?.dwellS.push(dwellS);
  }

  override moved(from: string, to: string): void {
    this.flows.set(`${from}>${to}`, (this.flows.get(`${from}>${to}`) ?? 0) + 1);
  }

  override crossed(line: string, direction: 'in' | 'out', _tMs: number, variance: number): void {
    const sums = this.lines.get(line);
    if (!sums) return;
    sums[direction]++;
    sums[direction === 'in' ? 'inVariance' : 'outVariance'] += variance;
  }

  answer(): Analysis {
    const { lines, zones, site, people } = this;
    return {
      lines: Object.fromEntries(
        [...lines].map(([id, s]) => [
          id,
          {
            in: s.in,
            out: s.out,
            interval: { in: countInterval(s.in, s.inVariance), out: countInterval(s.out, s.outVariance) },
          },
        ]),
      ),
      zones: Object.fromEntries(
        [...zones].map(([id, s]) => [
          id,
          {
            visits: s.visits,
            interval: countInterval(s.visits, s.variance),
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

function dwell(seconds: number[]): { mean: number | null; p50: number | null; p90: number | null } {
  if (seconds.length === 0) return { mean: null, p50: null, p90: null };
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  return { mean: sorted.reduce((a, b) => a + b, 0) / sorted.length, p50: at(0.5), p90: at(0.9) };
}
