import { tillsOf } from '../../../models/aggregate/tills.ts';
import { Queues, QueuesQuery } from '../../../models/contract/api.ts';
import { bucketsOf, grainOf } from '../../figures/buckets.ts';
import { judgedUntil } from '../../figures/coverage.ts';
import { queueFigures } from '../../figures/queue-figures.ts';
import { pointsOf, seriesOf } from '../../figures/series.ts';
import type { QueueSum } from '../../store/store.ts';
import { notFound } from '../problem.ts';
import { readRange, refuseLongSeries } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Length, waits and service of each queue',
  description:
    'Every zone of kind queue, or the one that is named. Whether somebody was served is seen at the tills of a queue: where none is drawn, whoever leaves counts as served and who gave up is null. Service is null with fewer than two tills: it would be a figure about who runs the one.',
  params: StoreParams,
  querystring: QueuesQuery,
  response: { 200: Queues, ...problems },
} as const;

export const queues: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/queues', { schema }, async (request): Promise<Queues> => {
    const range = readRange(context, request.params.store, request.query);
    const { bucket = 'hour', zone } = request.query;
    const { site } = range.site;
    const all = site.zones.filter(({ kind }) => kind === 'queue');
    const asked = all.filter(({ id }) => zone === undefined || id === zone);
    if (zone !== undefined && asked.length === 0) {
      const fix = all.length > 0 ? `Use one of: ${all.map(({ id }) => id).join(', ')}.` : 'Draw a zone of kind queue.';
      throw notFound(`there is no queue ${zone} in ${range.store}`, fix);
    }
    refuseLongSeries(range, bucket, asked.length);
    const buckets = bucketsOf(range.fromMs, range.toMs, bucket, site.timeZone);
    const sums = await context.store.queues({ ...range, zone, grainMs: grainOf(buckets) });
    const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
    const byZone = seriesOf(sums, buckets, (sum) => sum.zone);
    return {
      ...range.answer,
      bucket,
      queues: asked.map((queue) => {
        const { id, name } = queue;
        const tills = tillsOf(site, queue).length;
        const figures = (sum: QueueSum | undefined, fromMs: number, toMs: number) =>
          queueFigures(sum, fromMs, toMs, tills);
        return {
          zone: id,
          name: name ?? id,
          total: figures(byZone.get(id)?.total, range.fromMs, untilMs),
          points: pointsOf(byZone.get(id), buckets, untilMs, figures),
        };
      }),
    };
  });
};
