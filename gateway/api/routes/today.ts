import { Today } from '../../../models/contract/api.ts';
import { instant } from '../../../models/contract/ids.ts';
import { dayOf, daysBefore, MINUTE_MS } from '../../figures/buckets.ts';
import { coverage, judgedUntil } from '../../figures/coverage.ts';
import { entriesAndExits } from '../../figures/entries.ts';
import type { ApiContext } from '../context.ts';
import { type Range, readRange } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';
import { allZones } from './zones.ts';

const schema = {
  tags: ['figures'],
  summary: 'The store’s day so far',
  params: StoreParams,
  response: { 200: Today, ...problems },
} as const;

export const today: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/today', { schema }, async (request): Promise<Today> => {
    const range = readRange(context, request.params.store, {});
    const { site } = range.site;
    const sums = await context.store.traffic({ ...range, grainMs: Number.POSITIVE_INFINITY });
    const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
    return {
      date: dayOf(range.nowMs, site.timeZone),
      ...range.answer,
      now: instant(range.nowMs),
      ...entriesAndExits(site, sums, range.fromMs, untilMs),
      peopleNow: peopleNow(context, range.store),
      averageOnFloor: await onFloor(context, range, untilMs),
      zones: await allZones(context, range),
      comparison: await weekBefore(context, range),
    };
  });
};

/** The sum of what the nodes said last; stale when one of them has fallen silent. */
function peopleNow({ board }: ApiContext, store: string): Today['peopleNow'] {
  const views = board.nodesOf(store).filter((view) => view.live !== null);
  if (views.length === 0) return { value: null, at: null, stale: true };
  return {
    value: views.reduce((sum, view) => sum + view.live!.people, 0),
    at: views.map((view) => view.live!.time).sort()[0],
    stale: !views.every(board.isFresh),
  };
}

async function onFloor(context: ApiContext, range: Range, untilMs: number): Promise<Today['averageOnFloor']> {
  const { site } = range.site;
  const sum = await context.store.floors(range);
  // A node reports each floor on which it has a camera.
  const floorOf = new Map(site.cameras.map((camera) => [camera.id, camera.floor]));
  const parts = site.nodes.reduce((n, node) => n + new Set(node.cameras.map((id) => floorOf.get(id))).size, 0);
  const seen = sum.seenS > 0;
  return {
    // Mean over the time seen; floors and nodes that were seen together add.
    value: seen ? (sum.personS / sum.seenS) * Math.max(1, parts) : null,
    max: seen ? sum.max : null,
    personS: seen ? sum.personS : null,
    coverage: coverage(seen ? sum.seenS : undefined, range.fromMs, untilMs, parts),
  };
}

/** The same weekday a week ago, up to the same time on the store's clock. */
async function weekBefore(context: ApiContext, range: Range): Promise<Today['comparison']> {
  const { site } = range.site;
  const fromMs = daysBefore(range.fromMs, 7, site.timeZone);
  const toMs = Math.max(fromMs + MINUTE_MS, daysBefore(range.toMs, 7, site.timeZone));
  const sums = await context.store.traffic({ store: range.store, fromMs, toMs, grainMs: Number.POSITIVE_INFINITY });
  const { entries } = entriesAndExits(site, sums, fromMs, toMs);
  if (entries.value === null) return null;
  return { date: dayOf(fromMs, site.timeZone), entries: entries.value, coverage: entries.coverage };
}
