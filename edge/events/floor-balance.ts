import { type BalanceState, FlowBalance, type Way } from './balance.ts';
import type { Doorways } from './doorways.ts';

/** A crossing waits so long for its track to be in or out, so that line and track are told together. */
const PAIRED_MS = 5000;
/** A track that begins so soon and near after another ended is the same person. */
const BACK_MS = 10_000;
const BACK_M = 2;
/** Tracks of two cameras so near to each other are one person; more where either camera sees less well. */
const SAME_M = 1;

/** Somebody whom a camera follows. */
export interface Walker {
  camera: string;
  xM: number;
  yM: number;
  tMs: number;
  /** How far off the position may be beside what is usual. */
  blurM: number;
  /** The door in or before which the person is; undefined: inside. */
  door: string | undefined;
  /** First seen in a door, on its inner side: goes out when found before it. */
  within?: boolean;
  /** Crossings that were not told yet. */
  crossings: { line: string; way: Way; tMs: number }[];
}

/** A floor's whole state as plain data. */
export interface FloorBalanceState {
  balance: BalanceState;
  walkers: [person: string, walker: Walker][];
  lost: { xM: number; yM: number; tMs: number }[];
  ended?: FloorBalanceState['lost'];
}

/** Makes of one floor's positions and crossings what its flow balance is told. */
export class FloorBalance {
  readonly balance: FlowBalance;
  private readonly doorways: Doorways;
  private readonly cameraOf: (line: string) => string | undefined;
  private walkers = new Map<string, Walker>();
  /** Who went out of view lately. */
  private lost: FloorBalanceState['lost'] = [];
  /** Who was last seen in a door, on the way out, lately. */
  private ended: FloorBalanceState['lost'] = [];

  /** `cameraOf`: the camera that counts a line. Its tracks are the second opinion on that line, nobody else's. */
  constructor(doorways: Doorways, seenShare: number, cameraOf: (line: string) => string | undefined = () => undefined) {
    this.doorways = doorways;
    this.cameraOf = cameraOf;
    this.balance = new FlowBalance(
      doorways.lines.map((line) => line.id),
      seenShare,
    );
  }

  isDoor(line: string): boolean {
    return this.doorways.lines.some((it) => it.id === line);
  }

  see(camera: string, person: string, xM: number, yM: number, tMs: number, blurM = 0): void {
    const walker = this.walkers.get(person);
    if (!walker) {
      this.begin(camera, person, xM, yM, tMs, blurM);
      return;
    }
    walker.blurM = blurM;
    walker.xM = xM;
    walker.yM = yM;
    walker.tMs = tMs;
    if (walker.door === undefined) {
      const out = this.doorways.before(xM, yM);
      if (out) this.pass(walker, out.id, 'out');
      walker.door = out?.id;
      return;
    }
    const door = this.doorways.lines.find((line) => line.id === walker.door);
    if (walker.within && this.doorways.before(xM, yM)) {
      this.pass(walker, walker.door, 'out');
      walker.within = false;
    }
    if (!door || !this.doorways.behind(door, xM, yM)) return;
    this.pass(walker, door.id, 'in');
    walker.door = undefined;
  }

  crossed(line: string, way: Way, tMs: number, person: string): void {
    const walker = this.walkers.get(person);
    if (walker) walker.crossings.push({ line, way, tMs });
    else this.balance.crossed(line, way);
  }

  /** A crossing told before is taken back, of somebody who does not count. */
  uncrossed(line: string, way: Way, person: string): void {
    const waiting = this.walkers.get(person)?.crossings ?? [];
    const i = waiting.findIndex((it) => it.line === line && it.way === way);
    if (i >= 0) waiting.splice(i, 1);
    else this.balance.uncrossed(line, way);
  }

  /** Somebody turned out not to count. */
  dismiss(person: string): void {
    const walker = this.walkers.get(person);
    if (walker) this.tellCrossings(walker);
    this.walkers.delete(person);
  }

  /** A frame of a camera is over: whom it did not see is gone. */
  endFrame(camera: string, tMs: number): void {
    for (const [person, walker] of this.walkers) {
      if (walker.camera !== camera) continue;
      if (walker.tMs !== tMs) {
        this.walkers.delete(person);
        this.gone(walker);
      } else if (walker.crossings.some((crossing) => crossing.tMs < tMs - PAIRED_MS)) this.tellCrossings(walker);
    }
    this.lost = this.lost.filter((it) => Math.abs(tMs - it.tMs) <= BACK_MS);
    this.ended = this.ended.filter((it) => Math.abs(tMs - it.tMs) <= BACK_MS);
  }

