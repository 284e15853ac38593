import Type from 'typebox';
import { Id } from '../../../models/contract/ids.ts';
import { Jobs } from '../../../models/contract/jobs.ts';
import { sitesFor } from '../rights.ts';
import { problems, type Route } from '../route.ts';

const schema = {
  tags: ['operation'],
  summary: 'Work in the background: when it is due, how far it is, what came of it',
  querystring: Type.Object({ store: Type.Optional(Id) }, { additionalProperties: false }),
  response: { 200: Jobs, ...problems },
} as const;

export const jobs: Route = async (app, { context }) => {
  app.get('/api/v1/jobs', { schema }, async (request): Promise<Jobs> => {
    const mine = new Set(sitesFor(context, request, 'operate').map(({ site }) => site.store));
    const all = await context.jobs.list(request.query.store);
    return { jobs: all.filter(({ store }) => store === null || mine.has(store)) };
  });
};
