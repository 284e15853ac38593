import type { BucketSize } from '../../models/contract/api/query.ts';
import type { SalesSum } from '../pos/sales.ts';
import { keptDays } from '../privacy/kept-days.ts';
import { unitDays } from '../privacy/unit-days.ts';
import type { Rest } from '../turns.ts';
import { type Bucket, bucketIndex, bucketsOf, MINUTE_MS } from './buckets.ts';
import { doorSlots } from './doors.ts';
import { entryLines } from './entries.ts';
import type { SalesContext, SalesRange } from './sales-context.ts';
import type { StoreDay } from './store-days.ts';
import { addSales, noTakings, type Takings } from './takings.ts';
import type { TillLag } from './till-lag.ts';
import { isTold, type ToldSpan } from './told.ts';

/** A piece of a day; `isTold` false: the tills have told of none of it. */
export interface TakingsPiece {
  startMs: number;
  sums: Takings;
  isTold: boolean;
}

/** To be changed with what a kept day holds, or with the rule that it is made by. */
const FORMAT = 1;

/**
 * What doors and tills told of each hour of some days, or of each smaller bucket. Of the days that are over the hours are
 * kept; minutes at the doors are moved by the day's own time from door to till.
 */
export class DayTakings {
  readonly #context: SalesContext;
  readonly #range: SalesRange;
  readonly #told: ToldSpan | undefined;
  readonly #lags: ReadonlyMap<number, TillLag>;
  readonly #rest: Rest;

  constructor(
    context: SalesContext,
    range: SalesRange,
    { told, lags }: { told: ToldSpan | undefined; lags: ReadonlyMap<number, TillLag> },
    rest: Rest,
  ) {
    this.#context = context;
    this.#range = range;
    this.#told = told;
    this.#lags = lags;
    this.#rest = rest;
  }

  /** The pieces of the days as far as the range has them. A piece lies in one bucket of this size. */
  async *pieces(days: readonly StoreDay[], size: BucketSize): AsyncGenerator<TakingsPiece> {
    const { fromMs, toMs, nowMs } = this.#range;
    const untilMs = Math.min(toMs, nowMs);
    const isFine = size === 'minute' || size === 'quarter';
    const whole = days.filter(
      (day) => !isFine && fromMs <= day.fromMs && day.toMs <= untilMs && this.#toldOf(day) !== undefined,
    );
    const kept = await this.#kept(whole);
    for (const day of days) {
      const hours = kept.get(day.fromMs);
      if (hours) {
        const isTold = this.#toldOf(day) === 'all';
        for (const [startMs, sums] of hours) yield { startMs, sums, isTold };
        await this.#rest();
        continue;
      }
      const span = { startMs: Math.max(fromMs, day.fromMs), endMs: Math.min(untilMs, day.toMs) };
      const is = (minuteMs: number) => isTold(this.#told, minuteMs);
      for (const [startMs, sums] of await this.#make(day, span, isFine ? size : 'hour', is)) {
        yield { startMs, sums, isTold: true };
      }
      await this.#rest();
    }
  }

  /** Undefined where the tills have told of a part of the day only. */
  #toldOf({ fromMs, toMs }: StoreDay): 'all' | 'nothing' | undefined {
    const told = this.#told;
    if (!told || toMs <= told.fromMs || fromMs > told.newestMs) return 'nothing';
    return fromMs >= told.fromMs && toMs - MINUTE_MS <= told.newestMs ? 'all' : undefined;
  }

  /** Kept is what the hours are when the tills have told of them; who reads them knows whether they have. */
  #kept(days: readonly StoreDay[]): Promise<Map<number, [startMs: number, Takings][]>> {
    const { site } = this.#range.site;
    const byStart = new Map(days.map((day) => [day.fromMs, day]));
    const rule = [FORMAT, site.privacy.k, ...entryLines(site)].join(' ');
    return keptDays(
      this.#context.store,
      this.#range,
      days.map((day) => ({ startMs: day.fromMs, endMs: day.toMs })),
      {
        kind: 'takings',
        basis: ({ startMs }) => `${rule} ${this.#lags.get(startMs)?.lagMinutes ?? 0}`,
        make: (span) => this.#make(byStart.get(span.startMs)!, span, 'hour', () => true),
      },
      this.#rest,
    );
  }

  async #make(
    day: StoreDay,
    { startMs, endMs }: Bucket,
    size: BucketSize,
    isTold: (minuteMs: number) => boolean,
  ): Promise<[startMs: number, Takings][]> {
    const { store, sales } = this.#context;
    const { store: name, site } = this.#range;
    const shiftMs = (this.#lags.get(day.fromMs)?.lagMinutes ?? 0) * MINUTE_MS;
    const pieces = bucketsOf(startMs, endMs, size, site.site);
    const made = pieces.map((piece): [number, Takings] => [piece.startMs, noTakings()]);
    const sold = new Map<number, SalesSum[]>();
    for (const row of await sales.minuteSums({ store: name, fromMs: startMs, toMs: endMs })) {
      const rows = sold.get(row.startMs);
      if (rows) rows.push(row);
      else sold.set(row.startMs, [row]);
    }
    const seen = { fromMs: startMs - shiftMs, toMs: endMs - shiftMs };
    const crossings = await store.traffic({ store: name, ...seen, grainMs: MINUTE_MS });
    const units = crossings.length > 0 ? await unitDays(store, { ...this.#range, ...seen }, this.#rest) : undefined;
    const shared = units ? units.share(entryLines(site.site), crossings) : crossings;
    const doors = doorSlots(site.site, shared, MINUTE_MS / 1000);
    for (let minute = floorMinute(startMs); minute < endMs; minute += MINUTE_MS) {
      const [, sums] = made[bucketIndex(pieces, minute)];
      addSales(sums, sold.get(minute) ?? NO_ROWS, doors.get(minute - shiftMs), isTold(minute));
    }
    return made;
  }
}

const NO_ROWS: readonly SalesSum[] = [];

const floorMinute = (tMs: number): number => Math.floor(tMs / MINUTE_MS) * MINUTE_MS;
