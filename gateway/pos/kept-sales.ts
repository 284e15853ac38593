import { Kept, type KeptSpan } from '../rollups/kept.ts';
import { DAY_MS, QUARTER_MS } from '../rollups/kinds.ts';
import type { Db } from '../store/tables.ts';
import type { SalesSpan, SalesSum } from './sales.ts';
import { newestMinute, oldestMinute, slotSums } from './sums.ts';
import { SUM_NAMES } from './totals.ts';

type Slot = SalesSum & { startMs: number };

/** Below this a range is read from the minutes: that is as fast. */
const LEAST_MS = 3 * DAY_MS;
/** Days that are made in one go; others are answered in between. */
const DAYS_AT_ONCE = 31;

/** Sums by quarters of an hour, of which each day in UTC is kept that a later receipt has followed. */
export class KeptSales {
  readonly #db: Db;
  readonly #kept: Kept;

  constructor(db: Db) {
    this.#db = db;
    this.#kept = new Kept(db);
  }

  /** As `slotSums`. */
  async slots(span: SalesSpan & { grainMs: number }): Promise<Slot[]> {
    const { store, fromMs, toMs, grainMs } = span;
    const fits = !Number.isFinite(grainMs) || grainMs % QUARTER_MS === 0;
    const newestMs = fits && toMs - fromMs >= LEAST_MS ? await newestMinute(this.#db, store) : null;
    // Before the first receipt there is nothing to keep.
    const oldestMs = newestMs === null ? null : await oldestMinute(this.#db, store);
    const first = Math.ceil(Math.max(fromMs, dayIn(oldestMs ?? fromMs)) / DAY_MS) * DAY_MS;
    const last = dayIn(Math.min(toMs, newestMs ?? 0));
    if (first >= last) return slotSums(this.#db, span);
    const head = fromMs < first ? await slotSums(this.#db, { ...span, toMs: first }) : [];
    const tail = last < toMs ? await slotSums(this.#db, { ...span, fromMs: last }) : [];
    const all = [...head, ...(await this.#days(store, first, last)), ...tail];
    return grainMs === QUARTER_MS ? all : inSlots(all, grainMs);
  }

  async #days(store: string, first: number, last: number): Promise<Slot[]> {
    const days: KeptSpan[] = [];
    for (let day = first; day < last; day += DAY_MS) days.push({ startMs: day, endMs: day + DAY_MS });
    const found = await this.#kept.find<Slot[]>(store, 'sales', days);
    const missing = days.filter(({ startMs }) => !found.has(startMs));
    for (let at = 0; at < missing.length; at += DAYS_AT_ONCE) {
      const part = missing.slice(at, at + DAYS_AT_ONCE);
      const made = await this.#kept.make(store, 'sales', part, () => this.#make(store, part));
      for (const [day, slots] of made) found.set(day, slots);
    }
    return days.flatMap(({ startMs }) => found.get(startMs)!);
  }

  async #make(store: string, days: readonly KeptSpan[]): Promise<Map<number, Slot[]>> {
    const span = { store, fromMs: days[0].startMs, toMs: days[days.length - 1].endMs, grainMs: QUARTER_MS };
    const byDay = new Map<number, Slot[]>(days.map(({ startMs }) => [startMs, []]));
    for (const slot of await slotSums(this.#db, span)) {
      byDay.get(dayIn(slot.startMs))?.push(slot);
    }
    return byDay;
  }
}

const dayIn = (tMs: number): number => Math.floor(tMs / DAY_MS) * DAY_MS;

/** Slots put together to wider ones; in order of time and currency, as they come. */
function inSlots(slots: readonly Slot[], grainMs: number): Slot[] {
  const wide = new Map<string, Slot>();
  for (const slot of slots) {
    const startMs = Number.isFinite(grainMs) ? slot.startMs - (slot.startMs % grainMs) : 0;
    const key = `${startMs}/${slot.currency}`;
    const sum = wide.get(key);
    if (!sum) wide.set(key, { ...slot, startMs });
    else for (const name of SUM_NAMES) sum[name] += slot[name];
  }
  return [...wide.values()].sort((a, b) => a.startMs - b.startMs || (a.currency < b.currency ? -1 : 1));
}
