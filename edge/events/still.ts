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

interface Stander {
  firstX: number;
  firstY: number;
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
}

/**
 * Finds what looks like a person and is none: mannequins, posters, trolleys left behind. Such a thing was there when its
 * track began, never walks, and does not stir for minutes. Its place is remembered, so that the tracks it breaks into
 * are known at once.
 */
export class StillWatch {
  private readonly stillMs: number;
  private standers = new Map<number, Stander>();
  private things: StillState['things'] = [];

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

  forget(person: number): void {
    this.standers.delete(person);
  }

  /** Nobody is followed on from here. Things stay known. */
  cut(): void {
    this.standers.clear();
  }

  snapshot(): StillState {
    return structuredClone({ standers: [...this.standers], things: this.things });
  }

  restore(state: StillState): void {
    const { standers, things } = structuredClone(state);
    this.standers = new Map(standers);
    this.things = things;
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
