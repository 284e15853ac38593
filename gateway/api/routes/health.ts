import Type from 'typebox';
import { sendProblem } from '../problem.ts';
import type { Route } from '../route.ts';

const Ok = Type.Object({ status: Type.Literal('ok') });

/** For whoever watches the gateway: does it run, can it do its work, and what does it count. */
export const health: Route = async (app, { context }) => {
  app.get('/livez', { schema: { tags: ['operation'], response: { 200: Ok } } }, async () => ({
    status: 'ok' as const,
  }));

  app.get('/readyz', { schema: { tags: ['operation'], response: { 200: Ok } } }, async (request, reply) => {
    const faults: string[] = [];
    if (!context.brokerConnected()) faults.push('the broker is not connected');
    await context.store.probe(context.clocks.wall()).catch((error: Error) => {
      request.log.warn({ reason: error.message }, 'the data base cannot be written');
      faults.push('the data base cannot be written');
    });
    if (faults.length === 0) return { status: 'ok' as const };
    const fix = 'See the log; it says the reason. Check the broker and the disk of the state folder.';
    return sendProblem(request, reply, { type: 'about:blank', status: 503, detail: faults.join('; '), fix });
  });

  app.get('/metrics', { schema: { tags: ['operation'] } }, async (_, reply) => {
    reply.type(context.metrics.registry.contentType);
    return reply.serializer((text: unknown) => String(text)).send(await context.metrics.registry.metrics());
  });
};
