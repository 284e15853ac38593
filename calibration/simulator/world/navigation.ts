import type { PointM } from '../../../models/contract/site.ts';
import type { FloorPlan, Rect } from './floor-plan.ts';

/** Ways between the places of a plan: a raster of the free floor, Dijkstra from each place, then pulled straight. */
export interface Way {
  /** Corners; the first is where it begins. */
  x: Float64Array;
  y: Float64Array;
  /** Metres from the beginning to each corner. */
  along: Float64Array;
  lengthM: number;
}

const CELL_M = 0.25;
/** Half the width of a person, and a little room. */
const CLEARANCE_M = 0.28;
/** Nobody takes a short cut through a queue or a till lane. */
const SHUNNED = 6;
const SQRT2 = Math.SQRT2;

/** Places by number: what the rest of the simulator calls `place`. */
export class Navigation {
  readonly places: readonly PointM[];
  private readonly columns: number;
  private readonly rows: number;
  private readonly cost: Float32Array;
  private readonly fields = new Map<number, Int32Array>();
  private readonly ways = new Map<number, Way>();

  constructor(plan: FloorPlan, places: readonly PointM[]) {
    this.places = places;
    this.columns = Math.ceil(plan.widthM / CELL_M);
    this.rows = Math.ceil(plan.heightM / CELL_M);
    this.cost = new Float32Array(this.columns * this.rows).fill(1);
    const shunned = [plan.queue, ...plan.tills.map((till) => till.zone)];
    for (const rect of shunned) this.paint(rect, 0, SHUNNED);
    for (const fixture of plan.fixtures) this.paint(fixture, CLEARANCE_M, Number.POSITIVE_INFINITY);
    for (let c = 0; c < this.columns; c++) this.cost[c] = Number.POSITIVE_INFINITY;
    for (let r = 0; r < this.rows; r++) {
      this.cost[r * this.columns] = Number.POSITIVE_INFINITY;
      this.cost[(r + 1) * this.columns - 1] = Number.POSITIVE_INFINITY;
    }
  }

  /** The way from one place to another. */
  way(from: number, to: number): Way {
    const key = from * this.places.length + to;
    let way = this.ways.get(key);
    if (!way) {
      way = this.trace(from, to);
      this.ways.set(key, way);
    }
    return way;
  }

  distanceM(from: number, to: number): number {
    return from === to ? 0 : this.way(from, to).lengthM;
  }

  /** Whether somebody can stand there. */
  free(x: number, y: number): boolean {
    return this.cost[this.cellOf(x, y)] < Number.POSITIVE_INFINITY;
  }

  private paint({ x, y, w, h }: Rect, margin: number, cost: number): void {
    for (let r = 0; r < this.rows; r++) {
      const cy = (r + 0.5) * CELL_M;
      if (cy <= y - margin || cy >= y + h + margin) continue;
      for (let c = 0; c < this.columns; c++) {
        const cx = (c + 0.5) * CELL_M;
        if (cx > x - margin && cx < x + w + margin) this.cost[r * this.columns + c] = cost;
      }
    }
  }

  private cellOf(x: number, y: number): number {
    const c = Math.min(this.columns - 1, Math.max(0, Math.floor(x / CELL_M)));
    const r = Math.min(this.rows - 1, Math.max(0, Math.floor(y / CELL_M)));
    return r * this.columns + c;
  }

  private trace(from: number, to: number): Way {
    const previous = this.field(from);
    const start = this.cellOf(...this.places[from]);
    const cells: number[] = [];
    for (let at = this.cellOf(...this.places[to]); at >= 0 && at !== start; at = previous[at]) cells.push(at);
    cells.reverse();
    const points: PointM[] = [this.places[from]];
    for (const cell of cells) points.push(this.centre(cell));
    points[points.length > 1 ? points.length - 1 : points.length] = this.places[to];
    return wayThrough(this.pulled(points));
  }

  private centre(cell: number): PointM {
    return [((cell % this.columns) + 0.5) * CELL_M, (Math.floor(cell / this.columns) + 0.5) * CELL_M];
  }

