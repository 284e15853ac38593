import type { LineSums } from '../../models/aggregate/bucket.ts';
import {
  DIRECTIONS,
  type Interaction,
  type LeftOut,
  NoFacts,
  type Sign,
  type WaitEnd,
} from '../../models/aggregate/facts.ts';
import { countInterval } from '../../models/aggregate/interval.ts';
import type { Site } from '../../models/contract/site.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import type { Analysis, Spread } from './analysis.ts';

interface QueueTally {
  personS: number;
  max: number;
  served: number;
  servedVariance: number;
  abandoned: number;
  abandonedVariance: number;
  waitS: number[];
  serviceS: number[];
}

/** Collects the facts of a whole file. */
export class Tally extends NoFacts {
  private readonly site: Site;
  private readonly grid: Grid;
  private readonly personS: number[];
  private readonly visits: number[];
  private readonly paths: number[][];
  private readonly counted = new Set<string>();
  private readonly lines = new Map<string, LineSums>();
  private readonly zones = new Map<string, ZoneTally>();
  private readonly queues = new Map<string, QueueTally>();
  private readonly flows = new Map<string, number>();
  private readonly ends = new Map<string, number>();
  private readonly left = { staffS: 0, stillS: 0 };
  private readonly people = new Map<number, number>();

  constructor(site: Site, grid: Grid) {
    super();
    this.site = site;
    this.grid = grid;
    const cells = grid.columns * grid.rows;
    this.personS = new Array<number>(cells).fill(0);
    this.visits = new Array<number>(cells).fill(0);
    this.paths = Array.from({ length: cells }, () => new Array<number>(DIRECTIONS).fill(0));
    for (const { id } of site.lines)
      this.lines.set(id, { in: 0, out: 0, inVariance: 0, outVariance: 0, visits: 0, unitsIn: 0, unitsOut: 0 });
    for (const { id } of site.zones)
      this.zones.set(id, { visits: 0, variance: 0, dwellS: [], seenS: 0, personS: 0, max: 0, stops: 0, reaches: 0 });
    for (const { id, kind } of site.zones) if (kind === 'queue') this.queues.set(id, newQueue());
  }

  override onFloor(_floor: string, tMs: number, _dtS: number, count: number, n: Sign = 1): void {
    // What is taken back of a person came with a minute's sum: it says nothing of single frames.
    if (n > 0) this.people.set(tMs, count);
  }

  override leftOut(_floor: string, _tMs: number, dtS: number, why: LeftOut): void {
    this.left[why === 'staff' ? 'staffS' : 'stillS'] += dtS;
  }

  override inCell(_floor: string, cell: number, _tMs: number, dtS: number, person: string, n: Sign = 1): void {
    this.personS[cell] += n * dtS;
    if (this.firstTime(n, `${cell} ${person}`)) this.visits[cell] += n;
  }

  override stepped(_floor: string, cell: number, direction: number, _tMs: number, person: string, n: Sign = 1): void {
    if (this.firstTime(n, `${cell} ${direction} ${person}`)) this.paths[cell][direction] += n;
  }

  override inZone(zone: string, _tMs: number, dtS: number, count: number, n: Sign = 1): void {
    const sums = this.zones.get(zone);
    if (!sums) return;
    if (n > 0) sums.seenS += dtS;
    sums.personS += n * dtS * count;
    if (n > 0) sums.max = Math.max(sums.max, count);
  }

  override visitBegan(zone: string, _tMs: number, variance: number, n: Sign = 1): void {
    const sums = this.zones.get(zone);
    if (!sums) return;
    sums.visits += n;
    if (n > 0) sums.variance += variance;
  }

  /** A visit that the file's end cuts is in the figures with what was seen of it: left out, long visits would be. */
  override visitEnded(zone: string, _tMs: number, dwellS: number, _censored: boolean, n: Sign = 1): void {
    addOrRemove(this.zones.get(zone)?.dwellS ?? [], dwellS, n);
  }

  override moved(from: string, to: string, _tMs: number, _variance: number, n: Sign = 1): void {
    addTo(this.flows, `${from}>${to}`, n);
  }

  override went(from: string, to: string, _tMs: number, _variance: number, n: Sign = 1): void {
    addTo(this.ends, `${from}>${to}`, n);
  }

  override crossed(
    line: string,
    direction: 'in' | 'out',
    _tMs: number,
    variance: number,
    _person: string,
    n: Sign = 1,
  ): void {
    const sums = this.lines.get(line);
    if (!sums) return;
    sums[direction] += n;
    if (n > 0) sums[direction === 'in' ? 'inVariance' : 'outVariance'] += variance;
  }

