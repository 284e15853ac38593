import { counterOf } from '../../models/aggregate/counter.ts';
import type { Facts } from '../../models/aggregate/facts.ts';
import type { Camera, Site } from '../../models/contract/site.ts';
import { cellAt, type Grid, gridOf } from '../../models/geometry/grid.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';
import type { FloorTracks } from '../floor/floor.ts';
import { LineCounter, type LineState } from './lines.ts';
import { Places, type PlacesState } from './places.ts';
import { type Passage, type PeopleFrame, Stitcher, type StitchState } from './stitch.ts';
import { chanceUnseen, Gaps, type GapsState } from './unseen.ts';
import { crossingVariance, type TrackQuality, visitVariance } from './variance.ts';
import { type Stay, ZoneWatch } from './zones.ts';

/** Gaps between frames above this count as not seen. */
const MAX_GAP_MS = 1000;

/** An engine's whole state. Plain data, as JSON would keep it. */
export interface EngineState extends Learned {
  stitch: StitchState;
  zones: [number, Stay][][];
  lines: LineState[];
  zoneOf: [number, string][];
  lastMs: number | undefined;
}

/** What an engine learns of its camera. Plain data. */
export interface Learned {
  places: PlacesState;
  gaps: GapsState;
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
  /** The zone that each person visited last. */
  private readonly zoneOf = new Map<number, string>();
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
    this.zones = site.zones.filter((zone) => counterOf(site, zone) === camera.id).map((zone) => new ZoneWatch(zone));
    this.lines = site.lines.filter((line) => counterOf(site, line) === camera.id).map((line) => new LineCounter(line));
  }

  step(tMs: number, tracks: FloorTracks, facts: Facts): void {
    this.now.people = tracks.count;
    for (const { zone } of this.zones) this.now.zones.set(zone.id, countInside(zone.polygon, tracks));
    this.stitcher.step(tMs, tracks, (frame) => this.tell(frame, facts));
  }

  snapshot(): EngineState {
    return {
      ...this.learned(),
      stitch: this.stitcher.snapshot(),
      zones: this.zones.map((zone) => zone.snapshot()),
      lines: this.lines.map((line) => line.snapshot()),
      zoneOf: [...this.zoneOf],
      lastMs: this.lastMs,
    };
  }

  /** Goes on from a snapshot (one that went through JSON as well) of an engine of the same site and camera. */
  restore(state: EngineState): void {
    this.places.restore(state.places);
    this.gaps.restore(state.gaps);
    this.stitcher.restore(state.stitch);
    this.zones.forEach((zone, i) => {
      zone.restore(state.zones[i]);
    });
    this.lines.forEach((line, i) => {
      line.restore(state.lines[i]);
    });
    this.zoneOf.clear();
    for (const [id, zone] of state.zoneOf) this.zoneOf.set(id, zone);
    this.lastMs = state.lastMs;
  }

  quality(): TrackQuality {
    return this.gaps.quality();
  }

  /** What it knows by now of where people come and go and of how the tracker loses them. */
  learned(): Learned {
    return { places: this.places.snapshot(), gaps: this.gaps.snapshot() };
  }

  /** A seam, an outage or the end: everything open is cut, nobody is followed over it. */
  cut(facts: Facts): void {
    this.stitcher.flush((frame) => this.tell(frame, facts));
    for (const line of this.lines) line.cut((id) => this.personName(id), facts);
    for (const zone of this.zones) zone.cut(facts);
    this.zoneOf.clear();
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
    const quality = this.gaps.quality();
    const ofCrossing = crossingVariance(quality);
    const ofVisit = visitVariance(quality);
    facts.onFloor(floor, tMs, dtS, people.length);
    for (const placed of people) {
      const { person: id, xM, yM } = placed;
      const name = this.personName(id);
      const cell = cellAt(this.grid, xM, yM);
      if (cell >= 0) facts.inCell(floor, cell, tMs, dtS, name);
      for (const line of this.lines) line.see(id, xM, yM, tMs, ofCrossing, name, facts);
      for (const zone of this.zones) zone.see(id, xM, yM, tMs, ofVisit, facts, this.visitBegan(facts));
    }
    for (const zone of this.zones) zone.endFrame(tMs, dtS, facts);
  }

  private readonly visitBegan = (facts: Facts) => (id: number, zone: string, tMs: number, variance: number) => {
    const from = this.zoneOf.get(id);
    if (from !== undefined && from !== zone) facts.moved(from, zone, tMs, variance);
    this.zoneOf.set(id, zone);
  };

  private personName(id: number): string {
    return `${this.camera.id}/${id}`;
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
    for (const line of this.lines) line.gone(id, this.personName(id), facts);
    this.zoneOf.delete(id);
  }
}

function countInside(polygon: Parameters<typeof polygonOwns>[0], tracks: FloorTracks): number {
  let inside = 0;
  for (let i = 0; i < tracks.count; i++) if (polygonOwns(polygon, tracks.xM[i], tracks.yM[i])) inside++;
  return inside;
}
