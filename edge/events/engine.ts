import type { Facts } from '../../models/aggregate/facts.ts';
import type { Camera, Line, Site } from '../../models/contract/site.ts';
import type { Look } from '../../models/detector/appearance.ts';
import { gridOf } from '../../models/geometry/grid.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';
import { signedDistance } from '../../models/geometry/segment.ts';
import type { FloorTracks } from '../floor/floor.ts';
import type { Motion } from './motion.ts';
import type { Passage, PeopleFrame } from './placed.ts';
import { Places, type PlacesState } from './places.ts';
import { Stitcher, type StitchState } from './stitch.ts';
import { chanceUnseen, Gaps, type GapsState } from './unseen.ts';
import { crossingVariance, type TrackQuality, visitVariance } from './variance.ts';
import { Watches, type WatchesState } from './watches.ts';

/** Gaps between frames above this count as not seen. */
const MAX_GAP_MS = 1000;
/** Whoever gets out of sight where fewer than this a second do was lost there, not gone. */
const FEW_EXITS = 0.1;

/**
 * Whoever is first seen this shortly behind a door, going in, came by it hidden by others, unless somebody was lost there
 * so shortly before and so near that it may be the same person, whom the tracker broke.
 */
const BEHIND_DOOR_S = 2.5;
const CAME_BY_IT = 0.9;
const LOST_MS = 6000;
const LOST_M = 1;
const LOST_MPS = 1;
const FURTHER_M = 0.3;
/** For each of them about one more stays hidden (13 found, 14 not, in `bench truth` of seeds 1–3): variance added. */
const STAYED_HIDDEN = 2;

/** An engine's whole state. Plain data, as JSON would keep it. */
export interface EngineState extends Learned {
  stitch: StitchState;
  watches: WatchesState;
  lastMs: number | undefined;
  lost: Motion[];
}

/** What an engine learns of its camera. Plain data. */
export interface Learned {
  places: PlacesState;
  gaps: GapsState;
}

/**
 * Turns one camera's floor positions into facts: presence, visits, ways, crossings of lines, queues. Tracks are made into
 * persons first, so a fact is told some seconds after it happened, with its true time. Pure: the same frames give the
 * same facts. Frames come in strictly increasing time.
 */
export class EventEngine {
  private readonly camera: Camera;
  private readonly places: Places;
  private readonly gaps = new Gaps();
  private readonly stitcher: Stitcher;
  private readonly watches: Watches;
  private lastMs: number | undefined;
  /** Whom it lost lately. */
  private lost: Motion[] = [];
  /** How many tracks were where at the last frame, before any of them was doubted. */
  readonly now = { people: 0, zones: new Map<string, number>() };

  /** `learned`: what another engine has learned of the same camera. */
  constructor(site: Site, camera: Camera, learned?: Learned) {
    this.camera = camera;
    const floor = site.floors.find((f) => f.id === camera.floor);
    if (!floor) throw new RangeError(`no floor ${camera.floor}`);
    this.places = new Places(floor.widthM, floor.heightM);
    if (learned) {
      this.places.restore(learned.places);
      this.gaps.restore(learned.gaps);
    }
    this.stitcher = new Stitcher(this.places, this.gaps);
    this.watches = new Watches(site, camera, gridOf(floor));
    for (const line of this.watches.lines) line.shakeM = () => this.gaps.shakeM();
  }

  /** `looks`: what some of the tracks look like, by id, where the camera is asked to link by looks as well. */
  step(tMs: number, tracks: FloorTracks, facts: Facts, looks?: ReadonlyMap<number, Look>): void {
    this.now.people = tracks.count;
    for (const { zone } of this.watches.zones) this.now.zones.set(zone.id, countInside(zone.polygon, tracks));
    this.stitcher.step(tMs, tracks, (frame) => this.tell(frame, facts), looks);
  }