  /** A camera is not heard any more. */
  lose(camera: string): void {
    for (const [person, walker] of this.walkers) {
      if (walker.camera !== camera) continue;
      this.walkers.delete(person);
      this.gone(walker);
    }
  }

  /** Nobody looked at the floor for long until `tMs`, or the clock was set back. */
  forget(tMs: number): void {
    for (const [person, walker] of this.walkers) if (Math.abs(tMs - walker.tMs) > BACK_MS) this.walkers.delete(person);
    this.balance.forget();
  }

  step(dtS: number): void {
    this.balance.inView(this.inView(), dtS);
  }

  snapshot(): FloorBalanceState {
    const { lost, ended } = this;
    return structuredClone({ balance: this.balance.snapshot(), walkers: [...this.walkers], lost, ended });
  }

  restore(state: FloorBalanceState): void {
    const { balance, walkers, lost, ended } = structuredClone(state);
    this.balance.restore(balance);
    this.walkers = new Map(walkers);
    this.lost = lost;
    this.ended = ended ?? [];
  }

  private begin(camera: string, person: string, xM: number, yM: number, tMs: number, blurM: number): void {
    const doorway = this.doorways.at(xM, yM);
    const door = doorway?.id;
    const walker: Walker = { camera, xM, yM, tMs, blurM, door, crossings: [] };
    if (doorway && this.doorways.isInner(doorway, xM, yM)) {
      // Whoever broke off there was told to have gone out already.
      const i = this.ended.findIndex((it) => tMs - it.tMs <= BACK_MS && near(it, walker, BACK_M));
      if (i < 0) walker.within = true;
      else this.ended.splice(i, 1);
    }
    if (door === undefined && !this.beside(walker)) {
      const i = this.lost.findIndex((it) => tMs - it.tMs <= BACK_MS && near(it, walker, BACK_M));
      if (i < 0) this.balance.came();
      else {
        this.lost.splice(i, 1);
        this.balance.notGone();
      }
    }
    this.walkers.set(person, walker);
  }

  private gone(walker: Walker): void {
    this.tellCrossings(walker);
    if (walker.door !== undefined) return;
    const door = this.doorways.at(walker.xM, walker.yM);
    if (door) {
      if (this.isJudge(walker, door.id)) this.balance.tracked(door.id, 'out');
      this.ended.push({ xM: walker.xM, yM: walker.yM, tMs: walker.tMs });
    } else if (!this.beside(walker)) {
      this.balance.went();
      this.lost.push({ xM: walker.xM, yM: walker.yM, tMs: walker.tMs });
    }
  }

  private pass(walker: Walker, line: string, way: Way): void {
    if (this.isJudge(walker, line)) this.balance.tracked(line, way);
    this.tellCrossings(walker);
  }

  private tellCrossings(walker: Walker): void {
    for (const { line, way } of walker.crossings) this.balance.crossed(line, way);
    walker.crossings = [];
  }

  /** Another camera follows the same person. */
  private beside(walker: Walker): boolean {
    for (const other of this.walkers.values()) if (other.camera !== walker.camera && same(other, walker)) return true;
    return false;
  }

  private isJudge({ camera }: Walker, line: string): boolean {
    return (this.cameraOf(line) ?? camera) === camera;
  }

  /** Persons in view: of each at most one track of every camera, the surest positions first. */
  private inView(): number {
    const persons: { at: Walker; cameras: Set<string> }[] = [];
    const inside = [...this.walkers.values()].filter(({ door }) => door === undefined);
    for (const walker of inside.sort((a, b) => a.blurM - b.blurM)) {
      const known = persons
        .filter(({ at, cameras }) => !cameras.has(walker.camera) && same(at, walker))
        .reduce<(typeof persons)[number] | undefined>(
          (best, it) => (best && away(best.at, walker) <= away(it.at, walker) ? best : it),
          undefined,
        );
      if (known) known.cameras.add(walker.camera);
      else persons.push({ at: walker, cameras: new Set([walker.camera]) });
    }
    return persons.length;
  }
}

type At = Pick<Walker, 'xM' | 'yM'>;
const away = (a: At, b: At) => Math.hypot(a.xM - b.xM, a.yM - b.yM);
const near = (a: At, b: At, withinM: number) => away(a, b) <= withinM;
const same = (a: Walker, b: Walker) => near(a, b, SAME_M + a.blurM + b.blurM);
