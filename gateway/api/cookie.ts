import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'aisle_session';
/** As long as a session may live; the gateway ends it sooner when nobody uses it. */
const MAX_AGE_S = 7 * 86_400;

/** The value of a cookie as we write them; undefined where there is none. */
export function readCookie(request: FastifyRequest, name = NAME): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{20,200}$/.test(value)) return value;
  }
  return undefined;
}

/** Scripts cannot read it, other sites' pages cannot send it, and under TLS it goes over nothing else. */
export function writeCookie(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  reply.header('set-cookie', cookie(request, NAME, secret, MAX_AGE_S, 'Strict', '/'));
}

export function clearCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', cookie(request, NAME, '', 0, 'Strict', '/'));
}

export function cookie(
  request: FastifyRequest,
  name: string,
  value: string,
  maxAgeS: number,
  sameSite: 'Strict' | 'Lax',
  path: string,
): string {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  return `${name}=${value}; Path=${path}; Max-Age=${maxAgeS}; HttpOnly; SameSite=${sameSite}${secure}`;
}
