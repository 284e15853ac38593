import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import Type, { type Static } from 'typebox';
import { AisleError } from '../../../models/contract/errors.ts';
import { instant } from '../../../models/contract/ids.ts';
import {
  Inputs,
  MOST_ROWS,
  ReferenceHistory,
  ReferenceHistoryQuery,
  ReferenceImports,
  ReferencePush,
  ReferencePushQuery,
  ReferenceQuery,
  ReferenceRejects,
  ReferenceTaken,
  ReferenceVersions,
} from '../../../models/contract/reference.ts';
import { REFERENCE_KINDS } from '../../../models/contract/reference-rows.ts';
import { storeDays } from '../../figures/store-days.ts';
import { allInputs } from '../../reference/all-inputs.ts';
import { importBody } from '../../reference/import-body.ts';
import { Intake } from '../../reference/intake.ts';
import type { ReferenceKind } from '../../reference/kind.ts';
import { readVersions } from '../../reference/page.ts';
import { rawOf } from '../../reference/read-rows.ts';
import { kindOf } from '../../reference/registry.ts';
import type { ApiContext } from '../context.ts';
import { siteOf } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const tags = ['reference'];
const BODY_LIMIT = 4 * 1024 * 1024;
const TABLE_TYPES = ['text/csv', 'application/x-ndjson'] as const;
/** Rows of one commit: between two of them the event loop turns. */
const PART_ROWS = 500;

const schemas = {
  inputs: {
    tags,
    summary: 'What is there of each kind, and what the models still lack',
    params: StoreParams,
    response: { 200: Inputs, ...problems },
  },
  history: {
    tags,
    summary: 'Every version of a row, in the order in which they were told',
    params: StoreParams,
    querystring: ReferenceHistoryQuery,
    response: { 200: ReferenceHistory, ...problems },
  },
  imports: {
    tags,
    summary: 'What came in, newest first',
    params: StoreParams,
    response: { 200: ReferenceImports, ...problems },
  },
  rejects: {
    tags,
    summary: 'Why rows of an import were rejected: the first 1,000',
    params: Type.Object({ store: StoreParams.properties.store, id: Type.Integer({ minimum: 1 }) }),
    response: { 200: ReferenceRejects, ...problems },
  },
} as const;

export const reference: Route = async (app, { context }) => {
  for (const name of REFERENCE_KINDS) await app.register(kindRoutes(kindOf(name)), { context });

  app.get('/api/v1/stores/:store/reference', { schema: schemas.inputs }, async (request): Promise<Inputs> => {
    const inputs = await allInputs(context, siteOf(context, request.params.store).site);
    return { inputs, models: context.reference.missing(inputs) };
  });

  app.get('/api/v1/stores/:store/reference/history', { schema: schemas.history }, async (request) => {
    const { kind, key } = request.query;
    siteOf(context, request.params.store);
    const found = await context.reference.history(request.params.store, kind, key);
    return { versions: found.map(({ importId: _, recordedMs, ...it }) => ({ ...it, recorded: instant(recordedMs) })) };
  });

  app.get('/api/v1/stores/:store/reference/imports', { schema: schemas.imports }, async (request) => {
    siteOf(context, request.params.store);
    return { imports: await context.reference.imports(request.params.store) };
  });

  app.get('/api/v1/stores/:store/reference/imports/:id/rejects', { schema: schemas.rejects }, async (request) => {
    siteOf(context, request.params.store);
    return context.reference.rejects(request.params.store, request.params.id);
  });
};

const EFFECTIVE =
  'A row without `from` holds since ever, and where its key is known with other content from the store’s today on. Rows are versions: nothing is overwritten, the same content changes nothing, and a correction of an effective date is a revision of it.';

