import { counterOf } from '../../models/aggregate/counter.ts';
import type { Facts, LeftOut } from '../../models/aggregate/facts.ts';
import type { Camera, Site } from '../../models/contract/site.ts';
import { cellAt, type Grid } from '../../models/geometry/grid.ts';
import { type InteractionState, InteractionWatch } from './interactions.ts';
import { type Entry, Ledger, type LedgerState } from './ledger.ts';
import { LineCounter, type LineState } from './lines.ts';
import { Paths, type PathsState } from './paths.ts';
import type { Placed } from './placed.ts';
import { type QueueState, type QueueWatch, queueWatchOf } from './queues.ts';
import { isStaffWay, StaffRules, type StaffState } from './staff.ts';
import { type StillState, StillWatch } from './still.ts';
import { Units, type UnitsState } from './units.ts';
import { type Stay, ZoneWatch } from './zones.ts';

/** Plain data, as JSON would keep it. */
export interface WatchesState {
  lines: LineState[];
  zones: [number, Stay][][];
  queues: QueueState[];
  interactions: InteractionState[];
  paths: PathsState;
  units: UnitsState;
  staff: StaffState;
  still: StillState;
  ledger: LedgerState;
  zoneOf: [number, string][];
}

/** A frame of persons, and the variance of counting one crossing and one visit at its time. */
export interface Moment {
  tMs: number;
  /** Seconds since the frame before, 0 after a gap. */
  dtS: number;
  people: readonly Placed[];
  ofCrossing: number;
  ofVisit: number;
}

/**
 * All that is asked about the persons of one camera: which lines they cross and zones they visit, queues, fixtures, ways,
 * units. Staff and things are no persons: once one turns out to be either, what was told of it is taken back.
 */
export class Watches {
  readonly lines: LineCounter[];
  readonly zones: ZoneWatch[];
  private readonly camera: Camera;
  private readonly grid: Grid;
  private readonly queues: QueueWatch[];
  private readonly fixtures: InteractionWatch[];
  private readonly paths: Paths;
  private readonly units = new Units();
  private readonly staff: StaffRules;
  private readonly still: StillWatch;
  private readonly ledger = new Ledger();
  /** The zone that each person visited last. */
  private readonly zoneOf = new Map<number, string>();

  constructor(site: Site, camera: Camera, grid: Grid) {
    this.camera = camera;
    this.grid = grid;
    const zones = site.zones.filter((zone) => counterOf(site, zone) === camera.id);
    this.zones = zones.map((zone) => new ZoneWatch(zone));
    this.queues = zones.filter((z) => z.kind === 'queue').map((zone) => queueWatchOf(site, zone, camera.id));
    this.fixtures = zones.filter((z) => z.kind === 'fixture').map((zone) => new InteractionWatch(zone));
    this.lines = site.lines
      .filter((line) => counterOf(site, line) === camera.id)
      .map(
        (line) =>
          new LineCounter(line, (person, direction, tMs, variance) => {
            if (isStaffWay(line)) this.staff.cameByStaffWay(person);
            this.units.crossed(person, line.id, direction, tMs);
            this.paths.at(person, `line:${line.id}`, tMs, variance);
          }),
      );
    this.paths = new Paths(camera.floor, grid);
    this.staff = new StaffRules(site, camera.floor);
    this.still = new StillWatch(site.people?.stillS);
  }

  /** Tells what the persons of a frame do. */
  see(moment: Moment, facts: Facts): void {
    const { tMs, dtS } = moment;
    const { floor } = this.camera;
    const counted: Placed[] = [];
    for (const placed of moment.people) {
      const why = this.leftOut(placed, tMs, dtS);
      if (why) {
        this.dismiss(placed.person, facts);
        facts.leftOut(floor, tMs, dtS, why);
      } else {
        counted.push(placed);
        this.seeOne(placed, moment, facts);
      }
      if (why !== 'still') this.seeLines(placed, why === 'staff', moment, facts);
    }
    facts.onFloor(floor, tMs, dtS, counted.length);
    this.units.see(counted, dtS);
    const factsOf = this.factsOf(facts);
    for (const zone of this.zones) zone.endFrame(tMs, dtS, facts, factsOf);
    for (const queue of this.queues) queue.endFrame(tMs, dtS, facts);
    this.units.endFrame(tMs, factsOf);
  }

  /** Whether a person counts at a line: a thing nowhere, staff at lines of their own. */
  counts(person: number, line: LineCounter): boolean {
    return !this.still.isThing(person) && (isStaffWay(line.line) || !this.staff.has(person));
  }

  /** A person who is not seen again. `lost`: out of sight where nobody leaves. */
  gone(person: number, lost: boolean, facts: Facts): void {
    const told = this.ledger.known(person, facts);
    for (const line of this.lines) line.gone(person, this.name(person), told);
    for (const queue of this.queues) queue.gone(person, lost, told);
    this.paths.gone(person, told);
    this.units.gone(person);
    this.forgetMarks(person);
    this.ledger.forget(person);
  }

