import type { FloorTracks } from '../../../edge/floor/floor.ts';
import { NoFacts } from '../../../models/aggregate/facts.ts';
import type { Site } from '../../../models/contract/site.ts';

/** Every fact as one line of text, in the order told. */
export class Told extends NoFacts {
  readonly lines: string[] = [];

  only(...kinds: string[]): string[] {
    return this.lines.filter((line) => kinds.some((kind) => line.startsWith(kind)));
  }

  override seen(...fact: unknown[]): void {
    this.lines.push(`seen ${fact.join(' ')}`);
  }
  override onFloor(...fact: unknown[]): void {
    this.lines.push(`floor ${fact.join(' ')}`);
  }
  override inCell(...fact: unknown[]): void {
    this.lines.push(`cell ${fact.join(' ')}`);
  }
  override inZone(...fact: unknown[]): void {
    this.lines.push(`zone ${fact.join(' ')}`);
  }
  override visitBegan(zone: string, tMs: number): void {
    this.lines.push(`began ${zone} ${tMs}`);
  }
  override visitEnded(zone: string, tMs: number, dwellS: number, censored: boolean): void {
    this.lines.push(`ended ${zone} ${tMs} ${dwellS}${censored ? ' cut' : ''}`);
  }
  override moved(from: string, to: string, tMs: number): void {
    this.lines.push(`moved ${from} ${to} ${tMs}`);
  }
  override crossed(line: string, direction: string, tMs: number): void {
    this.lines.push(`crossed ${line} ${direction} ${tMs}`);
  }
}

/** Sums of all facts that can be taken back: what is left of somebody who does not count must be nothing. */
export class Sums extends NoFacts {
  readonly sums: Record<string, number> = {};
  readonly told: string[] = [];

  override onFloor(_floor: string, _tMs: number, dtS: number, count: number, n = 1): void {
    this.add('floorS', n * dtS * count);
  }
  override leftOut(_floor: string, _tMs: number, dtS: number, why: string): void {
    this.add(why, dtS);
  }
  override inCell(_floor: string, _cell: number, _tMs: number, dtS: number, _person: string, n = 1): void {
    this.add('cellS', n * dtS);
  }
  override stepped(_floor: string, _cell: number, direction: number, _tMs: number, _person: string, n = 1): void {
    this.add(`step ${direction}`, n);
  }
  override inZone(zone: string, _tMs: number, dtS: number, count: number, n = 1): void {
    this.add(`${zone} S`, n * dtS * count);
  }
  override visitBegan(zone: string, _tMs: number, _variance: number, n = 1): void {
    this.add(`${zone} visits`, n);
  }
  override visitEnded(zone: string, _tMs: number, dwellS: number, _censored: boolean, n = 1): void {
    this.add(`${zone} dwellS`, n * dwellS);
  }
  override moved(from: string, to: string, _tMs: number, _variance: number, n = 1): void {
    this.add(`${from} to ${to}`, n);
  }
  override went(from: string, to: string, _tMs: number, _variance: number, n = 1): void {
    this.add(`${from} … ${to}`, n);
  }
  override crossed(line: string, way: string, _tMs: number, _variance: number, _person: string, n = 1): void {
    this.add(`${line} ${way}`, n);
  }
  override unitCrossed(line: string, way: string, _tMs: number, n = 1): void {
    this.add(`${line} units ${way}`, n);
  }
  override inQueue(zone: string, _tMs: number, dtS: number, length: number, n = 1): void {
    this.add(`${zone} queueS`, n * dtS * length);
  }
  override joined(zone: string, _tMs: number, n = 1): void {
    this.add(`${zone} joined`, n);
  }
  override waited(zone: string, tMs: number, waitS: number, end: string, _variance: number, n = 1): void {
    this.add(`${zone} ${end}`, n);
    this.told.push(`${end} ${waitS.toFixed(1)} s until ${tMs / 1000}`);
  }
  override served(zone: string, _tMs: number, serviceS: number, cut: boolean, n = 1): void {
    this.add(`${zone} services`, n);
    this.told.push(`service ${serviceS.toFixed(1)} s${cut ? ' cut' : ''}`);
  }
  override interacted(zone: string, tMs: number, kind: string, n = 1): void {
    this.add(`${zone} ${kind}`, n);
    this.told.push(`${kind} ${tMs / 1000}`);
  }

  /** What is not 0. */
  left(): Record<string, number> {
    const entries = Object.entries(this.sums).map(([name, value]) => [name, Math.round(value * 1e6) / 1e6] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== 0));
  }

  private add(name: string, value: number): void {
    this.sums[name] = (this.sums[name] ?? 0) + value;
  }
}

/** Positions of one frame: id, x, y. */
export type Spot = readonly [id: number, xM: number, yM: number];

export const tracksOf = (spots: readonly Spot[]): FloorTracks => ({
  count: spots.length,
  id: Float64Array.from(spots, (s) => s[0]),
  xM: Float64Array.from(spots, (s) => s[1]),
  yM: Float64Array.from(spots, (s) => s[2]),
  cell: new Int32Array(spots.length),
  score: new Float32Array(spots.length).fill(0.9),
  aspect: new Float32Array(spots.length).fill(0.4),
});

/** A hall of 20 m × 10 m: a door line across its middle, a zone left of it and one right of it. */
export const HALL: Site = {
  version: 1,
  store: 'hall',
  timeZone: 'UTC',
  floors: [{ id: '0', widthM: 20, heightM: 10, cellM: 1 }],
  connectors: [],
  nodes: [{ id: 'n', cameras: ['c'] }],
  cameras: [
    {
      id: 'c',
      floor: '0',
      source: { kind: 'simulated' },
      fps: 10,
      calibration: { homography: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    },
  ],
  zones: [
    {
      id: 'left',
      floor: '0',
      kind: 'area',
      polygon: [
        [4, 0],
        [9, 0],
        [9, 10],
        [4, 10],
      ],
      engagedS: 10,
    },
    {
      id: 'right',
      floor: '0',
      kind: 'area',
      polygon: [
        [11, 0],
        [16, 0],
        [16, 10],
        [11, 10],
      ],
      engagedS: 10,
    },
  ],
  // From the top down: going to smaller x is to the right of it.
  lines: [{ id: 'door', floor: '0', role: 'street', from: [10, 0], to: [10, 10], in: 'left', strictness: 'balanced' }],
  shelves: [],
  detector: { model: 'auto', minScore: 0.1, provider: 'auto' },
  tracker: { kind: 'byte-track' },
  privacy: { k: 1, heatMinutes: 1 },
  mqtt: { url: 'mqtt://127.0.0.1:1883' },
};
