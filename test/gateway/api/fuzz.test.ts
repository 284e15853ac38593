import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { needOf } from '../../../gateway/api/roles.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { fromSchema, type JsonSchema } from '../../support/from-schema.ts';
import { envelope, heat, traffic } from '../../support/messages.ts';
import { machine, type PageHeaders, signedIn } from '../../support/people.ts';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: JsonSchema;
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}
interface Call {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

/** It does not end by itself; how it refuses is in rights.test.ts. */
const STREAM = '/api/v1/live';
/** Calls in all, spread over the routes: the test shall not grow with each route that comes. */
const CALLS = 400;
const runs = (calls: number) => Math.max(3, Math.round(calls / operations.length));

let api: TestApi;
let admin: Record<string, string>;
let viewer: PageHeaders;
let operations: { method: string; path: string; operation: Operation }[];

beforeAll(async () => {
  api = await testApi(undefined, undefined, { open: false });
  await feed(
    api.store,
    envelope('agg/traffic', 1, traffic(0, { in: 3, out: 1 })),
    envelope('agg/heat', 2, heat(0, [[1, 10, 3]])),
  );
  // A token: it stays what it is, whatever the calls do to sessions.
  admin = await machine(api.people, 'admin');
  viewer = await signedIn(api.people, 'viewer', 'store:other');
  await api.app.ready();
  const { paths } = api.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
});
afterAll(() => api.close());

/** Calls of an operation by its own schema, some of them broken. A path names what is there more often than not. */
function calls({ parameters = [], requestBody }: Operation): fc.Arbitrary<Call> {
  const record = (where: Parameter['in']) => {
    const wanted = parameters.filter((one) => one.in === where);
    const values = wanted.map((one) => [one.name, fromSchema(one.schema)] as const);
    const requiredKeys = wanted.filter((one) => where === 'path' || one.required).map(({ name }) => name);
    return fc.record(Object.fromEntries(values), { requiredKeys }) as fc.Arbitrary<Record<string, unknown>>;
  };
  const { schema } = Object.values(requestBody?.content ?? {})[0] ?? {};
  return fc.record({
    path: record('path'),
    query: record('query'),
    body: schema ? fromSchema(schema) : fc.constant(undefined),
  });
}

const encoded = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'));
};
function urlOf(path: string, call: Call): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => encoded(call.path[name]) || 'x');
  const query = Object.entries(call.query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled;
}

async function send(method: string, url: string, body: unknown, headers: Record<string, string>) {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body), 'content-type': 'application/json' };
  const { 'content-type': type, ...rest } = payload as { 'content-type'?: string; payload?: string };
  const all = { host: 'localhost', ...headers, ...(type ? { 'content-type': type } : {}) };
  return api.app.inject({ method: method as 'GET', url, headers: all, ...rest });
}

/** What must hold of any answer to anything. */
function judge(response: Awaited<ReturnType<typeof send>>): void {
  expect(response.statusCode, response.body).toBeLessThan(500);
  if (response.statusCode < 400) return;
  expect(response.headers['content-type']).toContain('application/problem+json');
  expect(response.body).not.toMatch(/\.ts:\d|node_modules|at [A-Za-z.]+ \(|SQLITE|sqlite|syntax error/);
  expect(response.json()).toMatchObject({ status: response.statusCode, detail: expect.any(String) });
}

it('answers whatever it is asked, by who may ask: no 5xx, no stack trace', async () => {
  for (const { method, path, operation } of operations.filter((one) => one.path !== STREAM)) {
    const property = fc.asyncProperty(calls(operation), async (call) => {
      const url = urlOf(path, call);
      const headers = path.includes('/session') ? { ...(await api.as('viewer')) } : admin;
      judge(await send(method, url, call.body, headers));
    });
    await fc.assert(property, { numRuns: runs(CALLS) });
  }
});

it('answers nothing to who may not ask, however it is asked', async () => {
  for (const { method, path, operation } of operations) {
    const need = needOf(method, path.replaceAll(/\{(\w+)\}/g, ':$1'));
    if (need === 'open' || need === 'self') continue;
    const safe = method === 'GET' && !path.includes('{store}') && need === 'view';
    const property = fc.asyncProperty(calls(operation), async (call) => {
      const url = urlOf(path, call);
      const nobody = await send(method, url, call.body, {});
      judge(nobody);
      // A path that is too long for any route is not found.
      expect([401, 404, 414]).toContain(nobody.statusCode);
      if (safe) return;
      const stranger = await send(method, url, call.body, viewer);
      judge(stranger);
      // The only store that they may see is not there.
      expect([403, 404, 414]).toContain(stranger.statusCode);
    });
    await fc.assert(property, { numRuns: runs(CALLS / 4) });
  }
});

it('answers to bodies that are no JSON, or too long, what is wrong', async () => {
  for (const { method, path, operation } of operations.filter((one) => one.operation.requestBody)) {
    const url = path.replace('{store}', 'demo').replaceAll(/\{\w+\}/g, 'x1');
    const [declared] = Object.keys(operation.requestBody!.content);
    for (const [type, payload] of [
      ['application/json', '{"a":'],
      ['application/json', '{"__proto__":{"x":1}}'],
      ['application/json', '['.repeat(50_000)],
      ['application/xml', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
      ['multipart/form-data', 'x'],
      [declared, 'x'.repeat(1024 * 1024 + 1)],
    ]) {
      const headers = { host: 'localhost', ...admin, 'content-type': type };
      const response = await api.app.inject({ method: method as 'POST', url, headers, payload });
      judge(response);
      expect(response.body).not.toContain('root:');
    }
  }
});
