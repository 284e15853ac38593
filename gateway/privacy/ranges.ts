import { instant } from '../../models/contract/ids.ts';
import { threshold } from '../../models/privacy/partition.ts';
import type { Range } from '../api/range.ts';
import { daysOf, QUARTER_MS } from './grid.ts';

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
  const days = daysOf(range.fromMs, range.toMs, range.site.site, range.nowMs);
  const hours = days.flatMap((day) => day.hours).filter((h) => h.startMs < range.toMs && h.endMs > range.fromMs);
  return widened(range, hours[0].startMs, hours[hours.length - 1].endMs);
}
