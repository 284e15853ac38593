import { METRICS } from '../../../models/contract/dictionary/metrics.ts';
import { Dictionary } from '../../../models/contract/dictionary.ts';
import { problems, type Route } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'What each figure means, and in which version of its rule',
  response: { 200: Dictionary, ...problems },
} as const;

export const dictionary: Route = async (app) => {
  app.get('/api/v1/dictionary', { schema }, async (): Promise<Dictionary> => ({ metrics: [...METRICS] }));
};
