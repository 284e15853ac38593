import type { FastifyReply, FastifyRequest } from 'fastify';
import { AisleError } from '../../models/contract/errors.ts';
import { isLoopback } from '../bind.ts';
import { type Actor, hasUsers, NOBODY, OPEN_VIEWER } from '../users/people.ts';
import { actorOfSession, actorOfToken, actorStill, type From } from '../users/sign-in.ts';
import type { ApiContext } from './context.ts';
import { readCookie, writeCookie } from './cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, after the hook of rights.ts. */
    actor: Actor;
  }
}

export const fromOf = (request: FastifyRequest): From => ({
  address: request.ip,
  agent: request.headers['user-agent'] ?? '',
});

/** Who asks: a token's bearer, a session's user, somebody at this computer, or nobody. Throws NOT_SIGNED_IN. */
export async function actorOf(context: ApiContext, request: FastifyRequest, reply: FastifyReply): Promise<Actor> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) {
    const actor = await actorOfToken(context.people, bearer);
    if (actor) return actor;
    throw new AisleError('NOT_SIGNED_IN', 'this token does not work', 'Ask an administrator for another token.');
  }
  const secret = readCookie(request);
  if (secret !== undefined) {
    const actor = await actorOfSession(context.people, secret, fromOf(request));
    if (actor?.session?.renewed !== undefined) writeCookie(request, reply, actor.session.renewed);
    if (actor) return actor;
  }
  return isAtThisComputer(request) && (await isOpen(context)) ? OPEN_VIEWER : NOBODY;
}

/** The same later on, of a request that is still being answered: a long stream. It cannot be given a new cookie. */
export async function actorAgain(context: ApiContext, { actor }: FastifyRequest): Promise<Actor> {
  if (actor.by === 'open') return (await isOpen(context)) ? actor : NOBODY;
  return actorStill(context.people, actor);
}

/** Whether people at this computer may look without signing in: always in the demo, else while there is no user. */
export const isOpen = async (context: ApiContext): Promise<boolean> =>
  context.openLoopback === true || !(await hasUsers(context.people));

const FORWARDED = /^(forwarded|via|x-real-ip|x-client-ip|x-forwarded-.*|cf-connecting-ip|true-client-ip)$/;

/**
 * Behind a reverse proxy everybody comes from this computer. A proxy is known by the headers that it adds; what it
 * forwards is never open.
 */
function isAtThisComputer(request: FastifyRequest): boolean {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return isLoopback(address) && !Object.keys(request.headers).some((name) => FORWARDED.test(name));
}
