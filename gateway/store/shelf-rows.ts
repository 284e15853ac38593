import type { ShelfRow } from '../../models/contract/aggregate.ts';
import type { ShelfEvent } from '../../models/contract/event.ts';

/** Half-open, in UTC milliseconds. */
export interface ShelfSpan {
  store: string;
  fromMs: number;
  toMs: number;
}
/** What was told of a facing in one period. */
export interface FacingRow {
  shelf: string;
  facing: string;
  startMs: number;
  seconds: number;
  coverage: number;
  state: ShelfRow['state'];
  fill: number | null;
  variance: number;
}
/** The newest of a facing, and the newest in which it was seen; undefined where that is not in the span. */
export interface FacingNow {
  shelf: string;
  facing: string;
  newest: FacingRow;
  seen: FacingRow | undefined;
}
/** Seconds for which a facing's state was known, and of those without its product. */
export interface FacingSum {
  shelf: string;
  facing: string;
  knownS: number;
  emptyS: number;
}
/** The same of all facings together, by slot. */
export interface ShelfSlot {
  slot: number;
  knownS: number;
  emptyS: number;
}
export interface ShelfChange {
  timeMs: number;
  sinceMs: number;
  shelf: string;
  facing: string;
  change: ShelfEvent['change'];
}

/** What cameras tell of the shelves. */
export interface ShelfStore {
  /** What each facing was last in the span; where messages of one period add, as the one that saw most of it has it. */
  facingsNow(span: ShelfSpan): Promise<FacingNow[]>;
  facingSums(span: ShelfSpan): Promise<FacingSum[]>;
  shelfSlots(query: ShelfSpan & { grainMs: number }): Promise<ShelfSlot[]>;
  /** Changes that began in the span, in that order. */
  shelfChanges(span: ShelfSpan): Promise<ShelfChange[]>;
}
