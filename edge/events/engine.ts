import type { Facts } from '../../models/aggregate/facts.ts';
import type { Camera, Site } from '../../models/contract/site.ts';
import { cellAt, type Grid, gridOf } from '../../models/geometry/grid.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';
import type { FloorTracks } from '../floor/floor.ts';
import { LineCounter } from './lines.ts';
import { Places, type PlacesState } from './places.ts';
import { type Passage, type PeopleFrame, type Placed, Stitcher } from './stitch.ts';
import { chanceUnseen, Gaps, type GapsState } from './unseen.ts';
import { ZoneWatch } from './zones.ts';

/** Gaps between frames above this count as not seen. */
const MAX_GAP_MS = 1000;

/** What an engine learns of its camera. Plain data. */
export interface Learned {
  places: PlacesState;
  gaps: GapsState;
}

interface Person {
  scoreSum: number;
  scores: number;
  zone: string | undefined;
}

/**
 * Turns one camera's floor positions into facts: presence, visits, transitions between zones, crossings of lines.
 * Tracks are made into persons first, so a fact is told some seconds after it happened, with its true time. Pure: the
 * same frames give the same facts. Frames come in strictly increasing time.
 */
export class EventEngine {
  private readonly camera: Camera;
  private readonly grid: Grid;
  private readonly places: Places;
  private readonly gaps = new Gaps();
  private readonly stitcher: Stitcher;
  private readonly zones: ZoneWatch[];
  private readonly lines: LineCounter[];
  private readonly people = new Map<number, Person>();
  private lastMs: number | undefined;
  /** How many tracks were where at the last frame, before any of them was doubted. */
  readonly now = { people: 0, zones: new Map<string, number>() };

  /** `learned`: what another engine has learned of the same camera. */
  constructor(site: Site, camera: Camera, learned?: Learned) {
    this.camera = camera;
    const floor = site.floors.find((f) => f.id === camera.floor);
    if (!floor) throw new RangeError(`no floor ${camera.floor}`);
    this.grid = gridOf(floor);
    this.places = new Places(floor.widthM, floor.heightM);
    if (learned) {
      this.places.restore(learned.places);
      this.gaps.restore(learned.gaps);
    }
    this.stitcher = new Stitcher(this.places, this.gaps);
    this.zones = site.zones.filter((zone) => zone.floor === camera.floor).map((zone) => new ZoneWatch(zone));
    this.lines = site.lines.filter((line) => line.floor === camera.floor).map((line) => new LineCounter(line));
  }

  step(tMs: number, tracks: FloorTracks, facts: Facts): void {
    this.now.people = tracks.count;
    for (const { zone } of this.zones) this.now.zones.set(zone.id, countInside(zone.polygon, tracks));
    this.stitcher.step(tMs, tracks, (frame) => this.tell(frame, facts));
  }

  /** What it knows by now of where people come and go and of how the tracker loses them. */
  learned(): Learned {
    return { places: this.places.snapshot(), gaps: this.gaps.snapshot() };
  }

  /** A seam, an outage or the end: everything open is cut, nobody is followed over it. */
  cut(facts: Facts): void {
    this.stitcher.flush((frame) => this.tell(frame, facts));
    for (const zone of this.zones) zone.cut(facts);
    for (const [id] of this.people) for (const line of this.lines) line.gone(id, this.personName(id), 0, facts);
    this.people.clear();
    this.lastMs = undefined;
    this.now.people = 0;
    this.now.zones.clear();
  }

  private tell({ tMs, people, came, left }: PeopleFrame, facts: Facts): void {
    const gapMs = this.lastMs === undefined ? 0 : tMs - this.lastMs;
    const dtS = gapMs <= MAX_GAP_MS ? gapMs / 1000 : 0;
    if (this.lastMs !== undefined) facts.seen(this.camera.id, this.lastMs, tMs);
    this.lastMs = tMs;
    const { floor } = this.camera;
    for (const passage of came) this.passUnseen(passage, -1, facts);
    for (const passage of left) {
      this.passUnseen(passage, 1, facts);
      this.leave(passage.person, facts);
    }
    facts.onFloor(floor, tMs, dtS, people.length);
    for (const placed of people) {
      const { person: id, xM, yM } = placed;
      const variance = countVariance(this.person(placed));
      const name = this.personName(id);
      const cell = cellAt(this.grid, xM, yM);
      if (cell >= 0) facts.inCell(floor, cell, tMs, dtS, name);
      for (const line of this.lines) line.see(id, xM, yM, tMs, variance, name, facts);
      for (const zone of this.zones) zone.see(id, xM, yM, tMs, variance, facts, this.visitBegan(facts));
    }
    for (const zone of this.zones) zone.endFrame(tMs, dtS, facts);
  }

  private readonly visitBegan = (facts: Facts) => (id: number, zone: string, tMs: number, variance: number) => {
    const person = this.people.get(id);
    if (!person) return;
    if (person.zone !== undefined && person.zone !== zone) facts.moved(person.zone, zone, tMs, variance);
    person.zone = zone;
  };

  private personName(id: number): string {
    return `${this.camera.id}/${id}`;
  }

  private person({ person: id, score }: Placed): Person {
    let person = this.people.get(id);
    if (!person) {
      person = { scoreSum: 0, scores: 0, zone: undefined };
      this.people.set(id, person);
    }
    if (score > 0) {
      person.scoreSum += score;
      person.scores++;
    }
    return person;
  }

  /** A line that lies in the way of somebody lost near a door was perhaps crossed unseen. */
  private passUnseen({ person, motion, cut }: Passage, way: 1 | -1, facts: Facts): void {
    if (cut) return;
    for (const line of this.lines) {
      const ahead = line.ahead(motion, way);
      if (!ahead) continue;
      const chance = chanceUnseen(motion, way, ahead.afterS, this.gaps, this.places);
      line.perhaps(ahead.direction, motion.tMs + way * ahead.afterS * 1000, chance, this.personName(person), facts);
    }
  }

  private leave(id: number, facts: Facts): void {
    for (const line of this.lines) line.gone(id, this.personName(id), 0, facts);
    this.people.delete(id);
  }
}

function countInside(polygon: Parameters<typeof polygonOwns>[0], tracks: FloorTracks): number {
  let inside = 0;
  for (let i = 0; i < tracks.count; i++) if (polygonOwns(polygon, tracks.xM[i], tracks.yM[i])) inside++;
  return inside;
}

/**
 * Variance of counting a track as one person: that of a Bernoulli draw with the track's mean detection score as its
 * chance to be real. A first estimate; it says nothing about people who were missed.
 */
function countVariance(person: Person): number {
  const p = person.scores > 0 ? person.scoreSum / person.scores : 0.5;
  return p * (1 - p);
}
