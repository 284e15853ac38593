import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AisleError } from '../../models/contract/errors.ts';
import type { Right } from '../../models/contract/rights.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import { type Actor, audit, deedOf, NOBODY } from '../users/people.ts';
import { mayAnywhere, mayEverywhere, mayIn } from '../users/scope.ts';
import { matches } from '../users/secrets.ts';
import { actorOf } from './actor.ts';
import type { ApiContext } from './context.ts';
import { type Need, needOf } from './roles.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Finds out who asks and holds it against the table of roles.ts, before a route's own code sees the request. */
export function installRights(app: FastifyInstance, context: ApiContext): void {
  app.decorateRequest('actor', undefined as unknown as Actor);
  app.addHook('onRequest', async (request, reply) => {
    request.actor = NOBODY;
    const { url } = request.routeOptions;
    const need = url === undefined ? undefined : needOf(request.method, url);
    // Nothing is there, or it is the page's own files.
    if (need === undefined || (need === 'open' && !url?.startsWith('/api/'))) return;
    request.actor = await actorOf(context, request, reply);
    if (!SAFE.has(request.method)) refuseForeign(request, need);
    refuseWithoutRight(context, request, need);
  });
  app.addHook('preHandler', async ({ actor, body, method, routeOptions }) => {
    const need = routeOptions.url === undefined ? undefined : needOf(method, routeOptions.url);
    const { store } = (body ?? {}) as { store?: unknown };
    if (need && need !== 'open' && need !== 'self' && typeof store === 'string') {
      refuseOutside(context, actor, typeof need === 'string' ? need : need.everywhere, store);
    }
  });
  app.addHook('onResponse', (request, reply) => writeDown(context, request, reply.statusCode));
}

/**
 * A cookie goes with whatever page of any site makes the browser ask. So what changes something must come from our own
 * page (the browser says where from), and with a session's cookie it must name that session's other secret, which no
 * cookie holds: who has stolen the cookie alone may look and no more.
 */
function refuseForeign(request: FastifyRequest, need: Need | { everywhere: Right }): void {
  const { actor, headers } = request;
  if (actor.by === 'token') return;
  const { origin, 'sec-fetch-site': site, 'x-aisle-csrf': csrf } = headers;
  const foreign = origin !== undefined && originHost(origin) !== headers.host?.toLowerCase();
  if (foreign || (site !== undefined && site !== 'same-origin')) {
    throw new AisleError(
      'NO_RIGHT',
      'the request comes from the page of another site',
      'Use the page of this gateway.',
    );
  }
  if (need === 'open' || actor.session === undefined) return;
  if (typeof csrf === 'string' && matches(csrf, actor.session.csrf)) return;
  const fix = 'Send what the sign-in answered as csrf in the header x-aisle-csrf, or sign in again.';
  throw new AisleError('NO_RIGHT', 'the request does not name the secret of its session', fix);
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function refuseWithoutRight(context: ApiContext, request: FastifyRequest, need: Need | { everywhere: Right }): void {
  const { actor, method } = request;
  if (need === 'open') return;
  if (actor.by === 'nobody' || (actor.by === 'open' && !SAFE.has(method))) {
    throw new AisleError('NOT_SIGNED_IN', 'this needs somebody who is signed in', 'Sign in, or send a token.');
  }
  if (need === 'self') {
    if (actor.by !== 'user') throw noRight('this is about a user’s own account', 'Sign in as a person.');
    return;
  }
  if (typeof need !== 'string') {
    if (!mayEverywhere(actor.grants, need.everywhere)) throw lacks(need.everywhere, 'in all stores');
    return;
  }
  if (!mayAnywhere(actor.grants, need)) throw lacks(need, 'anywhere');
  const { store } = request.params as { store?: string };
  const { store: asked } = request.query as { store?: unknown };
  if (store !== undefined) refuseOutside(context, actor, need, store);
  if (typeof asked === 'string') refuseOutside(context, actor, need, asked);
}

const noRight = (message: string, fix: string) => new AisleError('NO_RIGHT', message, fix);
const lacks = (right: Right, where: string) =>
  noRight(`your roles do not give the right to ${right} ${where}`, 'Ask an administrator for a role that does.');

/** Of a store that is not there, whoever may not see all stores learns no more than of one that is not theirs. */
function refuseOutside({ sites }: ApiContext, { grants }: Actor, right: Right, store: string): void {
  const site = sites.get(store)?.site;
  if (site ? mayIn(grants, right, site) : mayEverywhere(grants, right)) return;
  throw lacks(right, `in the store ${store}`);
}

/** The stores in which whoever asks has the right. */
export const sitesFor = ({ sites }: ApiContext, { actor }: Pick<FastifyRequest, 'actor'>, right: Right): LoadedSite[] =>
  [...sites.values()].filter(({ site }) => mayIn(actor.grants, right, site));

/**
 * What changes something, or was to, is written into the audit trail. Signing in writes lines of its own, and a machine's
 * sales are in the list of imports: the trail would be full of them.
 */
async function writeDown(context: ApiContext, request: FastifyRequest, status: number): Promise<void> {
  const { method, routeOptions, actor } = request;
  if (SAFE.has(method) || routeOptions.url === undefined || actor === undefined || actor.by === 'nobody') return;
  const need = needOf(method, routeOptions.url);
  if (need === 'open' || need === 'self' || (need === 'import' && actor.by === 'token' && status < 400)) return;
  const target = Object.values(request.params as Record<string, string>).join('/');
  const outcome = status < 400 ? 'done' : status === 401 || status === 403 ? 'refused' : 'failed';
  const deed = { ...deedOf(actor, request.ip), action: `${method} ${routeOptions.url}`, target, outcome } as const;
  await audit(context.people, deed).catch((error: Error) => {
    request.log.error({ reason: error.message, action: deed.action }, 'the audit trail cannot be written');
  });
}
