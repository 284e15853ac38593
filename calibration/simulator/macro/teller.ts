import type { Facts } from '../../../models/aggregate/facts.ts';
import type { Site } from '../../../models/contract/site.ts';
import type { Itinerary } from '../people/itinerary.ts';
import type { Stream } from '../random/stream.ts';
import type { World } from '../world/world.ts';
import { Occupancy } from './occupancy.ts';
import { type Passage, passageOf } from './passage.ts';
import type { PeriodColumns } from './period-columns.ts';
import type { Traces } from './trace.ts';

/** How a node errs when it counts people: shares of crossings and visits that it misses. */
export interface Errors {
  missed: number;
}

/** A stop is a stay of this long (`edge/events/interactions.ts`). */
const STOP_MS = 1500;
/** Those who walk with somebody are this much behind. */
export const BEHIND_MS = 700;
const FLOOR = '0';

/**
 * Tells a store's visits as the facts that a node would tell: each person of a group on its own, staff left out. What a
 * node misses is missed by the person's own luck and carries its variance.
 */
export class Teller {
  private readonly traces: Traces;
  private readonly site: Site;
  private readonly facts: Facts;
  private readonly periods: PeriodColumns;
  private people = 0;
  private readonly luck: Stream;
  private readonly errors: Errors;
  private readonly occupancy: Occupancy;
  private readonly queue: number;
  private readonly tillsOf: Set<number>;
  private readonly staff: Occupancy;

  constructor(
    world: World,
    site: Site,
    traces: Traces,
    sums: { book: Facts; periods: PeriodColumns },
    luck: Stream,
    errors: Errors,
  ) {
    this.site = site;
    this.traces = traces;
    this.facts = sums.book;
    this.periods = sums.periods;
    this.luck = luck;
    this.errors = errors;
    this.queue = site.zones.findIndex((zone) => zone.kind === 'queue');
    // Zones, then the floor, then those who wait.
    this.occupancy = new Occupancy(site.zones.length + 2);
    this.staff = new Occupancy(1);
    const { tills } = world.places;
    this.tillsOf = new Set(world.plan.tills.map((_, i) => tills + i));
  }

  visited(it: Itinerary): void {
    const { steps } = it;
    const fromMs = steps[0].fromMs;
    const toMs = steps[steps.length - 1].toMs;
    if (it.kind === 'staff') {
      this.staff.add(0, fromMs, toMs);
      this.tellStaffWays(it);
      return;
    }
    for (let person = 0; person < it.size; person++) {
      const later = person * BEHIND_MS;
      const r = this.luck.sub(it.visit, person);
      const passage = passageOf(it, this.traces, later);
      this.occupancy.add(this.site.zones.length, fromMs + later, toMs + later);
      for (const s of passage.inside) this.occupancy.add(s.zone, s.fromMs, s.toMs);
      this.tellCrossings(passage, `${it.visit}.${person}`, r);
      this.tellEnds(passage);
      this.tellVisits(passage, r);
      this.tellWay(it, this.people++, later);
      this.tellWait(it, later, r);
      this.tellHands(it, person, later);
    }
    this.tellUnits(passageOf(it, this.traces, 0));
  }

  /** All that began before that moment has been told. */
  reached(tMs: number): void {
    const { zones } = this.site;
    this.occupancy.sweep(tMs, (place, fromMs, toMs, count) => {
      const dtS = (toMs - fromMs) / 1000;
      // A span up to a full minute belongs to the minute before it.
      const at = toMs - 1e-3;
      if (place < zones.length) this.facts.inZone(zones[place].id, at, dtS, count);
      else if (place === zones.length) {
        this.facts.onFloor(FLOOR, at, dtS, count);
        this.facts.balanced(FLOOR, at, dtS, count, 0.02 * count);
      } else this.facts.inQueue(zones[this.queue].id, at, dtS, count);
    });
    this.staff.sweep(tMs, (_, fromMs, toMs, count) =>
      this.facts.leftOut(FLOOR, toMs - 1e-3, ((toMs - fromMs) / 1000) * count, 'staff'),
    );
  }

  private get variance(): number {
    return this.errors.missed * (1 - this.errors.missed);
  }

  private tellCrossings(passage: Passage, person: string, r: Stream): void {
    passage.crossings.forEach(({ line, in: inwards, tMs }, i) => {
      if (r.at(i, 1) < this.errors.missed) return;
      this.facts.crossed(this.site.lines[line].id, inwards ? 'in' : 'out', tMs, this.variance, person);
    });
  }

