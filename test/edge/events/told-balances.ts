import { Occupancy } from '../../../edge/events/occupancy.ts';
import type { Facts } from '../../../models/aggregate/facts.ts';
import type { Line, Site } from '../../../models/contract/site.ts';
import { cellAt, gridOf } from '../../../models/geometry/grid.ts';
import { HALL, Told } from './record.ts';

/** The hall with a door to the street at x = 2, in to the right of it, and a second camera. */
export const [camera] = HALL.cameras;
export const other = { ...camera, id: 'other' };
const [line] = HALL.lines;
export const DOOR: Line = {
  ...line,
  id: 'street',
  role: 'street',
  from: [2, 10],
  to: [2, 0],
  in: 'right',
  camera: camera.id,
};
export const STORE: Site = { ...HALL, cameras: [camera, other], lines: [DOOR] };
export const FLOOR = STORE.floors[0];
const GRID = gridOf(FLOOR);

export class Balances extends Told {
  readonly people: number[] = [];
  override balanced(_floor: string, _tMs: number, _dtS: number, people: number): void {
    this.people.push(people);
  }
}

/** Tells frames as an engine does: persons by name and x, along the middle of the hall. */
export class Teller {
  readonly told = new Balances();
  readonly occupancy = new Occupancy(STORE, [camera.id, other.id], this.told);
  private readonly ears = new Map([camera, other].map(({ id }) => [id, this.occupancy.of(id)]));
  tMs = 0;

  ear(id = camera.id): Facts {
    return this.ears.get(id) as Facts;
  }

  frame(people: Record<string, number>, id = camera.id, y = 5): void {
    for (const [name, x] of Object.entries(people))
      this.ear(id).inCell(FLOOR.id, cellAt(GRID, x, y), this.tMs, 0.5, `${id}/${name}`);
    this.ear(id).onFloor(FLOOR.id, this.tMs, 0.5, Object.keys(people).length);
  }

  /** So long, with frames twice a second. */
  stay(seconds: number, people: Record<string, number>, ofOther: Record<string, number> = {}): void {
    for (let i = 0; i < 2 * seconds; i++) {
      this.tMs += 500;
      this.frame(people);
      this.frame(ofOther, other.id);
    }
  }

  cross(name: string, way: 'in' | 'out'): void {
    this.ear().crossed(DOOR.id, way, this.tMs, 0.05, `${camera.id}/${name}`);
  }

  enter(name: string, counted = true): void {
    this.stay(1, { [name]: 1.2 });
    if (counted) this.cross(name, 'in');
    this.stay(1, { [name]: 2.7 });
    this.stay(1, { [name]: 3.7 });
  }

  get people(): number {
    return this.occupancy.floors()[0].people;
  }
}
