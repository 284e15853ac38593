import { QueuesQuery } from '../../../models/contract/api/query.ts';
import { Queues } from '../../../models/contract/api/queues.ts';
import { publishedQueues } from '../../privacy/queues.ts';
import { notFound } from '../problem.ts';
import { readRange } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Length, waits and service of each queue',
  description:
    'Every zone of kind queue, or the one that is named. Whether somebody was served is seen at the tills of a queue: where none is drawn, whoever leaves counts as served and who gave up is null. Service is null with fewer than two tills: it would be a figure about who runs the one. The length is published as it is; with k above 1 the waits only of quarters and hours with k people or more, and in minutes not at all.',
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
    const answer = await publishedQueues(context, range, asked, bucket);
    return {
      ...answer.range.answer,
      bucket,
      queues: answer.queues.map(({ zone: { id, name }, total, points }) => {
        return { zone: id, name: name ?? id, total, points };
      }),
    };
  });
};
