import Type from 'typebox';
import { NewToken, TokenMade, Tokens } from '../../../models/contract/users.ts';
import { refuseScope } from '../../users/manage.ts';
import { reaches } from '../../users/scope.ts';
import { listTokens, makeToken, revokeToken } from '../../users/tokens.ts';
import { notFound } from '../problem.ts';
import { Nothing, problems, type Route } from '../route.ts';
import { administratorOf } from './users.ts';

const tags = ['people'];
const TokenParams = Type.Object({ token: Type.String({ maxLength: 64 }) });

/** What machines sign in with. */
export const tokens: Route = async (app, { context }) => {
  const { people } = context;
  const seen = async (request: Parameters<typeof administratorOf>[1]) => {
    const { actor, places } = administratorOf(context, request);
    const all = await listTokens(people.db);
    return all.filter(({ scope }) => reaches(actor.grants, 'administer', scope, places));
  };

  app.get(
    '/api/v1/tokens',
    { schema: { tags, summary: 'Tokens of machines', response: { 200: Tokens, ...problems } } },
    async (request) => ({ tokens: await seen(request) }),
  );

  app.post(
    '/api/v1/tokens',
    { schema: { tags, summary: 'Make a token', body: NewToken, response: { 201: TokenMade, ...problems } } },
    async (request, reply) => {
      refuseScope(administratorOf(context, request), request.body.scope);
      const call = { ...request.body, createdBy: request.actor.name };
      return reply.code(201).send(await makeToken(people.db, people.now(), call));
    },
  );

  app.delete(
    '/api/v1/tokens/:token',
    { schema: { tags, summary: 'End a token for good', params: TokenParams, response: { 204: Nothing, ...problems } } },
    async (request, reply) => {
      const { token } = request.params;
      if (!(await seen(request)).some(({ id }) => id === token)) {
        throw notFound('there is no such token', 'Look at the list of tokens.');
      }
      await revokeToken(people.db, people.now(), token);
      return reply.code(204).send(null);
    },
  );
};