  /** Leaves out each corner that can be passed by in a straight line. */
  private pulled(points: readonly PointM[]): PointM[] {
    const kept: PointM[] = [points[0]];
    let at = 0;
    while (at < points.length - 1) {
      let next = at + 1;
      for (let far = Math.min(points.length - 1, at + 60); far > at + 1; far--) {
        if (!this.clear(points[at], points[far])) continue;
        next = far;
        break;
      }
      kept.push(points[next]);
      at = next;
    }
    return kept;
  }

  private clear(a: PointM, b: PointM): boolean {
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const steps = Math.ceil(Math.sqrt(dx * dx + dy * dy) / (CELL_M / 2));
    const own = Math.max(this.cost[this.cellOf(...a)], this.cost[this.cellOf(...b)]);
    for (let i = 1; i < steps; i++) {
      if (this.cost[this.cellOf(a[0] + (dx * i) / steps, a[1] + (dy * i) / steps)] > own) return false;
    }
    return true;
  }

  /** For each cell the next one towards the place. */
  private field(from: number): Int32Array {
    let field = this.fields.get(from);
    if (!field) {
      field = dijkstra(this.cost, this.columns, this.cellOf(...this.places[from]));
      this.fields.set(from, field);
    }
    return field;
  }
}

function dijkstra(cost: Float32Array, columns: number, start: number): Int32Array {
  const previous = new Int32Array(cost.length).fill(-1);
  const distance = new Float64Array(cost.length).fill(Number.POSITIVE_INFINITY);
  const steps = [
    [1, 1],
    [-1, 1],
    [columns, 1],
    [-columns, 1],
    [columns + 1, SQRT2],
    [columns - 1, SQRT2],
    [-columns + 1, SQRT2],
    [-columns - 1, SQRT2],
  ];
  // Buckets of a quarter of a step hold the open cells in order of distance (Dial 1969).
  const buckets: number[][] = [[start]];
  distance[start] = 0;
  for (let b = 0; b < buckets.length; b++) {
    const bucket = buckets[b] ?? [];
    for (let i = 0; i < bucket.length; i++) {
      const at = bucket[i];
      if (Math.floor(distance[at] * 4) !== b) continue;
      for (const [step, length] of steps) {
        const to = at + step;
        if (to < 0 || to >= cost.length || cost[to] === Number.POSITIVE_INFINITY) continue;
        if (length > 1) {
          // No cutting of corners.
          const side = to - Math.sign(step) * columns;
          const over = at + Math.sign(step) * columns;
          if (cost[side] === Number.POSITIVE_INFINITY || cost[over] === Number.POSITIVE_INFINITY) continue;
        }
        const next = distance[at] + length * cost[to];
        if (next >= distance[to] - 1e-9) continue;
        distance[to] = next;
        previous[to] = at;
        const bin = Math.floor(next * 4);
        for (let k = buckets.length; k <= bin; k++) buckets.push([]);
        buckets[bin].push(to);
      }
    }
  }
  return previous;
}

function wayThrough(points: readonly PointM[]): Way {
  const n = points.length;
  const way: Way = { x: new Float64Array(n), y: new Float64Array(n), along: new Float64Array(n), lengthM: 0 };
  for (let i = 0; i < n; i++) {
    way.x[i] = points[i][0];
    way.y[i] = points[i][1];
    if (i === 0) continue;
    const dx = way.x[i] - way.x[i - 1];
    const dy = way.y[i] - way.y[i - 1];
    way.along[i] = way.along[i - 1] + Math.sqrt(dx * dx + dy * dy);
  }
  way.lengthM = way.along[n - 1];
  return way;
}

/** The point so many metres along a way, into `out`. */
export function pointAlong(way: Way, metres: number, out: { x: number; y: number }): void {
  let i = 1;
  const last = way.along.length - 1;
  while (i < last && way.along[i] < metres) i++;
  const length = way.along[i] - way.along[i - 1];
  const share = length > 0 ? Math.min(1, Math.max(0, (metres - way.along[i - 1]) / length)) : 1;
  out.x = way.x[i - 1] + share * (way.x[i] - way.x[i - 1]);
  out.y = way.y[i - 1] + share * (way.y[i] - way.y[i - 1]);
}
