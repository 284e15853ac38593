import { Today } from '../../../models/contract/api/today.ts';
import { instant } from '../../../models/contract/ids.ts';
import { dayOf, MINUTE_MS } from '../../figures/buckets.ts';
import { compareDay } from '../../figures/comparison.ts';
import { coverage, judgedUntil } from '../../figures/coverage.ts';
import { entriesAndExits, entryLines } from '../../figures/entries.ts';
import { insideNow } from '../../figures/inside.ts';
import { queueNow } from '../../figures/queue-figures.ts';
import { dayTargets } from '../../figures/targets.ts';
import { unitDays } from '../../privacy/unit-days.ts';
import { unitsOver } from '../../privacy/units.ts';
import type { FloorSum } from '../../store/store.ts';
import type { ApiContext } from '../context.ts';
import { onFloor } from '../floor.ts';
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
    const floors = await context.store.floors(range);
    const date = dayOf(range.nowMs, site);
    const crossings = entriesAndExits(site, sums, range.fromMs, untilMs);
    const units = await unitDays(context.store, range);
    const targets = await dayTargets(context, range, date, crossings.entries.value);
    return {
      date,
      ...range.answer,
      now: instant(range.nowMs),
      ...crossings,
      ...(units && crossings.units && unitsOver(units, entryLines(site), { startMs: range.fromMs, endMs: range.toMs })),
      inside: insideNow(await context.store.inside(lately(range))),
      leftOut: { staffS: staffOf(floors), stillS: floors.stillS },
      queues: await queues(context, range, untilMs),
      peopleNow: peopleNow(context, range.store),
      averageOnFloor: onFloor(site, floors, range.fromMs, untilMs),
      zones: await allZones(context, range),
      comparison: await compareDay(context, range),
      ...(targets.length > 0 && { targets }),
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

/** What is older is not "now" any more. */
const LATELY_MS = 10 * MINUTE_MS;
const lately = ({ store, toMs }: Range) => ({ store, fromMs: toMs - LATELY_MS, toMs });

async function queues(context: ApiContext, range: Range, untilMs: number): Promise<Today['queues']> {
  const zones = range.site.site.zones.filter(({ kind }) => kind === 'queue');
  if (zones.length === 0) return [];
  const day = await context.store.queues({ ...range, grainMs: Number.POSITIVE_INFINITY });
  const minutes = await context.store.queues({ ...lately(range), grainMs: MINUTE_MS });
  return zones.map(({ id, name }) => {
    const sum = day.find(({ zone }) => zone === id);
    const now = queueNow(minutes.filter(({ zone }) => zone === id));
    const seen = sum !== undefined && sum.seenS > 0;
    const share = coverage(sum?.seenS, range.fromMs, untilMs);
    return { zone: id, name: name ?? id, now, peak: seen ? sum.lengthMax : null, coverage: share };
  });
}

/** Up to one member of staff at a time on average may be one person, whose hours are nobody's figure. */
const staffOf = ({ staffS, seenS }: FloorSum): number | null =>
  staffS !== null && staffS > 0 && staffS <= seenS ? null : staffS;
