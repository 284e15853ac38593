/** Averages over so much time tell where something stands: a detector's jitter is gone from them. */
const SETTLE_S = 3;
/** A person who stands sways and steps about by more than this; a thing does not. */
const STIRS_M = 0.2;
/** Whoever has gone this far is no thing, ever after: things do not walk in. */
const WALKED_M = 1.2;
/** A new track this near to a known thing is that thing until it walks off. */
const SAME_PLACE_M = 0.35;
/** A thing that was not seen for so long has been taken away. */
const FORGET_MS = 6 * 3_600_000;
const DEFAULT_STILL_S = 300;
/** A detector sees many a thing only now and then: tracks that come and go at one spot, this near to each other. */
const HAUNT_M = 0.1;
const HAUNT_TIMES = 3;
const HAUNT_LEAST_MS = 1000;
const MOST_HAUNTS = 200;

interface Stander {
  firstX: number;
  firstY: number;
  firstMs: number;
  lastX: number;
  lastY: number;
  lastMs: number;
  /** Has not stirred since the first position. */
  stock: boolean;
  /** Running average, and where it was when it last stirred. */
  meanX: number;
  meanY: number;
  anchorX: number;
  anchorY: number;
  sinceMs: number;
  walked: boolean;
  thing: boolean;
}

export interface StillState {
  standers: [number, Stander][];
  /** Where things stand: x, y, when last seen. */
  things: [number, number, number][];
  /** Spots at which something came and went without stirring: x, y, how often. */
  haunts: [number, number, number][];
}

/**
 * Finds what looks like a person and is none: mannequins, posters, trolleys left behind. Such a thing was there when its
 * track began, never walks, and does not stir for minutes; or it comes and goes again and again at one spot to which
 * nobody walks. Its place is remembered, so that the tracks it breaks into are known at once.
 */
export class StillWatch {
  private readonly stillMs: number;
  private standers = new Map<number, Stander>();
  private things: StillState['things'] = [];
  private haunts: StillState['haunts'] = [];

  constructor(stillS = DEFAULT_STILL_S) {
    this.stillMs = stillS * 1000;
  }

  /** Takes in a position; true while it is that of a thing. */
  see(person: number, xM: number, yM: number, tMs: number, dtS: number): boolean {
    let s = this.standers.get(person);
    if (!s) {
      s = {
        firstX: xM,
        firstY: yM,
        firstMs: tMs,
        lastX: xM,
        lastY: yM,
        lastMs: tMs,
        stock: true,
        meanX: xM,
        meanY: yM,
        anchorX: xM,
        anchorY: yM,
        sinceMs: tMs,
        walked: false,
        thing: false,
      };
      s.thing = this.known(xM, yM, tMs) !== undefined;
      this.standers.set(person, s);
      return s.thing;
    }
    s.lastX = xM;
    s.lastY = yM;
    s.lastMs = tMs;
    if (s.walked) return false;
    const share = Math.min(1, dtS / SETTLE_S);
    s.meanX += share * (xM - s.meanX);
    s.meanY += share * (yM - s.meanY);
    if (Math.hypot(s.meanX - s.firstX, s.meanY - s.firstY) > WALKED_M) {
      s.walked = true;
      s.thing = false;
      return false;
    }
    if (Math.hypot(s.meanX - s.anchorX, s.meanY - s.anchorY) > STIRS_M) {
      s.anchorX = s.meanX;
      s.anchorY = s.meanY;
      s.sinceMs = tMs;
      s.stock = false;
      s.thing = s.thing && this.known(s.meanX, s.meanY, tMs) !== undefined;
    } else if (tMs - s.sinceMs >= this.stillMs) s.thing = true;
    if (s.thing) this.remember(s.meanX, s.meanY, tMs);
    return s.thing;
  }

  /** The person has walked and will never be taken for a thing. */
  hasWalked(person: number): boolean {
    return this.standers.get(person)?.walked ?? false;
  }

  /** The person is taken for a thing. */
  isThing(person: number): boolean {
    return this.standers.get(person)?.thing ?? false;
  }

  /** The person is not seen again. */
  forget(person: number): void {
    const s = this.standers.get(person);
    if (!s) return;
    this.standers.delete(person);
    if (s.walked) this.visited(s);
    else if (s.stock && !s.thing && s.lastMs - s.firstMs >= HAUNT_LEAST_MS) this.haunt(s.meanX, s.meanY, s.lastMs);
  }

  /** Nobody is followed on from here. Things stay known. */
  cut(): void {
    this.standers.clear();
  }

  snapshot(): StillState {
    return structuredClone({ standers: [...this.standers], things: this.things, haunts: this.haunts });
  }

  restore(state: StillState): void {
    const { standers, things, haunts } = structuredClone(state);
    this.standers = new Map(standers);
    this.things = things;
    this.haunts = haunts ?? [];
  }

  /** Something came and went at a spot without stirring. */
  private haunt(xM: number, yM: number, tMs: number): void {
    const spot = this.haunts.find(([x, y]) => Math.hypot(x - xM, y - yM) <= HAUNT_M);
    if (!spot) {
      this.haunts.push([xM, yM, 1]);
      if (this.haunts.length > MOST_HAUNTS) this.haunts.shift();
    } else if (++spot[2] >= HAUNT_TIMES) {
      this.haunts = this.haunts.filter((other) => other !== spot);
      this.remember(spot[0], spot[1], tMs);
    }
  }

  /** Somebody walked up to a spot, or away from it, and was lost or found there: people are, so it is none of a thing. */
  private visited({ firstX, firstY, lastX, lastY }: Stander): void {
    const near = (x: number, y: number) =>
      Math.min(Math.hypot(x - firstX, y - firstY), Math.hypot(x - lastX, y - lastY)) <= SAME_PLACE_M;
    this.haunts = this.haunts.filter(([x, y]) => !near(x, y));
  }

  private known(xM: number, yM: number, tMs: number): [number, number, number] | undefined {
    this.things = this.things.filter(([, , seenMs]) => tMs - seenMs <= FORGET_MS);
    return this.things.find(([x, y]) => Math.hypot(x - xM, y - yM) <= SAME_PLACE_M);
  }

  private remember(xM: number, yM: number, tMs: number): void {
    const thing = this.known(xM, yM, tMs);
    if (thing) thing[2] = tMs;
    else this.things.push([xM, yM, tMs]);
  }
}
