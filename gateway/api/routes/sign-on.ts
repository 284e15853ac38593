import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { AisleError } from '../../../models/contract/errors.ts';
import { audit } from '../../users/people.ts';
import { signInVouched } from '../../users/vouch.ts';
import { fromOf } from '../actor.ts';
import { cookie, readCookie, writeCookie } from '../cookie.ts';
import { notFound } from '../problem.ts';
import { Nothing, problems, type Route } from '../route.ts';

const tags = ['people'];
const NAME = 'aisle_sign_on';
const PATH = '/api/v1/sign-on';
/** Coming back from the directory is a way from another site: a strict cookie would stay behind. */
const keep = (request: FastifyRequest, reply: FastifyReply, browser: string, maxAgeS: number) =>
  reply.header('set-cookie', cookie(request, NAME, browser, maxAgeS, 'Lax', PATH));
const few = { rateLimit: { max: 30, timeWindow: 60_000 } };
const Query = Type.Object({}, { additionalProperties: Type.String({ maxLength: 4000 }) });

/** Signing in at the company's own directory. The browser goes there and comes back; the page itself asks nothing. */
export const signOn: Route = async (app, { context }) => {
  const { people } = context;
  const there = () => {
    if (people.signOn) return people.signOn;
    throw notFound('this gateway knows no directory to sign in at', 'Name one under signOn in the gateway’s file.');
  };

  app.get(
    `${PATH}/start`,
    { config: few, schema: { tags, summary: 'Go to the directory', response: { 302: Nothing, ...problems } } },
    async (request, reply) => {
      const { url, browser } = await there().begin();
      keep(request, reply, browser, 600);
      return reply.redirect(url);
    },
  );

  app.get(
    `${PATH}/done`,
    {
      config: few,
      schema: {
        tags,
        summary: 'Come back from it; goes on to the page, with #signed-in= and the csrf, or #sign-in-failed= and why',
        querystring: Query,
        response: { 302: Nothing, ...problems },
      },
    },
    async (request, reply) => {
      keep(request, reply, '', 0);
      try {
        const query = new URLSearchParams(request.query as Record<string, string>);
        const vouched = await there().finish(query, readCookie(request, NAME));
        const { secret, csrf } = await signInVouched(people, vouched, fromOf(request));
        writeCookie(request, reply, secret);
        return reply.redirect(`/#signed-in=${csrf}`);
      } catch (error) {
        if (!(error instanceof AisleError) || people.signOn === undefined) throw error;
        const deed = { by: 'nobody' as const, name: '', address: request.ip, action: 'sign-on' };
        await audit(people, { ...deed, outcome: 'failed', detail: error.message });
        return reply.redirect(`/#sign-in-failed=${encodeURIComponent(error.message)}`);
      }
    },
  );
};
