import type { Line, Site, Zone } from '../../../models/contract/site.ts';
import { cellAt, type Grid, gridOf } from '../../../models/geometry/grid.ts';
import { polygonOwns } from '../../../models/geometry/polygon.ts';
import { alongSegment, signedDistance } from '../../../models/geometry/segment.ts';
import { pointAlong, type Way } from '../world/navigation.ts';
import type { World } from '../world/world.ts';

/** What a way leads through, by metres from its beginning. Made once for each pair of places and kept. */
export interface Trace {
  lengthM: number;
  /** Cells in order, where each begins, and the direction of the step out of it (−1 for the last). */
  cells: Int32Array;
  fromM: Float64Array;
  direction: Int8Array;
  /** Stretches inside zones. */
  zones: { zone: number; fromM: number; toM: number }[];
  crossings: { line: number; in: boolean; atM: number }[];
}

const STEP_M = 0.1;
/** Direction by sign of the step in x and y, clockwise from up. */
const DIRECTION = [
  [7, 0, 1],
  [6, -1, 2],
  [5, 4, 3],
];

const range = (polygon: Zone['polygon'], axis: 0 | 1): [number, number] => [
  Math.min(...polygon.map((p) => p[axis])),
  Math.max(...polygon.map((p) => p[axis])),
];

export class Traces {
  readonly grid: Grid;
  private readonly world: World;
  private readonly zones: readonly Zone[];
  private readonly lines: readonly Line[];
  private readonly made = new Map<number, Trace>();
  private readonly zonesAt: number[][];
  /** Least x, most x, least y, most y of each zone. */
  private readonly bounds: Float64Array;

  constructor(world: World, site: Site) {
    this.world = world;
    this.zones = site.zones;
    this.lines = site.lines;
    this.bounds = Float64Array.from(site.zones.flatMap(({ polygon }) => [...range(polygon, 0), ...range(polygon, 1)]));
    this.grid = gridOf(site.floors[0]);
    this.zonesAt = world.navigation.places.map(([x, y]) => this.owners(x, y));
  }

  /** Zones that own a place, by number. */
  at(place: number): readonly number[] {
    return this.zonesAt[place];
  }

  cell(place: number): number {
    const [x, y] = this.world.navigation.places[place];
    return cellAt(this.grid, x, y);
  }

  between(from: number, to: number): Trace {
    const key = from * this.zonesAt.length + to;
    let trace = this.made.get(key);
    if (!trace) {
      trace = this.make(this.world.navigation.way(from, to));
      this.made.set(key, trace);
    }
    return trace;
  }

  private owners(x: number, y: number): number[] {
    const owned: number[] = [];
    for (let z = 0; z < this.zones.length; z++) {
      const b = 4 * z;
      if (x < this.bounds[b] || x > this.bounds[b + 1] || y < this.bounds[b + 2] || y > this.bounds[b + 3]) continue;
      if (polygonOwns(this.zones[z].polygon, x, y)) owned.push(z);
    }
    return owned;
  }

  private make(way: Way): Trace {
    const cells: number[] = [];
    const fromM: number[] = [];
    const direction: number[] = [];
    const trace: Pick<Trace, 'zones' | 'crossings'> = { zones: [], crossings: [] };
    const open = new Map<number, number>();
    const { columns } = this.grid;
    const sides = this.lines.map(() => 0);
    const at = { x: 0, y: 0 };
    const steps = Math.max(1, Math.ceil(way.lengthM / STEP_M));
    for (let i = 0; i <= steps; i++) {
      const metres = (i * way.lengthM) / steps;
      pointAlong(way, metres, at);
      const cell = cellAt(this.grid, at.x, at.y);
      const last = cells[cells.length - 1];
      if (cell >= 0 && cell !== last) {
        if (last !== undefined) {
          const dx = Math.sign((cell % columns) - (last % columns));
          const dy = Math.sign(Math.floor(cell / columns) - Math.floor(last / columns));
          direction[direction.length - 1] = DIRECTION[dy + 1][dx + 1];
        }
        cells.push(cell);
        fromM.push(metres);
        direction.push(-1);
      }
      const here = this.owners(at.x, at.y);
      for (const [zone, from] of open) {
        if (here.includes(zone)) continue;
        trace.zones.push({ zone, fromM: from, toM: metres });
        open.delete(zone);
      }
      for (const zone of here) if (!open.has(zone)) open.set(zone, metres);
      this.cross(at, metres, sides, trace.crossings);
    }
    for (const [zone, from] of open) trace.zones.push({ zone, fromM: from, toM: way.lengthM });
    trace.zones.sort((a, b) => a.fromM - b.fromM || a.zone - b.zone);
    return {
      lengthM: way.lengthM,
      cells: Int32Array.from(cells),
      fromM: Float64Array.from(fromM),
      direction: Int8Array.from(direction),
      ...trace,
    };
  }

  private cross(at: { x: number; y: number }, metres: number, sides: number[], found: Trace['crossings']): void {
    this.lines.forEach((line, l) => {
      const s = signedDistance(line.from, line.to, at.x, at.y) > 0 ? 1 : -1;
      if (sides[l] !== 0 && s !== sides[l]) {
        const along = alongSegment(line.from, line.to, at.x, at.y);
        if (along >= 0 && along <= 1) found.push({ line: l, in: s > 0 === (line.in === 'right'), atM: metres });
      }
      sides[l] = s;
    });
  }
}
