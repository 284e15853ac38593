import { randomUUID } from 'node:crypto';
import type { FastifyInstance, InjectOptions } from 'fastify';

const HEADER = 'x-aisle-inner';
/** Who waits within this process for an answer as it is, and not as text, by what stands in the request's header. */
const waiting = new Map<string, (answer: unknown) => void>();

export interface InnerAnswer {
  status: number;
  /** The object that the route answered with; of a problem its JSON. */
  answer: unknown;
}

/** Lets `innerAnswer` have answers before they become text. A header that somebody else sends is nobody's, and does nothing. */
export function installInner(app: FastifyInstance): void {
  app.addHook('preSerialization', (request, reply, payload, done) => {
    const key = request.headers[HEADER];
    const take = typeof key === 'string' && reply.statusCode === 200 ? waiting.get(key) : undefined;
    take?.(payload);
    done(null, take ? {} : payload);
  });
}

/** Asks a route of the API as somebody from outside would, with the same rights; what it answers is taken as it is. */
export async function innerAnswer(app: FastifyInstance, request: InjectOptions): Promise<InnerAnswer> {
  const key = randomUUID();
  let taken: { answer: unknown } | undefined;
  waiting.set(key, (answer) => {
    taken = { answer };
  });
  try {
    const reply = await app.inject({ ...request, headers: { ...request.headers, [HEADER]: key } });
    return { status: reply.statusCode, answer: taken ? taken.answer : reply.json() };
  } finally {
    waiting.delete(key);
  }
}
