/**
 * A visit as the simulator's common currency: who, when, at which places for how long, what was taken. Macro facts, sales,
 * stock and the positions that cameras see all come from it. A group walks together and is one itinerary; times are UTC
 * milliseconds, places are numbers of the world.
 */
export type VisitKind = 'buyer' | 'browser' | 'bouncer' | 'staff';
/** What staff are about: shelves, goods that come in by their own door, the manager's look round, the floor. */
export type Job = 'refill' | 'delivery' | 'rounds' | 'cleaning';

/** A stay at a place. Between two of them the group walks the way at one pace. */
export interface Step {
  place: number;
  fromMs: number;
  toMs: number;
}

/** What a hand did: `take` from the shelf, `back` to it, `lost` put down somewhere else, `steal` never paid. */
export interface Pick {
  product: number;
  units: number;
  tMs: number;
  act: 'take' | 'back' | 'lost' | 'steal';
}

export interface Wait {
  joinMs: number;
  /** Undefined for who gave up. */
  till: number | undefined;
  /** End of the wait: called to a till, or gone. */
  endMs: number;
  startMs: number;
  doneMs: number;
}

export interface Itinerary {
  /** day · 100 000 + number of the day's visit. */
  visit: number;
  kind: VisitKind;
  /** Of staff only. */
  job: Job | undefined;
  /** Pushes a cart in front. */
  cart: boolean;
  household: number;
  size: number;
  steps: Step[];
  picks: Pick[];
  wait: Wait | undefined;
  /** Number of its sale. */
  sale: number | undefined;
}

export const arrivedMs = (it: Itinerary): number => it.steps[0].fromMs;
export const leftMs = (it: Itinerary): number => it.steps[it.steps.length - 1].toMs;
