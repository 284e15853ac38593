import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { ApiContext } from './context.ts';
import { installInner } from './inner.ts';
import { jsonOf } from './json-parts.ts';
import { answerFault, installProblems, sendProblem } from './problem.ts';
import { readStore } from './read-store.ts';
import { installRights } from './rights.ts';
import { refuseRoutesWithoutNeed } from './roles.ts';
import { routes } from './routes/registry.ts';
import { HEADERS, installSecurity } from './security.ts';

const BODY_LIMIT = 1024 * 1024;

/** Puts the API together; it does not listen yet. */
export async function buildApp(given: ApiContext): Promise<FastifyInstance> {
  const context = { ...given, store: readStore(given) };
  const loggerInstance: FastifyBaseLogger = context.log.child({ part: 'http' });
  const { http } = context;
  const app: FastifyInstance = Fastify({
    // Types tell a TLS server from a plain one; nothing here minds the difference.
    ...({ https: http?.tls ?? null } as object),
    trustProxy: http?.behindProxy ? 'loopback' : false,
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    // What no route can be found for is answered before any hook runs.
    frameworkErrors: (error, request, reply) =>
      answerFault(error, request, reply.headers({ ...HEADERS, 'cache-control': 'no-store' })),
    routerOptions: { maxParamLength: 100 },
  });
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // What is sent is made by code of ours that the compiler has checked against the same schemas. A stream is sent as it is,
  // though the types of Fastify do not say so.
  app.setSerializerCompiler(() => jsonOf as (answer: unknown) => string);
  installInner(app);
  installProblems(app);
  await installSecurity(app, http);
  installRights(app, context);
  refuseRoutesWithoutNeed(app);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { route, method: request.method, status: String(reply.statusCode) };
    context.metrics.http.observe(labels, reply.elapsedTime / 1000);
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Aisle',
        version: context.version,
        description: 'What happens in the stores. Ranges are half-open [from, to); null means not known, never 0.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
    },
  });
  for (const route of routes) await app.register(route, { context });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await installPage(app, context.pageFolder);
  return app;
}

async function installPage(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const built = folder !== undefined && existsSync(join(folder, 'index.html'));
  if (built) await app.register(fastifyStatic, { root: folder, index: 'index.html' });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply.header('cache-control', 'no-store'), {
      type: 'urn:aisle:error:not-found',
      status: 404,
      detail: `there is nothing at ${request.method} ${request.url.split('?')[0]}`,
      fix: request.url === '/' ? 'Build the page with: npm run build' : 'See /api/openapi.json for what there is.',
    }),
  );
}
