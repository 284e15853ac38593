import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { instant } from '../../../models/contract/ids.ts';
import { Invited, NewUser, OneTimeLink, UserPatch, UserRow, UsersAnswer } from '../../../models/contract/users.ts';
import { linkFor, linkText, type MadeLink } from '../../users/invite.ts';
import { type Administrator, addUser, changeUser, listUsers, userFor } from '../../users/manage.ts';
import { endSessions } from '../../users/sessions.ts';
import type { ApiContext } from '../context.ts';
import { Nothing, problems, type Route } from '../route.ts';

const tags = ['people'];
const UserParams = Type.Object({ user: Type.String({ maxLength: 64 }) });

export const administratorOf = ({ sites }: ApiContext, { actor }: FastifyRequest): Administrator => ({
  actor,
  places: [...sites.values()].map(({ site }) => site),
});

const answerOf = (request: FastifyRequest, made: MadeLink): OneTimeLink => ({
  link: linkText(`${request.protocol}://${request.headers.host}`, made),
  expires: instant(made.expires),
});

/** Who may use the gateway. An administrator of a region sees and changes those whose roles lie in it. */
export const users: Route = async (app, { context }) => {
  const { people } = context;

  app.get(
    '/api/v1/users',
    { schema: { tags, summary: 'Users and their roles', response: { 200: UsersAnswer, ...problems } } },
    async (request) => ({ users: await listUsers(people, administratorOf(context, request)) }),
  );

  app.post(
    '/api/v1/users',
    {
      schema: {
        tags,
        summary: 'Make a user, and a link by which they set a password',
        body: NewUser,
        response: { 201: Invited, ...problems },
      },
    },
    async (request, reply) => {
      const user = await addUser(people, administratorOf(context, request), request.body);
      const link = answerOf(request, await linkFor(people, user.id));
      return reply.code(201).send({ user, ...link });
    },
  );

  app.patch(
    '/api/v1/users/:user',
    {
      schema: {
        tags,
        summary: 'Change roles, or switch somebody off',
        params: UserParams,
        body: UserPatch,
        response: { 200: UserRow, ...problems },
      },
    },
    (request): Promise<UserRow> =>
      changeUser(people, administratorOf(context, request), request.params.user, request.body),
  );

  app.post(
    '/api/v1/users/:user/link',
    {
      schema: {
        tags,
        summary: 'A link by which they set a new password',
        params: UserParams,
        response: { 200: OneTimeLink, ...problems },
      },
    },
    async (request): Promise<OneTimeLink> => {
      const { id } = await userFor(people, administratorOf(context, request), request.params.user);
      return answerOf(request, await linkFor(people, id));
    },
  );

  app.delete(
    '/api/v1/users/:user/sessions',
    {
      schema: {
        tags,
        summary: 'Sign them out everywhere',
        params: UserParams,
        response: { 204: Nothing, ...problems },
      },
    },
    async (request, reply) => {
      const { id } = await userFor(people, administratorOf(context, request), request.params.user);
      await endSessions(people.db, id);
      return reply.code(204).send(null);
    },
  );
};
