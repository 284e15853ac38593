import type { Look } from '../../models/detector/appearance.ts';
import type { FloorTracks } from '../floor/floor.ts';
import { TrackLook } from './likeness.ts';
import { LINK_GAP_MS, Linker } from './links.ts';
import { motionAt } from './motion.ts';
import { type Passage, type PeopleFrame, type Placed, placeAt } from './placed.ts';
import type { Places } from './places.ts';
import { append, lastMsOf, newTracklet, type Tracklet, trim } from './tracklet.ts';
import type { Gaps } from './unseen.ts';

/** How long after a frame its people are handed out: by then every gap that may be bridged has shown its other end. */
export const LAG_MS = 9000;
/** A track that comes back within this many frames or this time is the same person, whoever else is near. */
const SAME_FRAMES = 16;
const SAME_MS = 5000;
/** Seen on its own for less than the first, or for less than the second without going anywhere, it is nobody. */
const LEAST_LIFE_MS = 1000;
const SHORT_LIFE_MS = 3200;
const WALKS_MS = 0.35;
/** Who is there within this time from the start on was there before. */
const START_MS = 1000;
/** Three positions within this time tell how much they jitter. */
const SHAKE_MS = 500;
/** Positions this long before the frame handed out still tell the speed. */
const MEMORY_MS = 2500;

/** Everything that the stitcher knows, as plain data. */
export interface StitchState {
  frames: number[];
  lastMs: number | undefined;
  handedMs: number | undefined;
  tracklets: [number, Tracklet][];
  nextTracklet: number;
  nextPerson: number;
  /** Time of the first frame since the start or the last seam. */
  startMs: number | undefined;
}

/**
 * Makes persons out of tracks: tracks that end and begin again nearby are linked, tracks too short to be anybody are
 * left out, and who is unseen within a gap is placed between its ends. Each frame is handed out once, in order, and
 * LAG_MS later. Pure and deterministic.
 */
export class Stitcher {
  private readonly linker = new Linker();
  private readonly places: Places;
  private readonly gaps: Gaps;
  private came: Passage[] = [];
  private left: Passage[] = [];
  private state: StitchState = emptyState();
  private tracklets = new Map<number, Tracklet>();
  /** The open tracklet of each id. */
  private open = new Map<number, number>();
  /** What tracklets look like, where that is asked for. Not in the snapshot: after a stop motion alone links. */
  private readonly looks = new Map<number, TrackLook>();

  constructor(places: Places, gaps: Gaps) {
    this.places = places;
    this.gaps = gaps;
  }

  /** `looks`: what some of the tracks look like at this frame, by id; an option that helps to link them. */
  step(tMs: number, tracks: FloorTracks, out: (frame: PeopleFrame) => void, looks?: ReadonlyMap<number, Look>): void {
    const { state } = this;
    const sinceMs = state.lastMs === undefined ? 100 : tMs - state.lastMs;
    const sameMs = Math.min(LAG_MS, Math.max(SAME_MS, SAME_FRAMES * sinceMs));
    for (const [id, key] of this.open) {
      const tracklet = this.tracklets.get(key) as Tracklet;
      if (tMs - lastMsOf(tracklet) <= sameMs) continue;
      tracklet.closed = true;
      this.open.delete(id);
    }
    for (let i = 0; i < tracks.count; i++) this.see(tMs, tracks, i);
    if (looks) for (const [id, look] of looks) this.look(id, look);
    state.frames.push(tMs);
    state.startMs ??= tMs;
    state.lastMs = tMs;
    while (state.frames[0] <= tMs - LAG_MS) this.handOut(tMs, out);
  }

  /** Hands out what is held back; everybody is gone after it. */
  flush(out: (frame: PeopleFrame) => void): void {
    for (const tracklet of this.tracklets.values()) tracklet.closed = true;
    while (this.state.frames.length > 0) this.handOut(Number.POSITIVE_INFINITY, out);
    const { nextPerson, nextTracklet } = this.state;
    this.state = { ...emptyState(), nextPerson, nextTracklet };
    this.tracklets.clear();
    this.open.clear();
    this.looks.clear();
  }

  snapshot(): StitchState {
    return structuredClone({ ...this.state, tracklets: [...this.tracklets] });
  }

  restore(state: StitchState): void {
    this.state = structuredClone(state);
    this.tracklets = new Map(this.state.tracklets);
    this.open = new Map([...this.tracklets].filter(([, t]) => !t.closed).map(([key, t]) => [t.id, key]));
  }

  private see(tMs: number, tracks: FloorTracks, i: number): void {
    const id = tracks.id[i];
    let key = this.open.get(id);
    if (key === undefined) {
      key = this.state.nextTracklet++;
      this.open.set(id, key);
      this.tracklets.set(key, newTracklet(id, tMs));
    }
    const tracklet = this.tracklets.get(key) as Tracklet;
    const stepMs = tMs - (this.state.lastMs ?? tMs);
    if (tracklet.seen > 0) this.gaps.gap((tMs - lastMsOf(tracklet) - stepMs) / 1000);
    this.shake(tracklet, tMs, tracks.xM[i], tracks.yM[i]);
    append(tracklet, tMs, tracks.xM[i], tracks.yM[i], tracks.score[i], tracks.aspect[i]);
  }

  private look(id: number, look: Look): void {
    const key = this.open.get(id);
    if (key === undefined) return;
    const known = this.looks.get(key);
    if (known) known.add(look);
    else this.looks.set(key, new TrackLook(look));
  }

  private shake({ tMs: times, xM, yM }: Tracklet, tMs: number, x: number, y: number): void {
    const last = times.length - 1;
    if (last < 1 || tMs - times[last - 1] > SHAKE_MS) return;
    if (Math.abs(tMs - 2 * times[last] + times[last - 1]) > 1) return;
    this.gaps.shook(xM[last] - (x + xM[last - 1]) / 2, yM[last] - (y + yM[last - 1]) / 2);
  }