  snapshot(): EngineState {
    return {
      ...this.learned(),
      stitch: this.stitcher.snapshot(),
      watches: this.watches.snapshot(),
      lastMs: this.lastMs,
      lost: structuredClone(this.lost),
    };
  }

  /** Goes on from a snapshot (one that went through JSON as well) of an engine of the same site and camera. */
  restore(state: EngineState): void {
    this.places.restore(state.places);
    this.gaps.restore(state.gaps);
    this.stitcher.restore(state.stitch);
    this.watches.restore(state.watches);
    this.lastMs = state.lastMs;
    // States of before these were kept do not tell them.
    this.lost = structuredClone(state.lost ?? []);
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
    this.watches.cut(facts);
    this.lastMs = undefined;
    this.now.people = 0;
    this.now.zones.clear();
  }

  private tell({ tMs, people, came, left }: PeopleFrame, facts: Facts): void {
    const gapMs = this.lastMs === undefined ? 0 : tMs - this.lastMs;
    const dtS = gapMs <= MAX_GAP_MS ? gapMs / 1000 : 0;
    if (this.lastMs !== undefined) facts.seen(this.camera.id, this.lastMs, tMs);
    this.lastMs = tMs;
    for (const passage of came) this.passUnseen(passage, -1, facts);
    this.lost = this.lost.filter((motion) => tMs - motion.tMs <= LOST_MS);
    for (const passage of left) {
      this.passUnseen(passage, 1, facts);
      const { person, motion, cut } = passage;
      this.lost.push(motion);
      this.watches.gone(person, cut || this.places.exitRate(motion.xM, motion.yM) < FEW_EXITS, facts);
    }
    const quality = this.gaps.quality();
    const variances = { ofCrossing: crossingVariance(quality), ofVisit: visitVariance(quality) };
    this.watches.see({ tMs, dtS, people, ...variances }, facts);
  }

  /** A line that lies in the way of somebody lost near a door was perhaps crossed unseen. */
  private passUnseen({ person, motion, cut }: Passage, way: 1 | -1, facts: Facts): void {
    if (cut) return;
    for (const line of this.watches.lines) {
      if (!this.watches.counts(person, line)) continue;
      const ahead = line.ahead(motion, way);
      if (!ahead) continue;
      const byDoor =
        way === -1 &&
        ahead.direction === 'in' &&
        line.isWayIn() &&
        line.hidden(motion) &&
        this.isByDoor(line.line, motion, ahead.afterS);
      const chance = byDoor ? CAME_BY_IT : chanceUnseen(motion, way, ahead.afterS, this.gaps, this.places);
      const tMs = motion.tMs + way * ahead.afterS * 1000;
      line.perhaps(ahead.direction, tMs, chance, this.watches.name(person), facts, byDoor ? STAYED_HIDDEN : 0);
    }
  }

  /** Who was lost before the line crossed it as well, if it is the same person; who was lost further on is another. */
  private isByDoor(line: Line, { tMs, xM, yM, vx, vy }: Motion, afterS: number): boolean {
    if (afterS > BEHIND_DOOR_S) return false;
    const side = (x: number, y: number) => Math.sign(signedDistance(line.from, line.to, x, y));
    const speed = Math.hypot(vx, vy);
    return !this.lost.some((other) => {
      const gapS = Math.abs(tMs - other.tMs) / 1000;
      const [dx, dy] = [xM - other.xM, yM - other.yM];
      if (gapS > LOST_MS / 1000 || Math.hypot(dx, dy) > LOST_M + LOST_MPS * gapS) return false;
      return dx * vx + dy * vy >= -FURTHER_M * speed && side(other.xM, other.yM) === side(xM, yM);
    });
  }
}

function countInside(polygon: Parameters<typeof polygonOwns>[0], tracks: FloorTracks): number {
  let inside = 0;
  for (let i = 0; i < tracks.count; i++) if (polygonOwns(polygon, tracks.xM[i], tracks.yM[i])) inside++;
  return inside;
}