/** POST and GET of one kind. */
function kindRoutes(kind: ReferenceKind): Route {
  const path = `/api/v1/stores/:store/${kind.name}` as const;
  const push = {
    tags,
    summary: `Send ${kind.name}`,
    description: `${kind.row.description} ${kind.dates === 'effective' ? EFFECTIVE : 'Rows have their own day; another content for the same day is a correction.'} Good rows are taken in whatever the others are, and durable when this answers. As CSV (the columns are the fields) or NDJSON, also with gzip, it is read as it comes, up to 64 MB.`,
    params: StoreParams,
    querystring: ReferencePushQuery,
    consumes: ['application/json', ...TABLE_TYPES],
    body: ReferencePush(kind.row),
    response: { 200: ReferenceTaken, ...problems },
  };
  const list = {
    tags,
    summary: `The ${kind.name} of a day or of a range of days`,
    params: StoreParams,
    querystring: ReferenceQuery,
    response: { 200: ReferenceVersions(kind.row), ...problems },
  } as const;
  return async (app, { context }) => {
    app.addContentTypeParser([...TABLE_TYPES], (_request, payload, done) => done(null, payload));
    // One bad row must not turn the others away: each is checked where it is taken in.
    app.post(path, { schema: push, bodyLimit: BODY_LIMIT, attachValidation: true }, async (request) => {
      const wrong = request.validationError;
      if (wrong && wrong.validationContext !== 'body') throw wrong;
      const { store } = request.params;
      const { query, body, headers } = request;
      if (!(body instanceof Readable)) {
        if (Object.keys(query).length === 0) return takeIn(context, kind, store, body);
        throw new AisleError('BAD_CALL', 'from, whole and name are parameters of a table', 'Put them into the body.');
      }
      return takeTable(context, kind, store, body, { ...query, type: headers['content-type'] ?? '' });
    });
    app.get(path, { schema: list }, async (request) => {
      const { store } = request.params;
      return readVersions(context.reference, kind, { ...request.query, store, today: todayOf(context, store) });
    });
  };
}

/** The store's business day. */
const todayOf = (context: ApiContext, store: string): string =>
  storeDays(siteOf(context, store).site).at(context.clocks.now(store)).date;

async function takeIn(context: ApiContext, kind: ReferenceKind, store: string, body: unknown): Promise<ReferenceTaken> {
  const { site } = siteOf(context, store);
  const { rows, from, whole } = (body ?? {}) as { rows?: unknown; from?: unknown; whole?: unknown };
  const bad = (message: string) =>
    new AisleError('BAD_CALL', message, `Send { "rows": [ … ] } with at most ${MOST_ROWS} rows; more in parts.`);
  if (!Array.isArray(rows) || rows.length > MOST_ROWS) throw bad('the body has no list of rows, or a longer one');
  if (from !== undefined && typeof from !== 'string') throw bad('`from` is no day');
  if (whole !== undefined && typeof whole !== 'boolean') throw bad('`whole` is neither true nor false');
  const about = { store, kind, name: 'API', via: 'push', today: todayOf(context, store), from, whole, site } as const;
  const intake = new Intake(context.reference.db, about, context.clocks.wall);
  await intake.begin();
  for (let at = 0; at < rows.length; at += PART_ROWS) {
    const part = rows.slice(at, at + PART_ROWS);
    await intake.take(part.map((value, i) => ({ line: at + i + 1, value, raw: () => rawOf(value, kind) })));
    await turn();
  }
  return intake.done();
}

/** A table or a file of lines, by its content type; the name only says what it is called. */
function takeTable(
  context: ApiContext,
  kind: ReferenceKind,
  store: string,
  body: Readable,
  { from, whole, name = 'API', type }: Static<typeof ReferencePushQuery> & { type: string },
): Promise<ReferenceTaken> {
  const { site } = siteOf(context, store);
  const ending = type.startsWith('text/csv') ? '.csv' : '.ndjson';
  const called = basename(name).endsWith(ending) ? basename(name) : `${basename(name)}${ending}`;
  const order = { store, kind, name: called, via: 'push', today: todayOf(context, store), from, whole, site } as const;
  return importBody(context.reference.db, body, order, context.clocks.wall);
}