  /** A seam, an outage or the end: everything open is cut, nobody is followed over it. */
  cut(facts: Facts): void {
    const factsOf = this.factsOf(facts);
    for (const line of this.lines) line.cut((person) => this.name(person), factsOf);
    for (const zone of this.zones) zone.cut(factsOf);
    for (const queue of this.queues) queue.cut(factsOf, facts);
    for (const fixture of this.fixtures) fixture.clear();
    this.units.cut(factsOf);
    this.paths.cut(factsOf);
    this.still.cut();
    this.staff.cut();
    this.ledger.clear();
    this.zoneOf.clear();
  }

  snapshot(): WatchesState {
    return {
      lines: this.lines.map((line) => line.snapshot()),
      zones: this.zones.map((zone) => zone.snapshot()),
      queues: this.queues.map((queue) => queue.snapshot()),
      interactions: this.fixtures.map((fixture) => fixture.snapshot()),
      paths: this.paths.snapshot(),
      units: this.units.snapshot(),
      staff: this.staff.snapshot(),
      still: this.still.snapshot(),
      ledger: this.ledger.snapshot(),
      zoneOf: [...this.zoneOf],
    };
  }

  restore(state: WatchesState): void {
    const each = <S>(watches: readonly { restore(state: S): void }[], states: readonly S[]) => {
      watches.forEach((watch, i) => {
        watch.restore(states[i]);
      });
    };
    each(this.lines, state.lines);
    each(this.zones, state.zones);
    each(this.queues, state.queues);
    each(this.fixtures, state.interactions);
    this.paths.restore(state.paths);
    this.units.restore(state.units);
    this.staff.restore(state.staff);
    this.still.restore(state.still);
    this.ledger.restore(state.ledger);
    this.zoneOf.clear();
    for (const [person, zone] of state.zoneOf) this.zoneOf.set(person, zone);
  }

  name(person: number): string {
    return `${this.camera.id}/${person}`;
  }

  private factsOf(facts: Facts): (person: number) => Facts {
    return (person) => this.ledger.known(person, facts);
  }

  /** Remembers what is told of a person as long as it may have to be taken back. */
  private teller(person: number, facts: Facts): Facts {
    if (this.mayBeDismissed(person)) return this.ledger.teller(person, facts);
    this.ledger.forget(person);
    return facts;
  }

  private note(person: number, entry: Entry): void {
    if (this.mayBeDismissed(person)) this.ledger.note(person, entry);
  }

  private mayBeDismissed(person: number): boolean {
    return this.staff.apply || !this.still.hasWalked(person);
  }

  private leftOut({ person, xM, yM }: Placed, tMs: number, dtS: number): LeftOut | undefined {
    if (this.still.see(person, xM, yM, tMs, dtS)) return 'still';
    return this.staff.see(person, xM, yM, tMs) ? 'staff' : undefined;
  }

  /** What was told of the person is taken back. */
  private dismiss(person: number, facts: Facts): void {
    if (!this.ledger.has(person)) return;
    this.ledger.retract(person, facts);
    for (const watch of [...this.lines, ...this.zones, ...this.queues, ...this.fixtures]) watch.forget(person);
    this.paths.forget(person);
    this.units.forget(person);
    this.zoneOf.delete(person);
  }

  private seeOne(placed: Placed, { tMs, dtS, ofVisit }: Moment, facts: Facts): void {
    const { person, xM, yM } = placed;
    const { floor } = this.camera;
    const name = this.name(person);
    const told = this.teller(person, facts);
    this.note(person, ['onFloor', floor, tMs, dtS, 1]);
    const cell = cellAt(this.grid, xM, yM);
    if (cell >= 0) told.inCell(floor, cell, tMs, dtS, name);
    this.paths.see(person, xM, yM, tMs, name, told);
    for (const zone of this.zones)
      if (zone.see(person, xM, yM, tMs, ofVisit, told, this.visitBegan(told)))
        this.note(person, ['inZone', zone.zone.id, tMs, dtS, 1]);
    for (const queue of this.queues)
      if (queue.see(person, xM, yM, tMs, ofVisit, told)) this.note(person, ['inQueue', queue.zone.id, tMs, dtS, 1]);
    for (const fixture of this.fixtures) fixture.see(person, xM, yM, tMs, dtS, placed.aspect, told);
  }

  /** Staff who cross customers' lines do not count; lines of their own count everybody. */
  private seeLines({ person, xM, yM }: Placed, isStaff: boolean, { tMs, ofCrossing }: Moment, facts: Facts): void {
    const name = this.name(person);
    for (const line of this.lines) {
      const ofStaff = isStaffWay(line.line);
      if (isStaff && !ofStaff) continue;
      const told = ofStaff ? facts : this.teller(person, facts);
      line.see(person, xM, yM, tMs, ofCrossing, name, told);
    }
  }

  private readonly visitBegan = (facts: Facts) => (person: number, zone: string, tMs: number, variance: number) => {
    const from = this.zoneOf.get(person);
    if (from !== undefined && from !== zone) facts.moved(from, zone, tMs, variance);
    this.zoneOf.set(person, zone);
    this.paths.at(person, `zone:${zone}`, tMs, variance);
  };

  private forgetMarks(person: number): void {
    for (const fixture of this.fixtures) fixture.forget(person);
    this.still.forget(person);
    this.staff.forget(person);
    this.zoneOf.delete(person);
  }
}
