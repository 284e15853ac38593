/** Somebody in a queue or at its tills, as far as is known. Plain data. */
export interface Waiter {
  /** Stay in the queue's zone; undefined for somebody who came to the till without one. */
  fromMs: number | undefined;
  lastMs: number;
  /** The last place in the zone. */
  xM: number;
  yM: number;
  /** Came into sight amid the zone at that time, and goes on with nobody's wait so far. */
  foundMs: number | undefined;
  /** Where and since when the person keeps to one place. */
  anchorX: number;
  anchorY: number;
  anchorMs: number;
  /** Waits, and was told to. */
  joined: boolean;
  /** The wait is over and told. */
  over: boolean;
  /** Stay at the till. */
  till: { fromMs: number; lastMs: number } | undefined;
  variance: number;
}

/** Somebody seen at a place for the first time. */
export const newWaiter = (tMs: number, xM: number, yM: number, variance: number): Waiter => ({
  fromMs: undefined,
  lastMs: tMs,
  xM,
  yM,
  foundMs: undefined,
  anchorX: xM,
  anchorY: yM,
  anchorMs: tMs,
  joined: false,
  over: false,
  till: undefined,
  variance,
});
