import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { instant } from '../../../models/contract/ids.ts';
import {
  ChangePassword,
  ClaimLink,
  Link,
  LinkAnswer,
  Session,
  Sessions,
  SignedIn,
  SignIn,
} from '../../../models/contract/users.ts';
import { claimLink, readLink } from '../../users/invite.ts';
import { type Actor, audit, deedOf, hasUsers } from '../../users/people.ts';
import { rightsOf } from '../../users/scope.ts';
import { endSession, sessionsOf } from '../../users/sessions.ts';
import { changePassword, type NewSession, signIn, signOut } from '../../users/sign-in.ts';
import { fromOf } from '../actor.ts';
import type { ApiContext } from '../context.ts';
import { clearCookie, writeCookie } from '../cookie.ts';
import { notFound } from '../problem.ts';
import { Nothing, problems, type Route } from '../route.ts';

const tags = ['people'];
/** A minute's tries of one address: passwords cost 50 ms of a core each. */
const few = { rateLimit: { max: 30, timeWindow: 60_000 } };
const OwnSession = Type.Object({ session: Type.String({ maxLength: 64 }) });

/** Signing in and out, and what somebody does with their own account. */
export const session: Route = async (app, { context }) => {
  const { people } = context;
  const answer = async (request: FastifyRequest, reply: FastifyReply, made: NewSession) => {
    // The cookie of before is not good for anything any more.
    if (request.actor.session) await endSession(people.db, request.actor.session.id);
    writeCookie(request, reply, made.secret);
    return { ...(await describe(context, made.actor)), csrf: made.csrf };
  };

  app.get(
    '/api/v1/session',
    { schema: { tags, summary: 'Who asks, and what they may do', response: { 200: Session } } },
    (request) => describe(context, request.actor),
  );

  app.post(
    '/api/v1/session',
    { config: few, schema: { tags, summary: 'Sign in', body: SignIn, response: { 200: SignedIn, ...problems } } },
    async (request, reply): Promise<SignedIn> => {
      const { name, password } = request.body;
      return answer(request, reply, await signIn(people, name, password, fromOf(request)));
    },
  );

  app.delete(
    '/api/v1/session',
    { schema: { tags, summary: 'Sign out', response: { 204: Nothing, ...problems } } },
    async (request, reply) => {
      await signOut(people, request.actor, fromOf(request));
      clearCookie(request, reply);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/api/v1/session/password',
    {
      config: few,
      schema: {
        tags,
        summary: 'Change the own password; all other sessions end',
        body: ChangePassword,
        response: { 200: SignedIn, ...problems },
      },
    },
    async (request, reply): Promise<SignedIn> => {
      const { old, new: password } = request.body;
      return answer(request, reply, await changePassword(people, request.actor, old, password, fromOf(request)));
    },
  );

  app.get(
    '/api/v1/sessions',
    { schema: { tags, summary: 'Where the own account is signed in', response: { 200: Sessions, ...problems } } },
    async ({ actor }): Promise<Sessions> => {
      const rows = await sessionsOf(people.db, people.now(), actor.id!);
      return {
        sessions: rows.map(({ created, seen, expires, ...row }) => ({
          ...row,
          current: row.id === actor.session?.id,
          created: instant(created),
          seen: instant(seen),
          expires: instant(expires),
        })),
      };
    },
  );

  app.delete(
    '/api/v1/sessions/:session',
    { schema: { tags, summary: 'End one of them', params: OwnSession, response: { 204: Nothing, ...problems } } },
    async (request, reply) => {
      const { actor, params } = request;
      if (!(await endSession(people.db, params.session, actor.id!))) {
        throw notFound('there is no such session of yours', 'Look at the list of sessions.');
      }
      await audit(people, { ...deedOf(actor, request.ip), action: 'session-end', target: params.session });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/links/look',
    {
      config: few,
      schema: { tags, summary: 'What a one-time link is for', body: Link, response: { 200: LinkAnswer, ...problems } },
    },
    (request): Promise<LinkAnswer> => readLink(people, request.body.link),
  );

  app.post(
    '/api/v1/links/claim',
    {
      config: few,
      schema: {
        tags,
        summary: 'Set a password by a one-time link, and sign in',
        body: ClaimLink,
        response: { 200: SignedIn, ...problems },
      },
    },
    async (request, reply): Promise<SignedIn> =>
      answer(request, reply, await claimLink(people, request.body, fromOf(request))),
  );
};

async function describe({ people }: ApiContext, actor: Actor): Promise<Session> {
  const { signOn } = people;
  return {
    as: actor.by,
    name: actor.name === '' ? null : actor.name,
    display: actor.display,
    grants: [...actor.grants],
    rights: rightsOf(actor.grants),
    setUp: await hasUsers(people),
    signOn: signOn ? { name: signOn.name, start: '/api/v1/sign-on/start' } : null,
  };
}
