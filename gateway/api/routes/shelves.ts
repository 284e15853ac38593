import { SeriesQuery } from '../../../models/contract/api/query.ts';
import { instant } from '../../../models/contract/ids.ts';
import { Shelves } from '../../../models/contract/shelves.ts';
import { bucketsOf, grainOf, MINUTE_MS } from '../../figures/buckets.ts';
import { SETTLE_MS } from '../../figures/coverage.ts';
import { outOfStock, shelvesNow } from '../../figures/shelf-figures.ts';
import { readShelves } from '../../figures/shelf-reads.ts';
import { pieces } from '../../turns.ts';
import { readRange, refuseLongSeries } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'How full the shelves are, and how long facings were without their product',
  description:
    'Every facing of the site as it is now, and the time without product over the range in buckets (default: day). An out-of-stock event is a facing without its product from its beginning until it is refilled. A facing that no camera saw is unknown, and its time is in no figure.',
  params: StoreParams,
  querystring: SeriesQuery,
  response: { 200: Shelves, ...problems },
} as const;

const DAY_MS = 86_400_000;
/** Changes are looked for so far back: what ran empty before that came to be so at a time not known. */
const CHANGES_MS = 14 * DAY_MS;

export const shelves: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/shelves', { schema }, async (request): Promise<Shelves> => {
    const range = readRange(context, request.params.store, request.query);
    const { bucket = 'day' } = request.query;
    refuseLongSeries(range, bucket, 1);
    const { store, nowMs, fromMs, toMs } = range;
    const { site } = range.site;
    const buckets = bucketsOf(fromMs, toMs, bucket, site);
    const { store: db } = context;
    const rows = await db.facingsNow({ store, fromMs: nowMs - DAY_MS, toMs: nowMs + MINUTE_MS });
    const changes = await db.shelfChanges({
      store,
      fromMs: Math.min(fromMs, nowMs - CHANGES_MS),
      toMs: Math.max(toMs, nowMs),
    });
    const rest = pieces();
    const { slots, sums } = await readShelves(db, { store, fromMs, toMs, grainMs: grainOf(buckets) }, rest);
    const newest = Math.max(0, ...rows.map(({ newest: it }) => it.startMs + it.seconds * 1000));
    const periodMs = Math.max(0, ...rows.map((it) => it.newest.seconds * 1000));
    const facts = {
      rows,
      sums,
      changes: changes.filter(({ timeMs }) => timeMs <= nowMs),
      ...{ nowMs, staleMs: 2 * periodMs + SETTLE_MS },
    };
    return {
      ...range.answer,
      bucket,
      at: newest > 0 ? instant(newest) : null,
      ...shelvesNow(site.shelves, facts),
      ...(await outOfStock(
        slots,
        changes.filter(({ sinceMs }) => sinceMs >= fromMs && sinceMs < toMs),
        buckets,
        nowMs,
        rest,
      )),
    };
  });
};
