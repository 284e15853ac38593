import Type from 'typebox';
import { BUCKETS } from '../../../models/contract/api/query.ts';
import { Id } from '../../../models/contract/ids.ts';
import { columnsOf } from '../../export/columns.ts';
import { FORMATS } from '../../export/formats.ts';
import { TABLES } from '../../export/tables.ts';
import { notFound } from '../problem.ts';
import { problems, type Route } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'What is shown, as CSV, JSON or Parquet',
  description: `Tables: ${TABLES.map(({ name }) => name).join(', ')}. Made of the answer of the route of that name, with its parameters, its rights and its protection of small numbers; a cell that is not known is empty.`,
  params: Type.Object({ store: Id, table: Id }),
  querystring: Type.Object(
    {
      format: Type.Optional(Type.Enum(Object.keys(FORMATS) as (keyof typeof FORMATS)[])),
      from: Type.Optional(Type.String()),
      to: Type.Optional(Type.String()),
      bucket: Type.Optional(Type.Enum(BUCKETS)),
      floor: Type.Optional(Id),
      zone: Type.Optional(Id),
    },
    { additionalProperties: false },
  ),
  response: { 200: Type.Unknown({ description: 'the file' }), ...problems },
} as const;

export const exports: Route = async (app) => {
  app.get('/api/v1/stores/:store/export/:table', { schema }, async (request, reply) => {
    const { store, table: name } = request.params;
    const { format = 'csv', ...query } = request.query;
    const table = TABLES.find((it) => it.name === name);
    if (!table) throw notFound(`there is no table ${name}`, `Use one of: ${TABLES.map((it) => it.name).join(', ')}.`);
    const inPath = table.path.includes('{zone}');
    const { zone, ...rest } = query;
    if (inPath && zone === undefined) throw notFound(`the table ${name} is of one zone`, 'Name it: &zone=…');
    const path = table.path.replace('{zone}', zone ?? '');
    const search = new URLSearchParams(
      Object.entries(inPath ? rest : query).map(([key, value]) => [key, String(value)]),
    );
    // Asked as the caller, over the route itself: nothing is exported that would not be shown.
    const answer = await app.inject({
      url: `/api/v1/stores/${store}/${path}?${search}`,
      headers: request.headers as Record<string, string>,
      remoteAddress: request.ip,
    });
    if (answer.statusCode !== 200) {
      return reply.code(answer.statusCode).type('application/problem+json').send(answer.json());
    }
    const { type, write } = FORMATS[format];
    const text = write(columnsOf(table.row), table.rows(answer.json()));
    const file = `aisle-${store}-${name}.${format}`;
    return reply
      .type(type)
      .header('content-disposition', `attachment; filename="${file}"`)
      .serializer(asItIs)
      .send(text);
  });
};

const asItIs = (payload: unknown) => payload as string;
