/** 1 (or nothing) tells a fact, −1 takes one back: whoever it was about turned out not to count. */
export type Sign = 1 | -1;

/** How a wait in a queue ended: at a till, elsewhere, or (an outage, the end) unknown. */
export type WaitEnd = 'served' | 'abandoned' | 'cut';

/** Who is left out of all counts: staff by the store's rules, and things that a detector takes for people. */
export type LeftOut = 'staff' | 'still';

/** Why somebody who stopped at a fixture is counted there: for stopping, and for reaching into it. */
export type Interaction = 'stop' | 'reach';

/** Eight directions of the plan, clockwise from 0 (up, towards smaller y): 2 is right, 4 down, 6 left. */
export const DIRECTIONS = 8;

export type FacingState = 'full' | 'low' | 'empty' | 'unknown';

/** What a look at a facing says: how full it is (0–1) with the variance of that, null while something hides it. */
export interface FacingSeen {
  fill: number | null;
  variance: number;
  state: FacingState;
}

/**
 * What the events of one camera say to the book: each call is a fact at a moment (UTC ms). `variance` is that of the
 * count: a fact that is surely one adds 0. `person` tells the people of one camera apart, nothing more.
 */
export interface Facts {
  /** The camera saw the span between two of its frames. */
  seen(camera: string, fromMs: number, toMs: number): void;
  /** `count` people were on the floor for dtS seconds up to tMs. */
  onFloor(floor: string, tMs: number, dtS: number, count: number, n?: Sign): void;
  /** So many people are on the floor by the balance of its doors and of who is in view, in view or not. */
  balanced(floor: string, tMs: number, dtS: number, people: number, variance: number): void;
  /** Somebody who is left out was on the floor. */
  leftOut(floor: string, tMs: number, dtS: number, why: LeftOut): void;
  /** A person was in a cell for dtS seconds up to tMs. */
  inCell(floor: string, cell: number, tMs: number, dtS: number, person: string, n?: Sign): void;
  /** A person left a cell in one of the directions. */
  stepped(floor: string, cell: number, direction: number, tMs: number, person: string, n?: Sign): void;
  inZone(zone: string, tMs: number, dtS: number, count: number, n?: Sign): void;
  visitBegan(zone: string, tMs: number, variance: number, n?: Sign): void;
  visitEnded(zone: string, tMs: number, dwellS: number, censored: boolean, n?: Sign): void;
  moved(from: string, to: string, tMs: number, variance: number, n?: Sign): void;
  /** A way through the camera's view is over: its first and its last place, `line:id` or `zone:id`. */
  went(from: string, to: string, tMs: number, variance: number, n?: Sign): void;
  crossed(line: string, direction: 'in' | 'out', tMs: number, variance: number, person: string, n?: Sign): void;
  /** People who came and went on together crossed a line: one buying unit, however many they are. */
  unitCrossed(line: string, direction: 'in' | 'out', tMs: number, n?: Sign): void;
  /** `length` people stood in a queue for dtS seconds up to tMs. */
  inQueue(zone: string, tMs: number, dtS: number, length: number, n?: Sign): void;
  /** Somebody began to wait in a queue. */
  joined(zone: string, tMs: number, n?: Sign): void;
  /** A wait in a queue ended. */
  waited(zone: string, tMs: number, waitS: number, end: WaitEnd, variance: number, n?: Sign): void;
  /** A stay at the till of a queue ended; `cut`: it was longer than what was seen. */
  served(zone: string, tMs: number, serviceS: number, cut: boolean, n?: Sign): void;
  interacted(zone: string, tMs: number, kind: Interaction, n?: Sign): void;
  /** A camera looked at a facing, which is in that state from now on as far as is known. */
  facingLooked(shelf: string, facing: string, tMs: number, look: FacingSeen): void;
  /** It was known over that span in which state the facing was. */
  facingKnown(shelf: string, facing: string, fromMs: number, toMs: number): void;
  /** The facing was without its product over that span. */
  facingEmpty(shelf: string, facing: string, fromMs: number, toMs: number, n?: Sign): void;
}

/** Hears everything and does nothing; whoever wants some of the facts overrides those. */
export class NoFacts implements Facts {
  seen(..._: Parameters<Facts['seen']>): void {}
  onFloor(..._: Parameters<Facts['onFloor']>): void {}
  balanced(..._: Parameters<Facts['balanced']>): void {}
  leftOut(..._: Parameters<Facts['leftOut']>): void {}
  inCell(..._: Parameters<Facts['inCell']>): void {}
  stepped(..._: Parameters<Facts['stepped']>): void {}
  inZone(..._: Parameters<Facts['inZone']>): void {}
  visitBegan(..._: Parameters<Facts['visitBegan']>): void {}
  visitEnded(..._: Parameters<Facts['visitEnded']>): void {}
  moved(..._: Parameters<Facts['moved']>): void {}
  went(..._: Parameters<Facts['went']>): void {}
  crossed(..._: Parameters<Facts['crossed']>): void {}
  unitCrossed(..._: Parameters<Facts['unitCrossed']>): void {}
  inQueue(..._: Parameters<Facts['inQueue']>): void {}
  joined(..._: Parameters<Facts['joined']>): void {}
  waited(..._: Parameters<Facts['waited']>): void {}
  served(..._: Parameters<Facts['served']>): void {}
  interacted(..._: Parameters<Facts['interacted']>): void {}
  facingLooked(..._: Parameters<Facts['facingLooked']>): void {}
  facingKnown(..._: Parameters<Facts['facingKnown']>): void {}
  facingEmpty(..._: Parameters<Facts['facingEmpty']>): void {}
}
