import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../bind.ts';
import { sendProblem } from './problem.ts';

/** Each address that the gateway may be bound to, with or without a port. */
const isLocal = (host: string): boolean => isLoopback(host.toLowerCase().replace(/:\d{1,5}$/, ''));

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/**
 * Without sign-in the loopback address is the only lock, so a page of another site must not be able to talk to us under
 * a name of its own that resolves to 127.0.0.1 (DNS rebinding): only the names of this machine are answered.
 */
export function installSecurity(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    if (isLocal(request.headers.host ?? '')) return;
    return sendProblem(request, reply, {
      type: 'urn:aisle:error:bad-call',
      status: 421,
      detail: 'this gateway answers to localhost, 127.0.0.1 (or another address of 127.0.0.0/8) and [::1] only',
      fix: 'Open http://127.0.0.1 with the port of the gateway.',
    });
  });
}
