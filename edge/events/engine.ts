import type { Facts } from '../../models/aggregate/facts.ts';
import type { Camera, Site } from '../../models/contract/site.ts';
import type { FloorTracks } from '../floor/floor.ts';
import { LineCounter } from './lines.ts';
import { ZoneWatch } from './zones.ts';

/** Gaps between frames above this count as not seen. */
const MAX_GAP_MS = 1000;
/** A track that was not seen for this long is gone. */
const FORGET_MS = 10_000;

interface Person {
  lastMs: number;
  scoreSum: number;
  scores: number;
  zone: string | undefined;
}

/**
 * Turns one camera's floor positions into facts: presence, visits, transitions between zones, crossings of lines.
 * Pure: the same frames give the same facts. Frames come in strictly increasing time.
 */
export class EventEngine {
  private readonly camera: Camera;
  private readonly zones: ZoneWatch[];
  private readonly lines: LineCounter[];
  private readonly people = new Map<number, Person>();
  private lastMs: number | undefined;
  /** How many were where at the last frame. */
  readonly now = { people: 0, zones: new Map<string, number>() };

  constructor(site: Site, camera: Camera) {
    this.camera = camera;
    this.zones = site.zones.filter((zone) => zone.floor === camera.floor).map((zone) => new ZoneWatch(zone));
    this.lines = site.lines.filter((line) => line.floor === camera.floor).map((line) => new LineCounter(line));
  }

  step(tMs: number, tracks: FloorTracks, facts: Facts): void {
    const gapMs = this.lastMs === undefined ? 0 : tMs - this.lastMs;
    const dtS = gapMs <= MAX_GAP_MS ? gapMs / 1000 : 0;
    if (this.lastMs !== undefined) facts.seen(this.camera.id, this.lastMs, tMs);
    this.lastMs = tMs;
    const { id: cameraId, floor } = this.camera;
    facts.onFloor(floor, tMs, dtS, tracks.count);
    for (let i = 0; i < tracks.count; i++) {
      const id = tracks.id[i];
      const person = this.person(id, tMs, tracks.score[i]);
      const name = `${cameraId}/${id}`;
      const variance = countVariance(person);
      facts.inCell(floor, tracks.cell[i], tMs, dtS, name);
      for (const line of this.lines) line.see(id, tracks.xM[i], tracks.yM[i], tMs, variance, name, facts);
      for (const zone of this.zones)
        zone.see(id, tracks.xM[i], tracks.yM[i], tMs, variance, facts, this.visitBegan(facts));
    }
    this.now.people = tracks.count;
    for (const zone of this.zones) this.now.zones.set(zone.zone.id, zone.endFrame(tMs, dtS, facts));
    this.forgetTheGone(tMs);
  }

  /** A seam, an outage or the end: everything open is cut, nobody is followed over it. */
  cut(facts: Facts): void {
    for (const zone of this.zones) zone.cut(facts);
    for (const id of this.people.keys()) for (const line of this.lines) line.forget(id);
    this.people.clear();
    this.lastMs = undefined;
    this.now.people = 0;
    this.now.zones.clear();
  }

  private readonly visitBegan = (facts: Facts) => (id: number, zone: string, tMs: number, variance: number) => {
    const person = this.people.get(id);
    if (!person) return;
    if (person.zone !== undefined && person.zone !== zone) facts.moved(person.zone, zone, tMs, variance);
    person.zone = zone;
  };

  private person(id: number, tMs: number, score: number): Person {
    let person = this.people.get(id);
    if (!person) {
      person = { lastMs: tMs, scoreSum: 0, scores: 0, zone: undefined };
      this.people.set(id, person);
    }
    person.lastMs = tMs;
    if (score > 0) {
      person.scoreSum += score;
      person.scores++;
    }
    return person;
  }

  private forgetTheGone(tMs: number): void {
    for (const [id, person] of this.people) {
      if (tMs - person.lastMs <= FORGET_MS) continue;
      this.people.delete(id);
      for (const line of this.lines) line.forget(id);
    }
  }
}

/**
 * Variance of counting a track as one person: that of a Bernoulli draw with the track's mean detection score as its
 * chance to be real. A first estimate; it says nothing about people who were missed.
 */
function countVariance(person: Person): number {
  const p = person.scores > 0 ? person.scoreSum / person.scores : 0.5;
  return p * (1 - p);
}