  private tellEnds({ crossings }: Passage): void {
    if (crossings.length < 2) return;
    const place = (i: number) => `line:${this.site.lines[crossings[i].line].id}`;
    const last = crossings.length - 1;
    this.periods.went(place(0), place(last), crossings[last].tMs, this.variance);
  }

  /** Staff are counted where goods and they alone come in. */
  private tellStaffWays(it: Itinerary): void {
    const passage = passageOf(it, this.traces, 0);
    this.tellCrossings(passage, `${it.visit}.0`, this.luck.sub(it.visit, 0));
    this.tellUnits(passage);
  }

  private tellUnits({ crossings }: Passage): void {
    for (const c of crossings) this.facts.unitCrossed(this.site.lines[c.line].id, c.in ? 'in' : 'out', c.tMs);
  }

  private tellVisits({ visits }: Passage, r: Stream): void {
    const { zones } = this.site;
    let before: string | undefined;
    visits.forEach(({ zone, fromMs, toMs }, i) => {
      if (r.at(i, 2) < this.errors.missed) return;
      const { id } = zones[zone];
      this.facts.visitBegan(id, fromMs, this.variance);
      this.facts.visitEnded(id, toMs, (toMs - fromMs) / 1000, false);
      if (before !== undefined && before !== id) this.periods.moved(before, id, fromMs, this.variance);
      before = id;
    });
  }

  private tellWay(it: Itinerary, person: number, later: number): void {
    const { steps } = it;
    for (let i = 0; i < steps.length; i++) {
      const { place, fromMs, toMs } = steps[i];
      if (toMs > fromMs) this.inCell(this.traces.cell(place), fromMs + later, toMs + later, person);
      if (i + 1 === steps.length) return;
      const { cells, fromM, direction, lengthM } = this.traces.between(place, steps[i + 1].place);
      const perM = lengthM > 0 ? (steps[i + 1].fromMs - toMs) / lengthM : 0;
      for (let c = 0; c < cells.length; c++) {
        const enterMs = toMs + later + fromM[c] * perM;
        const exitMs = toMs + later + (c + 1 < cells.length ? fromM[c + 1] : lengthM) * perM;
        this.periods.inCell(cells[c], exitMs - 1e-3, (exitMs - enterMs) / 1000, person);
        if (direction[c] >= 0) this.periods.stepped(cells[c], direction[c], exitMs, person);
      }
    }
  }

  /** A long stay goes into each period that it lasts through. */
  private inCell(cell: number, fromMs: number, toMs: number, person: number): void {
    for (let t = fromMs; t < toMs; ) {
      const end = Math.min(toMs, (Math.floor(t / 60_000) + 1) * 60_000);
      this.periods.inCell(cell, end - 1e-3, (end - t) / 1000, person);
      t = end;
    }
  }

  private tellWait({ wait }: Itinerary, later: number, r: Stream): void {
    if (!wait || this.queue < 0) return;
    const { id } = this.site.zones[this.queue];
    const missed = r.at(0, 3) < this.errors.missed;
    if (wait.endMs - wait.joinMs >= LEAST_WAIT_MS && !missed) {
      this.occupancy.add(this.site.zones.length + 1, wait.joinMs + later, wait.endMs + later);
      this.facts.joined(id, wait.joinMs + later);
      const end = wait.till === undefined ? 'abandoned' : 'served';
      this.facts.waited(id, wait.endMs + later, (wait.endMs - wait.joinMs) / 1000, end, this.variance);
    }
    if (wait.till !== undefined) this.facts.served(id, wait.doneMs + later, (wait.doneMs - wait.startMs) / 1000, false);
  }

  private tellHands(it: Itinerary, person: number, later: number): void {
    const { zones } = this.site;
    for (const { place, fromMs, toMs } of it.steps) {
      if (toMs - fromMs < STOP_MS || this.tillsOf.has(place)) continue;
      for (const zone of this.traces.at(place)) {
        if (zones[zone].kind !== 'fixture') continue;
        this.facts.interacted(zones[zone].id, fromMs + later, 'stop');
        if (person > 0) continue;
        for (const pick of it.picks) {
          if (pick.tMs < fromMs || pick.tMs > toMs || pick.act === 'steal') continue;
          this.facts.interacted(zones[zone].id, pick.tMs, 'reach');
        }
      }
    }
  }
}

/** Whoever passes through the queue's zone to a free till has not waited (`edge/events/queues.ts`: stands for 2 s). */
const LEAST_WAIT_MS = 2000;
