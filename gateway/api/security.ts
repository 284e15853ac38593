import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { AisleError } from '../../models/contract/errors.ts';
import { isLoopback } from '../bind.ts';
import { networkOf } from '../users/network.ts';
import type { HttpSettings } from './context.ts';
import { sendProblem } from './problem.ts';

/** Of every answer. */
export const HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};
/** The route of the page's own files, which a browser may keep. */
const PAGE = '/*';
const YEAR_S = 31_536_000;
/** Of one network in a minute: a region's office of a hundred pages stays far below; a flood does not. */
const PER_MINUTE = 30_000;

/**
 * Without sign-in the loopback address is the only lock, so a page of another site must not be able to talk to us under
 * a name of its own that resolves to 127.0.0.1 (DNS rebinding): only the names of this machine are answered, and those
 * that it was told.
 */
export async function installSecurity(app: FastifyInstance, http: HttpSettings = {}): Promise<void> {
  const names = new Set(http.names?.map((name) => name.toLowerCase()));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    // By the route that was found: an address may be written in many ways.
    if (request.routeOptions.url !== PAGE) reply.header('cache-control', 'no-store');
    const host = (request.headers.host ?? '').toLowerCase().replace(/:\d{1,5}$/, '');
    const local = isLoopback(host);
    // Over plain HTTP a browser minds no such header, and this machine's names are those of other programs too.
    if (http.tls && !local) reply.header('strict-transport-security', `max-age=${YEAR_S}`);
    if (local || names.has(host)) return;
    const more = names.size > 0 ? `, and to ${[...names].join(', ')}` : '';
    return sendProblem(request, reply, {
      type: 'urn:aisle:error:bad-call',
      status: 421,
      detail: `this gateway answers to localhost, 127.0.0.1 (or another address of 127.0.0.0/8) and [::1] only${more}`,
      fix: 'Open http://127.0.0.1 with the port of the gateway, or start it with --name and the name that you use.',
    });
  });
  const max = http.perMinute ?? PER_MINUTE;
  if (max === 0) return;
  await app.register(rateLimit, {
    max,
    keyGenerator: ({ ip }) => networkOf(ip),
    timeWindow: 60_000,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_, { ttl }) =>
      new AisleError('TOO_MANY', 'too many requests', `Wait ${Math.ceil(ttl / 1000)} s, then try again.`),
  });
}
