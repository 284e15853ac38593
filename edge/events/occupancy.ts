import { counterOf } from '../../models/aggregate/counter.ts';
import type { Facts, Sign } from '../../models/aggregate/facts.ts';
import type { Site } from '../../models/contract/site.ts';
import { type Grid, gridOf } from '../../models/geometry/grid.ts';
import type { DoorVerdict } from './balance.ts';
import { Blur } from './blur.ts';
import { Doorways } from './doorways.ts';
import { FloorBalance, type FloorBalanceState } from './floor-balance.ts';
import { PassFacts } from './pass-facts.ts';

const STEP_MS = 5000;
/** A camera this far behind the others is not waited for: whom it saw is unseen now. */
const BEHIND_MS = 20_000;
/** After so long without a look nobody knows who is there, nor when time goes back by more than a camera lags. */
const FORGET_MS = 900_000;
const SET_BACK_MS = 60_000;
/** Part of a floor in view where nothing is known of it; how fast people come back into view is learned. */
const SEEN_SHARE = 0.7;

export interface FloorOccupancy {
  floor: string;
  people: number;
  variance: number;
  doors: DoorVerdict[];
}

/** Plain data, as JSON would keep it. */
export interface OccupancyState {
  floors: [floor: string, balance: FloorBalanceState][];
  clocks: [camera: string, tMs: number][];
  steppedMs: [floor: string, tMs: number][];
}

/**
 * How many customers are on each floor of a node: hears what the engines of its cameras tell, passes all of it on, and
 * adds the fact `balanced` every 5 s. Who comes and goes is read from the persons' places: in and before doors, and
 * at the border of the view, where those of two cameras who stand together are one.
 *
 * A floor is balanced where all lines to the street or a mall are counted by cameras of the node, and there is one.
 * Lines of staff and delivery are no doors here: who comes by them is staff, and left out of those in view as well.
 */
export class Occupancy {
  private readonly site: Site;
  private readonly facts: Facts;
  private readonly balances = new Map<string, FloorBalance>();
  /** Time of each camera's newest frame, and the end of each floor's latest step. */
  private clocks = new Map<string, number>();
  private steppedMs = new Map<string, number>();

  /** `cameras`: ids of the node's; `facts`: whom all is passed on to. */
  constructor(site: Site, cameras: readonly string[], facts: Facts) {
    this.site = site;
    this.facts = facts;
    for (const floor of site.floors) {
      const doors = site.lines.filter((it) => it.floor === floor.id && (it.role === 'street' || it.role === 'mall'));
      const isOwn = (camera: string | undefined) => camera !== undefined && cameras.includes(camera);
      if (doors.length === 0 || !doors.every((line) => isOwn(counterOf(site, line)))) continue;
      const counters = new Map(doors.map((line) => [line.id, counterOf(site, line)]));
      const doorways = new Doorways(doors, floor.cellM / 2);
      this.balances.set(floor.id, new FloorBalance(doorways, SEEN_SHARE, (line) => counters.get(line)));
    }
  }

  /** What a camera's engine tells its facts to. */
  of(camera: string): Facts {
    const seeing = this.site.cameras.find((it) => it.id === camera);
    const floor = this.site.floors.find((it) => it.id === seeing?.floor);
    const balance = floor && this.balances.get(floor.id);
    if (!balance || !seeing) return this.facts;
    return new CameraEar(this.facts, camera, gridOf(floor), balance, new Blur(seeing), (tMs) =>
      this.advance(floor.id, camera, tMs),
    );
  }

  floors(): FloorOccupancy[] {
    return [...this.balances].map(([floor, { balance }]) => ({
      floor,
      people: balance.people,
      variance: balance.variance,
      doors: balance.doors(),
    }));
  }

  snapshot(): OccupancyState {
    return {
      floors: [...this.balances].map(([floor, balance]) => [floor, balance.snapshot()]),
      clocks: [...this.clocks],
      steppedMs: [...this.steppedMs],
    };
  }

  /** Goes on from a snapshot; floors that are not balanced any more are left out of it. */
  restore(state: OccupancyState): void {
    for (const [floor, balance] of state.floors) this.balances.get(floor)?.restore(balance);
    this.clocks = new Map(state.clocks);
    this.steppedMs = new Map(state.steppedMs);
  }

  /** Steps as far as all cameras of the floor were heard. */
  private advance(floor: string, camera: string, tMs: number): void {
    const balance = this.balances.get(floor) as FloorBalance;
    this.clocks.set(camera, tMs);
    const cameras = this.site.cameras.filter((it) => it.floor === floor && this.clocks.has(it.id));
    for (const { id } of cameras) {
      if ((this.clocks.get(id) as number) >= tMs - BEHIND_MS) continue;
      this.clocks.delete(id);
      balance.lose(id);
    }
    const heardMs = Math.min(...cameras.map(({ id }) => this.clocks.get(id) ?? tMs));
    const lastMs = this.steppedMs.get(floor);
    const endMs = Math.floor(heardMs / STEP_MS) * STEP_MS;
    const sinceMs = lastMs === undefined ? STEP_MS : endMs - lastMs;
    if (sinceMs <= 0 && sinceMs >= -SET_BACK_MS) return;
    this.steppedMs.set(floor, endMs);
    const goesOn = sinceMs > 0 && sinceMs <= FORGET_MS;
    if (!goesOn) balance.forget(heardMs);
    const dtS = goesOn && sinceMs <= BEHIND_MS ? sinceMs / 1000 : STEP_MS / 1000;
    balance.step(dtS);
    const { people, variance } = balance.balance;
    if (Number.isFinite(people) && Number.isFinite(variance)) this.facts.balanced(floor, endMs, dtS, people, variance);
  }
}

/** Listens to one camera's facts. Its engine tells those of a frame's persons before the frame's count. */
class CameraEar extends PassFacts {
  private readonly camera: string;
  private readonly grid: Grid;
  private readonly balance: FloorBalance;
  private readonly blur: Blur;
  private readonly frameOver: (tMs: number) => void;

  constructor(
    next: Facts,
    camera: string,
    grid: Grid,
    balance: FloorBalance,
    blur: Blur,
    frameOver: (tMs: number) => void,
  ) {
    super(next);
    this.blur = blur;
    this.camera = camera;
    this.grid = grid;
    this.balance = balance;
    this.frameOver = frameOver;
  }

  override inCell(floor: string, cell: number, tMs: number, dtS: number, person: string, n?: Sign): void {
    super.inCell(floor, cell, tMs, dtS, person, n);
    if (n === -1) this.balance.dismiss(person);
    else {
      const { cellM, columns } = this.grid;
      const [xM, yM] = [((cell % columns) + 0.5) * cellM, (Math.floor(cell / columns) + 0.5) * cellM];
      this.balance.see(this.camera, person, xM, yM, tMs, this.blur.at(xM, yM));
    }
  }

  override crossed(
    line: string,
    direction: 'in' | 'out',
    tMs: number,
    variance: number,
    person: string,
    n?: Sign,
  ): void {
    super.crossed(line, direction, tMs, variance, person, n);
    if (!this.balance.isDoor(line)) return;
    if (n === -1) this.balance.uncrossed(line, direction, person);
    else this.balance.crossed(line, direction, tMs, person);
  }

  override onFloor(floor: string, tMs: number, dtS: number, count: number, n?: Sign): void {
    super.onFloor(floor, tMs, dtS, count, n);
    if (n === -1) return;
    this.balance.endFrame(this.camera, tMs);
    this.frameOver(tMs);
  }
}
