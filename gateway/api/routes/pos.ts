import Type from 'typebox';
import { AisleError } from '../../../models/contract/errors.ts';
import { PosImports, PosPushAnswer, PosPushBody, PosRejects } from '../../../models/contract/pos.ts';
import { siteOf } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const tags = ['sales'];
const BODY_LIMIT = 4 * 1024 * 1024;

const push = {
  tags,
  summary: 'Send what the tills sold',
  description:
    'A line is known by its store, business day, till, number and line: what comes twice is a duplicate; other content replaces it as a correction or with a higher revision, else it is rejected. Good lines are stored whatever the others are, and durable when this answers.',
  params: StoreParams,
  body: PosPushBody,
  response: { 200: PosPushAnswer, ...problems },
} as const;

const listImports = {
  tags,
  summary: 'What came from the tills, newest first',
  params: StoreParams,
  response: { 200: PosImports, ...problems },
} as const;

const listRejects = {
  tags,
  summary: 'Why lines of an import were rejected: the first 1,000',
  params: Type.Object({ store: StoreParams.properties.store, id: Type.Integer({ minimum: 1 }) }),
  response: { 200: PosRejects, ...problems },
} as const;

export const pos: Route = async (app, { context }) => {
  const { tills } = context;

  // One bad transaction must not turn the others away: what the validator says of the body is left to where each is read.
  app.post(
    '/api/v1/stores/:store/pos/transactions',
    { schema: push, bodyLimit: BODY_LIMIT, attachValidation: true },
    async (request): Promise<PosPushAnswer> => {
      const wrong = request.validationError;
      if (wrong && wrong.validationContext !== 'body') throw wrong;
      siteOf(context, request.params.store);
      const { transactions } = (request.body ?? {}) as { transactions?: unknown };
      if (!Array.isArray(transactions) || transactions.length > 5000) {
        throw new AisleError(
          'BAD_CALL',
          'the body has no list of transactions, or one of more than 5,000',
          'Send { "transactions": [ … ] }; longer lists in parts.',
        );
      }
      return tills.push(request.params.store, transactions, 'push');
    },
  );

  app.get('/api/v1/stores/:store/pos/imports', { schema: listImports }, async (request) => {
    siteOf(context, request.params.store);
    return { imports: await tills.sales.imports(request.params.store) };
  });

  app.get('/api/v1/stores/:store/pos/imports/:id/rejects', { schema: listRejects }, async (request) => {
    siteOf(context, request.params.store);
    return tills.sales.rejects(request.params.store, request.params.id);
  });
};
