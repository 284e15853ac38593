import { DIRECTIONS, type Facts } from '../../models/aggregate/facts.ts';
import { cellAt, type Grid } from '../../models/geometry/grid.ts';

interface Way {
  cell: number;
  /** Where the cell was entered. */
  xM: number;
  yM: number;
  /** First and last place, how many places, and the surest that a place was right. */
  first: string | undefined;
  last: string | undefined;
  places: number;
  variance: number;
  tMs: number;
}

export type PathsState = [person: number, way: Way][];

/** Follows each person over the cells of the floor and from the first place (line or zone) to the last. */
export class Paths {
  private readonly floor: string;
  private readonly grid: Grid;
  private ways = new Map<number, Way>();

  constructor(floor: string, grid: Grid) {
    this.floor = floor;
    this.grid = grid;
  }

  see(person: number, xM: number, yM: number, tMs: number, name: string, facts: Facts): void {
    const way = this.way(person, xM, yM, tMs);
    way.tMs = tMs;
    const cell = cellAt(this.grid, xM, yM);
    if (cell === way.cell) return;
    // Somebody who stands on the border of two cells does not go to and fro between them.
    if (way.cell >= 0 && Math.hypot(xM - way.xM, yM - way.yM) < this.grid.cellM / 2) return;
    if (way.cell >= 0) facts.stepped(this.floor, way.cell, directionOf(xM - way.xM, yM - way.yM), tMs, name);
    way.cell = cell;
    way.xM = xM;
    way.yM = yM;
  }

  /** A person came to a line or a zone. */
  at(person: number, place: string, tMs: number, variance: number): void {
    const way = this.ways.get(person);
    if (!way) return;
    way.first ??= place;
    way.last = place;
    way.places++;
    way.variance = Math.max(way.variance, variance);
    way.tMs = Math.max(way.tMs, tMs);
  }

  /** The person is not seen again. */
  gone(person: number, facts: Facts): void {
    const way = this.ways.get(person);
    if (way && way.places > 1 && way.first !== undefined && way.last !== undefined)
      facts.went(way.first, way.last, way.tMs, way.variance);
    this.ways.delete(person);
  }

  forget(person: number): void {
    this.ways.delete(person);
  }

  /** Nobody is followed on from here: the ways so far are told. */
  cut(factsOf: (person: number) => Facts): void {
    for (const person of [...this.ways.keys()]) this.gone(person, factsOf(person));
  }

  snapshot(): PathsState {
    return structuredClone([...this.ways]);
  }

  restore(state: PathsState): void {
    this.ways = new Map(structuredClone(state));
  }

  private way(person: number, xM: number, yM: number, tMs: number): Way {
    let way = this.ways.get(person);
    if (!way) {
      const cell = cellAt(this.grid, xM, yM);
      way = { cell, xM, yM, first: undefined, last: undefined, places: 0, variance: 0, tMs };
      this.ways.set(person, way);
    }
    return way;
  }
}

/** The nearest of eight directions of the plan, clockwise from up. */
const directionOf = (dx: number, dy: number): number =>
  (Math.round((Math.atan2(dx, -dy) * DIRECTIONS) / (2 * Math.PI)) + DIRECTIONS) % DIRECTIONS;
