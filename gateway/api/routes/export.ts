import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { BUCKETS } from '../../../models/contract/api/query.ts';
import { COMPARE_METRICS } from '../../../models/contract/compare.ts';
import { Id } from '../../../models/contract/ids.ts';
import { columnsOf } from '../../export/columns.ts';
import { FORMATS } from '../../export/formats.ts';
import type { ExportTable } from '../../export/table.ts';
import { TABLES } from '../../export/tables.ts';
import { partByPart } from '../../turns.ts';
import { innerAnswer } from '../inner.ts';
import { notFound } from '../problem.ts';
import { problems, type Route } from '../route.ts';

/** Rows of a list that is read page by page. */
const MOST_ROWS = 50_000;
const PAGE = '500';
const FormatQuery = Type.Optional(Type.Enum(Object.keys(FORMATS) as (keyof typeof FORMATS)[]));
const namesOf = (of: ExportTable['of']): string =>
  TABLES.filter((it) => it.of === of)
    .map(({ name }) => name)
    .join(', ');
const about = (of: ExportTable['of']) => ({
  tags: ['figures'],
  description: `Tables: ${namesOf(of)}. Made of the answer of the route of what is shown, with its parameters, its rights and its protection of small numbers; a cell that is not known is empty. Of a list that comes in pages, the first ${MOST_ROWS}.`,
  response: { 200: Type.Unknown({ description: 'the file' }), ...problems },
});
const strict = { additionalProperties: false };
const lists = {
  status: Type.Optional(Type.String({ maxLength: 20, description: 'of alerts' })),
  department: Type.Optional(Id),
};

const ofStore = {
  ...about('store'),
  summary: 'What is shown, as CSV, JSON or Parquet',
  params: Type.Object({ store: Id, table: Id }),
  querystring: Type.Object(
    {
      format: FormatQuery,
      from: Type.Optional(Type.String()),
      to: Type.Optional(Type.String()),
      bucket: Type.Optional(Type.Enum(BUCKETS)),
      floor: Type.Optional(Id),
      zone: Type.Optional(Id),
      id: Type.Optional(Type.Integer({ minimum: 1, description: 'of an import' })),
      ...lists,
    },
    strict,
  ),
} as const;
const ofGateway = {
  ...about('gateway'),
  summary: 'What is shown of several stores or of the gateway, as CSV, JSON or Parquet',
  params: Type.Object({ table: Id }),
  querystring: Type.Object(
    {
      format: FormatQuery,
      from: Type.Optional(Type.String()),
      to: Type.Optional(Type.String()),
      metric: Type.Optional(Type.Enum(COMPARE_METRICS)),
      ...lists,
    },
    strict,
  ),
} as const;

export const exports: Route = async (app) => {
  app.get('/api/v1/stores/:store/export/:table', { schema: ofStore }, (request, reply) => {
    const { store, table } = request.params;
    const { format, ...query } = request.query;
    return answer(app, request, reply, {
      of: 'store',
      name: table,
      file: `aisle-${store}-${table}`,
      root: `stores/${store}/`,
      format,
      query,
    });
  });

  app.get('/api/v1/export/:table', { schema: ofGateway }, (request, reply) => {
    const { table } = request.params;
    const { format, ...query } = request.query;
    return answer(app, request, reply, { of: 'gateway', name: table, file: `aisle-${table}`, root: '', format, query });
  });
};

interface Order {
  of: ExportTable['of'];
  name: string;
  file: string;
  root: string;
  format: keyof typeof FORMATS | undefined;
  query: Record<string, unknown>;
}

async function answer(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, order: Order) {
  const { of, name, root, format = 'csv' } = order;
  const table = TABLES.find((it) => it.name === name && it.of === of);
  if (!table) throw notFound(`there is no table ${name}`, `Use one of: ${namesOf(of)}.`);
  const search = new URLSearchParams(Object.entries(order.query).map(([key, value]) => [key, String(value)]));
  const path = table.path.replace(/\{(\w+)\}/, (_, key: string) => {
    const value = search.get(key);
    if (value === null) throw notFound(`the table ${name} is of one ${key}`, `Name it: &${key}=…`);
    search.delete(key);
    return encodeURIComponent(value);
  });
  const url = `/api/v1/${root}${path}`;
  if (table.next) search.set('limit', PAGE);
  let rows: Iterable<unknown> = [];
  for (let pages: unknown[] = []; ; ) {
    // Asked as the caller, over the route itself: nothing is exported that would not be shown.
    const page = await innerAnswer(app, {
      url: `${url}?${search}`,
      headers: request.headers as Record<string, string>,
      remoteAddress: request.ip,
    });
    if (page.status !== 200) {
      return reply.code(page.status).type('application/problem+json').send(page.answer);
    }
    rows = table.rows(page.answer);
    if (table.next === undefined) break;
    rows = pages = [...pages, ...rows];
    const { next } = page.answer as { next?: string | number | null };
    if (next === null || next === undefined || pages.length >= MOST_ROWS) break;
    search.set(table.next, String(next));
  }
  const { type, write } = FORMATS[format];
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${order.file}.${format}"`)
    .send(Readable.from(partByPart<string | Uint8Array>(write(columnsOf(table.row), rows))));
}
