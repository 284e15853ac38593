import { MINUTE_MS } from '../figures/buckets.ts';
import { DAY_MS } from '../rollups/kinds.ts';
import type { ReceiptRow, SumColumns } from './tables.ts';
import { NO_SUMS, SUM_NAMES, worth } from './totals.ts';

export interface MinuteDelta extends SumColumns {
  start: number;
  currency: string;
}
export interface DayDelta extends SumColumns {
  day: string;
  currency: string;
}

/** What a batch of receipts adds to the sums; a receipt that was there before is taken off as it was. */
export class SumDeltas {
  readonly #minutes = new Map<string, MinuteDelta>();
  readonly #days = new Map<string, DayDelta>();
  readonly #touched = new Set<number>();

  add(row: ReceiptRow, sign: 1 | -1): void {
    const sums = worth(row);
    if (sums === NO_SUMS) return;
    this.#touched.add(Math.floor(row.time / DAY_MS) * DAY_MS);
    const { currency, day } = row;
    const start = Math.floor(row.time / MINUTE_MS) * MINUTE_MS;
    const minuteKey = `${start}${currency}`;
    let minute = this.#minutes.get(minuteKey);
    if (!minute) {
      minute = { start, currency, ...NO_SUMS };
      this.#minutes.set(minuteKey, minute);
    }
    const dayKey = `${day}${currency}`;
    let ofDay = this.#days.get(dayKey);
    if (!ofDay) {
      ofDay = { day, currency, ...NO_SUMS };
      this.#days.set(dayKey, ofDay);
    }
    for (const name of SUM_NAMES) {
      minute[name] += sign * sums[name];
      ofDay[name] += sign * sums[name];
    }
  }

  minutes = (): MinuteDelta[] => changed(this.#minutes);
  days = (): DayDelta[] => changed(this.#days);
  /** Days in UTC of which a receipt came, went or was changed, whether its sums are others or not. */
  touched = (): number[] => [...this.#touched];
}

const changed = <T extends SumColumns>(deltas: Map<string, T>): T[] =>
  [...deltas.values()].filter((delta) => SUM_NAMES.some((name) => delta[name] !== 0));
