import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import Type, { type Static } from 'typebox';
import { AisleError } from '../../../models/contract/errors.ts';
import { ID_PATTERN } from '../../../models/contract/ids.ts';
import { PosFileAnswer, PosImports, PosPushAnswer, PosPushBody, PosRejects } from '../../../models/contract/pos.ts';
import { rejectPath } from '../../pos/reject-file.ts';
import { MAX_UPLOAD_BYTES, withUpload } from '../../pos/upload.ts';
import { siteOf } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const tags = ['sales'];
const BODY_LIMIT = 4 * 1024 * 1024;

const push = {
  tags,
  summary: 'Send what the tills sold',
  description:
    'A line is known by its store, business day, till, number and line: what comes twice is a duplicate; other content replaces it as a correction or with a higher revision, else it is rejected. Good lines are stored whatever the others are, and durable when this answers. As NDJSON it is a transaction a line.',
  params: StoreParams,
  consumes: ['application/json', 'application/x-ndjson'],
  body: PosPushBody,
  response: { 200: PosPushAnswer, ...problems },
} as const;

const upload = {
  tags,
  summary: 'Send a file of the tills',
  description:
    'CSV (as a mapping says, or the first preset that knows its columns), NDJSON or POSLog XML, also with gzip, up to 1 GB. It is imported before this answers; imported again, only what is missing is added.',
  params: StoreParams,
  querystring: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 200, description: 'of the file, with its ending' }),
      format: Type.Optional(Type.Enum(['csv', 'ndjson', 'poslog'] as const)),
      mapping: Type.Optional(Type.String({ pattern: ID_PATTERN, description: 'a preset, or one of the gateway' })),
    },
    { additionalProperties: false },
  ),
  consumes: ['text/csv', 'application/x-ndjson', 'application/xml', 'application/octet-stream'],
  response: { 200: PosFileAnswer, ...problems },
} as const;

const listImports = {
  tags,
  summary: 'What came from the tills, newest first',
  params: StoreParams,
  response: { 200: PosImports, ...problems },
} as const;

const listRejects = {
  tags,
  summary: 'Why lines of an import were rejected: the first 1,000',
  params: Type.Object({ store: StoreParams.properties.store, id: Type.Integer({ minimum: 1 }) }),
  response: { 200: PosRejects, ...problems },
} as const;

const rejectFile = {
  tags,
  summary: 'The rejected lines of an import with their reasons, to be mended and sent again',
  description:
    'A table as a table, else NDJSON. Loyalty ids are hashed in it, and known by that when it is sent again.',
  params: listRejects.params,
  produces: ['text/csv', 'application/x-ndjson'],
  response: problems,
} as const;

export const pos: Route = async (app, { context }) => {
  const { tills } = context;
  app.addContentTypeParser('application/x-ndjson', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  // One bad transaction must not turn the others away: what the validator says of the body is left to where each is read.
  app.post(
    '/api/v1/stores/:store/pos/transactions',
    { schema: push, bodyLimit: BODY_LIMIT, attachValidation: true },
    async (request): Promise<PosPushAnswer> => {
      const wrong = request.validationError;
      if (wrong && wrong.validationContext !== 'body') throw wrong;
      siteOf(context, request.params.store);
      if (Buffer.isBuffer(request.body)) return tills.pushLines(request.params.store, request.body);
      const { transactions } = (request.body ?? {}) as { transactions?: unknown };
      if (!Array.isArray(transactions) || transactions.length > 5000) {
        throw new AisleError(
          'BAD_CALL',
          'the body has no list of transactions, or one of more than 5,000',
          'Send { "transactions": [ … ] }; longer lists in parts.',
        );
      }
      return tills.push(request.params.store, transactions, 'push');
    },
  );

  await app.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    files.post<{ Params: Static<typeof StoreParams>; Querystring: Static<typeof upload.querystring> }>(
      '/api/v1/stores/:store/pos/files',
      { schema: upload, bodyLimit: MAX_UPLOAD_BYTES },
      async (request): Promise<PosFileAnswer> => {
        const { store } = request.params;
        siteOf(context, store);
        if (!(request.body instanceof Readable)) {
          throw new AisleError(
            'BAD_CALL',
            'the request has no file',
            'Send the file as the body, with a content type.',
          );
        }
        const result = await withUpload(tills.statePath, request.body, (path) =>
          tills.importFile({ ...request.query, path, store, via: 'upload' }),
        );
        const { accepted, duplicates, rejected, importId, rejectFile } = result;
        return { accepted, duplicates, rejected, importId, rejectFile: rejectFile && basename(rejectFile) };
      },
    );
  });

  app.get('/api/v1/stores/:store/pos/imports', { schema: listImports }, async (request) => {
    siteOf(context, request.params.store);
    return { imports: await tills.sales.imports(request.params.store) };
  });

  app.get('/api/v1/stores/:store/pos/imports/:id/rejects', { schema: listRejects }, async (request) => {
    siteOf(context, request.params.store);
    return tills.sales.rejects(request.params.store, request.params.id);
  });
  app.get('/api/v1/stores/:store/pos/imports/:id/rejects/file', { schema: rejectFile }, async (request, reply) => {
    const { store, id } = request.params;
    siteOf(context, store);
    const path = rejectPath(tills.statePath, store, await tills.sales.importOf(store, id));
    if (path === undefined) {
      const fix = 'Ask for its rejects: the first 1,000 are kept longer than the file.';
      throw new AisleError('NOT_FOUND', `import ${id} has no reject file, or none any more`, fix);
    }
    const name = basename(path).replace(/[^A-Za-z0-9._-]/g, '_');
    reply.header('content-type', path.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
    reply.header('content-disposition', `attachment; filename="${name}"`);
    return reply.send(createReadStream(path) as never);
  });
};
