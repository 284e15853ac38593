import { instant } from '../../models/contract/ids.ts';
import { threshold } from '../../models/privacy/partition.ts';
import type { Range } from '../api/range.ts';
import { storeDays } from '../figures/store-days.ts';
import { daysOf, type GridHour, QUARTER_MS } from './grid.ts';

const widened = (range: Range, fromMs: number, toMs: number): Range => ({
  ...range,
  fromMs,
  toMs,
  answer: { from: instant(fromMs), to: instant(toMs) },
});

/** The range widened to whole quarters of an hour, the finest that visits are published by. */
export const toQuarters = (range: Range): Range =>
  widened(range, Math.floor(range.fromMs / QUARTER_MS) * QUARTER_MS, Math.ceil(range.toMs / QUARTER_MS) * QUARTER_MS);

/** What an answer about visits really covers: the range itself where single visits are published. */
export const published = (range: Range): Range =>
  threshold(range.site.site.privacy.k) === 1 ? range : toQuarters(range);

/** The range widened to whole hours of the store's clock, the finest that cells of the floor and ways are published by. */
export function toHours(range: Range): Range {
  const hourOf = (tMs: number) => {
    const [day] = daysOf(tMs, tMs + 1, range.site.site, range.nowMs);
    return day.hours.find(({ endMs }) => endMs > tMs)!;
  };
  return widened(range, hourOf(range.fromMs).startMs, hourOf(range.toMs - 1).endMs);
}

const DAYS_A_PART = 4;

/** The whole hours of a range in parts of some days: between two of them others have their turn. */
export function* hoursInParts(range: Range): Generator<{ fromMs: number; toMs: number; hours: GridHour[] }> {
  const { fromMs, toMs, nowMs } = range;
  const days = storeDays(range.site.site).around(range);
  for (let d = 0; d < days.length; d += DAYS_A_PART) {
    const some = days.slice(d, d + DAYS_A_PART);
    const [first, last] = [some[0].fromMs, some[some.length - 1].toMs];
    const hours = daysOf(first, last, range.site.site, nowMs)
      .flatMap((day) => day.hours)
      .filter((hour) => hour.startMs >= fromMs && hour.endMs <= toMs);
    if (hours.length > 0) yield { fromMs: hours[0].startMs, toMs: hours[hours.length - 1].endMs, hours };
  }
}