  override unitCrossed(line: string, direction: 'in' | 'out', _tMs: number, n: Sign = 1): void {
    const sums = this.lines.get(line);
    if (sums) sums[direction === 'in' ? 'unitsIn' : 'unitsOut'] += n;
  }

  override inQueue(zone: string, _tMs: number, dtS: number, length: number, n: Sign = 1): void {
    const sums = this.queues.get(zone);
    if (!sums) return;
    sums.personS += n * dtS * length;
    if (n > 0) sums.max = Math.max(sums.max, length);
  }

  override waited(zone: string, _tMs: number, waitS: number, end: WaitEnd, variance: number, n: Sign = 1): void {
    const sums = this.queues.get(zone);
    if (!sums || end === 'cut') return;
    sums[end] += n;
    if (n > 0) sums[`${end}Variance`] += variance;
    if (end === 'served') addOrRemove(sums.waitS, waitS, n);
  }

  override served(zone: string, _tMs: number, serviceS: number, cut: boolean, n: Sign = 1): void {
    if (!cut) addOrRemove(this.queues.get(zone)?.serviceS ?? [], serviceS, n);
  }

  override interacted(zone: string, _tMs: number, kind: Interaction, n: Sign = 1): void {
    const sums = this.zones.get(zone);
    if (sums) sums[kind === 'stop' ? 'stops' : 'reaches'] += n;
  }

  answer(): Analysis {
    const { lines, zones, queues } = this;
    return {
      lines: entries(lines, (s) => ({
        in: s.in,
        out: s.out,
        interval: { in: countInterval(s.in, s.inVariance), out: countInterval(s.out, s.outVariance) },
        units: { in: s.unitsIn, out: s.unitsOut },
      })),
      zones: entries(zones, (s, id) => ({
        visits: s.visits,
        interval: countInterval(s.visits, s.variance),
        dwellS: spread(s.dwellS),
        occupancy: { mean: s.seenS > 0 ? s.personS / s.seenS : 0, max: s.max },
        ...(this.isFixture(id) && { interactions: { stops: s.stops, reaches: s.reaches } }),
      })),
      queues: entries(queues, (s, id) => {
        const seenS = zones.get(id)?.seenS ?? 0;
        return {
          length: { mean: seenS > 0 ? s.personS / seenS : 0, max: s.max },
          served: s.served,
          abandoned: s.abandoned,
          interval: {
            served: countInterval(s.served, s.servedVariance),
            abandoned: countInterval(s.abandoned, s.abandonedVariance),
          },
          waitS: spread(s.waitS),
          serviceS: spread(s.serviceS),
        };
      }),
      flows: pairsOf(this.flows),
      ends: pairsOf(this.ends),
      heat: { ...this.grid, personS: this.personS, visits: this.visits },
      paths: this.paths,
      leftOut: this.left,
      people: [...this.people.values()],
    };
  }

  private isFixture(id: string): boolean {
    return this.site.zones.some((zone) => zone.id === id && zone.kind === 'fixture');
  }

  /** Who was taken back and is told of again counts again. */
  private firstTime(n: Sign, key: string): boolean {
    const first = !this.counted.has(`${n} ${key}`);
    this.counted.add(`${n} ${key}`);
    this.counted.delete(`${-n} ${key}`);
    return first;
  }
}

interface ZoneTally {
  visits: number;
  variance: number;
  dwellS: number[];
  seenS: number;
  personS: number;
  max: number;
  stops: number;
  reaches: number;
}

const newQueue = (): QueueTally => ({
  personS: 0,
  max: 0,
  served: 0,
  servedVariance: 0,
  abandoned: 0,
  abandonedVariance: 0,
  waitS: [],
  serviceS: [],
});

const entries = <S, T>(sums: ReadonlyMap<string, S>, answer: (s: S, id: string) => T): Record<string, T> =>
  Object.fromEntries([...sums].map(([id, s]) => [id, answer(s, id)]));

/** Pairs that were counted, in the order of their names. */
const pairsOf = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([pair, count]) => ({ from: pair.split('>')[0], to: pair.split('>')[1], count }));

const addTo = (counts: Map<string, number>, key: string, n: number) => counts.set(key, (counts.get(key) ?? 0) + n);

function addOrRemove(seconds: number[], value: number, n: Sign): void {
  if (n > 0) seconds.push(value);
  else if (seconds.includes(value)) seconds.splice(seconds.indexOf(value), 1);
}

function spread(seconds: number[]): Spread {
  if (seconds.length === 0) return { mean: null, p50: null, p90: null };
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  return { mean: sorted.reduce((a, b) => a + b, 0) / sorted.length, p50: at(0.5), p90: at(0.9) };
}
