import Type from 'typebox';
import { AisleError } from '../../../models/contract/errors.ts';
import { Id } from '../../../models/contract/ids.ts';
import { JobOrder, Jobs } from '../../../models/contract/jobs.ts';
import { mayEverywhere } from '../../users/scope.ts';
import { sitesFor } from '../rights.ts';
import { problems, type Route } from '../route.ts';

const schema = {
  tags: ['operation'],
  summary: 'Work in the background: when it is due, how far it is, what came of it',
  querystring: Type.Object({ store: Type.Optional(Id) }, { additionalProperties: false }),
  response: { 200: Jobs, ...problems },
} as const;

const run = {
  tags: ['operation'],
  summary: 'Has a job run now, besides its schedule',
  description:
    'It begins within some seconds; what becomes of it is in the list. A job of the whole gateway needs the right in all stores.',
  params: Type.Object({ job: Id }),
  querystring: schema.querystring,
  response: { 202: JobOrder, ...problems },
} as const;

export const jobs: Route = async (app, { context }) => {
  app.get('/api/v1/jobs', { schema }, async (request): Promise<Jobs> => {
    const mine = new Set(sitesFor(context, request, 'operate').map(({ site }) => site.store));
    const all = await context.jobs.list(request.query.store);
    return { jobs: all.filter(({ store }) => store === null || mine.has(store)) };
  });

  app.post('/api/v1/jobs/:job/run', { schema: run }, async (request, reply) => {
    const { store } = request.query;
    if (store === undefined && !mayEverywhere(request.actor.grants, 'operate')) {
      const fix = 'Name a store of yours, or ask an administrator.';
      throw new AisleError('NO_RIGHT', 'this needs the right to operate in all stores', fix);
    }
    return reply.status(202).send(await context.jobs.order(request.params.job, store));
  });
};