  private handOut(nowMs: number, out: (frame: PeopleFrame) => void): void {
    const { state } = this;
    const tMs = state.frames.shift() as number;
    const dtS = Math.min(1, (tMs - (state.handedMs ?? tMs)) / 1000);
    state.handedMs = tMs;
    this.places.watched(dtS);
    this.decide(tMs, nowMs);
    const people: Placed[] = [];
    for (const [key, tracklet] of this.tracklets) {
      if (tracklet.firstMs > tMs) continue;
      if (tracklet.person === 0) this.nameIt(tracklet);
      if (tracklet.endDecided && !tracklet.gone && lastMsOf(tracklet) < tMs) this.leave(tracklet);
      const next = this.nextOf(tracklet);
      const placed = placeAt(tMs, tracklet, next);
      if (placed) {
        people.push(placed);
        this.places.present(placed.xM, placed.yM, dtS);
      }
      trim(tracklet, tMs - MEMORY_MS);
      const over = tracklet.endDecided && lastMsOf(tracklet) <= tMs - MEMORY_MS;
      if (!(over && (!next || next.firstMs <= tMs))) continue;
      this.tracklets.delete(key);
      this.looks.delete(key);
    }
    people.sort((a, b) => a.person - b.person);
    this.gaps.present(dtS * people.length);
    const { came, left } = this;
    this.came = [];
    this.left = [];
    out({ tMs, people, came, left });
  }

  /** Decides the ends that this frame needs to know of: those before it, and those of short tracks that begin at it. */
  private decide(tMs: number, nowMs: number): void {
    const due = new Set<number>();
    for (const [key, t] of this.tracklets) {
      if (t.endDecided || t.firstMs > tMs) continue;
      const ended = lastMsOf(t) < tMs;
      if (!ended && !(t.person === 0 && !t.linked && isShort(t))) continue;
      if (t.closed || nowMs - lastMsOf(t) > SAME_MS) due.add(key);
    }
    if (due.size === 0) return;
    const ends = [...this.tracklets].filter(([, t]) => !t.endDecided && (nowMs > lastMsOf(t) || t.closed));
    const starts = [...this.tracklets].filter(([, t]) => !t.linked && t.person === 0 && t.firstMs > tMs - LINK_GAP_MS);
    const links = this.linker.best(
      ends.map(([, t]) => t),
      starts.map(([, t]) => t),
      this.places,
      this.gaps.breaks(),
      (i, j) => {
        const [end, start] = [this.looks.get(ends[i][0]), this.looks.get(starts[j][0])];
        return end && start ? end.odds(start) : 0;
      },
    );
    for (const { end, start, odds } of links) {
      const [key, tracklet] = ends[end];
      if (!due.has(key)) continue;
      const [nextKey, next] = starts[start];
      tracklet.next = nextKey;
      next.linked = true;
      next.linkOdds = odds;
      this.gaps.linked();
      this.gaps.gap((next.firstMs - lastMsOf(tracklet)) / 1000);
      if (tracklet.person !== 0) next.person = tracklet.person;
    }
    for (const key of due) {
      const tracklet = this.tracklets.get(key) as Tracklet;
      tracklet.endDecided = true;
      tracklet.closed = true;
      tracklet.cut = nowMs === Number.POSITIVE_INFINITY;
      if (this.open.get(tracklet.id) === key) this.open.delete(tracklet.id);
    }
  }

  /** Tells that a person is gone, at the first frame after the last position. */
  private leave(tracklet: Tracklet): void {
    const { cut } = tracklet;
    tracklet.gone = true;
    if (tracklet.next !== undefined || tracklet.person <= 0) return;
    const motion = motionAt(tracklet, tracklet.tMs.length - 1, -1);
    this.left.push({ person: tracklet.person, motion, cut });
    if (!cut) this.places.left(motion.xM, motion.yM);
  }

  /** At its first frame a track becomes a person or nobody; so do those that it goes on in. */
  private nameIt(first: Tracklet): void {
    let life = 0;
    let last = first;
    for (let t: Tracklet | undefined = first; t; t = this.nextOf(t)) {
      life += lastMsOf(t) - t.firstMs;
      last = t;
    }
    const end = last.xM.length - 1;
    const awayM = Math.hypot(last.xM[end] - first.xM[0], last.yM[end] - first.yM[0]);
    const walked = awayM >= (WALKS_MS * (lastMsOf(last) - first.firstMs)) / 1000;
    const person = life >= (walked ? LEAST_LIFE_MS : SHORT_LIFE_MS) ? this.state.nextPerson++ : -1;
    for (let t: Tracklet | undefined = first; t; t = this.nextOf(t)) t.person = person;
    this.gaps.named(person > 0);
    if (person < 0) return;
    const cut = first.firstMs - (this.state.startMs ?? first.firstMs) < START_MS;
    this.came.push({ person, motion: motionAt(first, 0, 1), cut });
    if (!cut) this.places.arrived(first.xM[0], first.yM[0]);
  }

  private nextOf(tracklet: Tracklet): Tracklet | undefined {
    return tracklet.next === undefined ? undefined : this.tracklets.get(tracklet.next);
  }
}

const isShort = (tracklet: Tracklet): boolean => lastMsOf(tracklet) - tracklet.firstMs < SHORT_LIFE_MS;

const emptyState = (): StitchState => ({
  ...{ frames: [], lastMs: undefined, handedMs: undefined, startMs: undefined },
  ...{ tracklets: [], nextTracklet: 1, nextPerson: 1 },
});
