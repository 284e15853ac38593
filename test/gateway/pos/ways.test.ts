import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Gateway } from '../../../gateway/gateway.ts';
import { openDb } from '../../../gateway/store/sqlite-store.ts';
import { makeToken } from '../../../gateway/users/tokens.ts';
import { eventually, tempFolder, testGateway } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';

const folder = tempFolder();
let gateway: Gateway;
let authorization: string;
beforeAll(async () => {
  gateway = await testGateway(folder.path);
  const db = openDb(join(folder.path, 'gateway.db'));
  const call = { name: 'tills', role: 'ops' as const, scope: 'all', days: 1, createdBy: 'test' };
  authorization = `Bearer ${(await makeToken(db, Date.now(), call)).token}`;
  await db.destroy();
});
afterAll(async () => {
  await gateway.close();
  folder.remove();
});

const HEAD = 'till,number,line,time,currency,quantity,net';
const csv = (till: string, count: number, bad = 0) =>
  [
    HEAD,
    ...Array.from({ length: count }, (_, i) => `${till},${i},1,2026-03-01T12:00:00Z,EUR,1,2.00`),
    ...Array.from({ length: bad }, (_, i) => `${till},x${i},1,2026-03-01T12:00:00Z,EUR,1,two`),
  ].join('\n');
const upload = (query: string, body: string | Buffer, type = 'text/csv') =>
  fetch(`${gateway.address}/api/v1/stores/${STORE}/pos/files?${query}`, {
    method: 'POST',
    headers: { 'content-type': type, authorization },
    body: body as string,
  });
const read = (path: string) =>
  fetch(`${gateway.address}/api/v1/stores/${STORE}/pos/imports${path}`, { headers: { authorization } });

it('takes a file over HTTP, and tells what became of it', async () => {
  const response = await upload('name=day.csv', csv('up', 1500, 2));
  expect(response.status, await response.clone().text()).toBe(200);
  const answer = await response.json();
  expect(answer).toMatchObject({ accepted: 1500, duplicates: 0, rejected: 2, rejectFile: expect.any(String) });
  expect(existsSync(join(folder.path, 'rejects', answer.rejectFile))).toBe(true);
  expect(readdirSync(join(folder.path, 'uploads'))).toEqual([]);
  const list = await (await read('')).json();
  expect(list.imports[0]).toMatchObject({ name: 'day.csv', via: 'upload', state: 'done', accepted: 1500, rejected: 2 });
  const { id } = list.imports[0];
  const why = await (await read(`/${id}/rejects`)).json();
  expect(why).toMatchObject({ more: false, rejects: [{ line: 1502, field: 'net' }, { line: 1503 }] });
});

it.each<[string, string, string, number]>([
  ['a path for a mapping', 'name=a.csv&mapping=../../../etc/passwd', 'x', 400],
  ['a path for a name', 'name=../../../../tmp/x.csv', 'no,columns\n', 400],
  ['no name', '', 'x', 400],
  ['an unknown ending', 'name=a.pdf', 'x', 400],
  ['an entity bomb', 'name=a.xml', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 422],
  ['nothing', 'name=a.csv', '\n', 422],
])('refuses %s', async (_, query, body, status) => {
  const response = await upload(query, body);
  expect(response.status < 500 && response.status >= 400, `${response.status} ${await response.clone().text()}`).toBe(
    true,
  );
  expect(response.status).toBe(status);
  expect(await response.text()).not.toContain('.ts:');
});

it('takes files from the folder of a store: good ones to done, others to rejected beside their rejects', async () => {
  const inbox = join(folder.path, 'inbox', STORE);
  for (const [name, content] of [
    ['good.csv', csv('in', 3)],
    ['mixed.csv', csv('mix', 2, 1)],
    ['broken.xml', '<POSLog><Transaction>'],
  ]) {
    writeFileSync(join(inbox, `.${name}`), content);
    renameSync(join(inbox, `.${name}`), join(inbox, name));
  }
  writeFileSync(join(inbox, 'notes.md'), 'no till file');
  await eventually(
    () => existsSync(join(inbox, 'rejected')) && readdirSync(join(inbox, 'rejected')).length === 4,
    30_000,
  );
  await eventually(() => existsSync(join(inbox, 'done')) && readdirSync(join(inbox, 'done')).length === 1, 30_000);
  expect(readdirSync(inbox).sort()).toEqual(['done', 'notes.md', 'rejected']);
  const rejected = readdirSync(join(inbox, 'rejected'))
    .map((name) => name.replace(/^\d+-/, ''))
    .sort();
  expect(rejected).toEqual(['broken.xml', 'broken.xml.reason.txt', 'mixed.csv', 'mixed.csv.rejected.csv']);
  const reason = readdirSync(join(inbox, 'rejected')).find((name) => name.endsWith('.reason.txt'))!;
  expect(readFileSync(join(inbox, 'rejected', reason), 'utf8')).toContain('broken.xml:1');
}, 40_000);

it('takes sales from the broker and answers when they are stored', async () => {
  const client = mqtt.connect(gateway.brokerUrl, { clientId: 'till-9', protocolVersion: 4 });
  const answers: { id: unknown; number: unknown }[] = [];
  client.on('message', (_, payload) => answers.push(JSON.parse(payload.toString())));
  await eventually(() => client.connected);
  await client.subscribeAsync(`aisle/1/${STORE}/pos/ack`, { qos: 1 });
  const sale = {
    till: '9',
    number: 1,
    time: '2026-03-01T12:00:00Z',
    currency: 'EUR',
    lines: [{ quantity: 1, net: 1 }],
  };
  const send = (value: unknown) =>
    client.publishAsync(`aisle/1/${STORE}/pos/sale`, typeof value === 'string' ? value : JSON.stringify(value), {
      qos: 1,
    });
  await send(sale);
  await eventually(() => answers.length === 1);
  expect(answers[0]).toMatchObject({ till: '9', number: 1, accepted: 1, rejected: 0 });
  await send({ id: 'batch-1', transactions: [sale, { ...sale, number: 2, currency: 'euro' }] });
  await eventually(() => answers.length === 2);
  expect(answers[1]).toMatchObject({
    id: 'batch-1',
    accepted: 0,
    duplicates: 1,
    rejected: 1,
    rejects: [{ field: 'currency' }],
  });
  await send('{');
  await eventually(() => answers.length === 3);
  expect(answers[2]).toMatchObject({ rejected: 1, rejects: [{ field: 'message' }] });
  await client.endAsync();
});
