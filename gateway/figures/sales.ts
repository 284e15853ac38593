import type { BucketSize } from '../../models/contract/api/query.ts';
import { instant } from '../../models/contract/ids.ts';
import type { SalesAnswer } from '../../models/contract/sales.ts';
import { inPieces, pieces } from '../turns.ts';
import { bucketIndex, bucketsOf } from './buckets.ts';
import { DayTakings } from './day-takings.ts';
import type { SalesContext, SalesRange } from './sales-context.ts';
import { storeDays } from './store-days.ts';
import { lagsOf } from './store-lag.ts';
import { addTakings, currenciesOf, noTakings, salesFigures } from './takings.ts';
import { type ToldSpan, toldSpan } from './told.ts';

type Read = Pick<SalesAnswer, 'currency' | 'currencies' | 'entryToTill' | 'total' | 'points'> & {
  told: ToldSpan | undefined;
};

/** Sales and conversion of a range, bucket by bucket. */
export async function readSales(
  context: SalesContext,
  range: SalesRange,
  size: BucketSize,
  asked?: string,
): Promise<Read> {
  const { fromMs, toMs, site } = range;
  const untilMs = Math.min(toMs, range.nowMs);
  const rest = pieces();
  const told = await toldSpan(context, range);
  const days = fromMs < untilMs ? storeDays(site.site).around({ fromMs, toMs: untilMs }) : [];
  const lags = told && days.length > 0 ? await lagsOf(context, range, days, told, rest) : new Map();
  const buckets = bucketsOf(fromMs, toMs, size, site.site).filter(({ startMs }) => startMs < untilMs);
  const [total, sums] = [noTakings(), buckets.map(noTakings)];
  for await (const piece of new DayTakings(context, range, { told, lags }, rest).pieces(days, size)) {
    addTakings(sums[bucketIndex(buckets, piece.startMs)], piece.sums, piece.isTold);
    addTakings(total, piece.sums, piece.isTold);
  }
  const currencies = currenciesOf(total);
  const currency = asked ?? currencies[0] ?? null;
  const lag = days.length > 0 ? lags.get(days[days.length - 1].fromMs) : undefined;
  return {
    ...{ told, currency, currencies },
    entryToTill: lag ? { minutes: lag.lagMinutes, score: Math.round(lag.score * 10) / 10 } : null,
    total: salesFigures(total, currency),
    points: await inPieces(buckets, rest, ({ startMs, endMs }, i) => ({
      start: instant(startMs),
      seconds: (endMs - startMs) / 1000,
      ...salesFigures(sums[i], currency),
    })),
  };
}
