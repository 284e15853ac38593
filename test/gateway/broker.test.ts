import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, startBroker } from '../../gateway/broker.ts';
import { mayPublish, maySubscribe } from '../../gateway/broker-rules.ts';
import { openSqliteDb } from '../../gateway/store/sqlite-store.ts';
import type { Db } from '../../gateway/store/tables.ts';
import { readTls } from '../../gateway/tls.ts';
import { dropNodeCredential, makeNodeCredential, nodeOf } from '../../gateway/users/node-credentials.ts';
import { eventually, silent, tempFolder } from '../support/gateway.ts';

const EDGE = { store: 'demo', node: 'edge-1' };

it.each([
  ['aisle/1/demo/edge-1/agg/heat', true, true],
  ['aisle/1/demo/edge-1/rsp/restart', true, true],
  ['aisle/1/demo/edge-1/ack', false, true],
  ['aisle/1/demo/edge-1/cmd/restart', false, true],
  ['aisle/1/demo/edge-2/agg/heat', false, false],
  ['aisle/1/demo/edge-10/agg/heat', false, false],
  ['aisle/1/other/edge-1/agg/heat', false, false],
  ['aisle/1/demo/edge-1', false, false],
  ['$SYS/x', false, false],
])('a node at the topic %s may speak: %s, may hear: %s', (topic, speak, hear) => {
  expect([mayPublish(EDGE, topic), maySubscribe(EDGE, topic)]).toEqual([speak, hear]);
});

it.each(['#', '+/#', 'aisle/1/#', 'aisle/1/+/+/ack', 'aisle/1/demo/+/ack', 'aisle/1/demo/#'])(
  'a node may not hear %s',
  (filter) => expect(maySubscribe(EDGE, filter)).toBe(false),
);

const folder = tempFolder();
const [cert, key] = [`${folder.path}/cert.pem`, `${folder.path}/key.pem`];
const made = (() => {
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  try {
    execFileSync('openssl', [...args, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.runIf(made)('the broker for other machines (skipped without the openssl command)', () => {
  let db: Db;
  let broker: Broker;
  let password: string;
  const clients: mqtt.MqttClient[] = [];
  beforeAll(async () => {
    db = await openSqliteDb(':memory:');
    password = await makeNodeCredential(db, 0, EDGE);
    const outside = {
      host: '127.0.0.1',
      tls: readTls(cert, key)!,
      admit: (user: string, secret: string) => nodeOf(db, user, secret),
    };
    broker = await startBroker(new URL('mqtts://localhost:0'), silent, outside);
  });
  afterAll(async () => {
    for (const client of clients) client.end(true);
    await broker.close();
    await db.destroy();
    folder.remove();
  });
  const options = { protocolVersion: 4, reconnectPeriod: 0 } as const;
  const inside = () => mqtt.connect(broker.url, options);
  const outside = (secret: string, user = 'demo.edge-1') =>
    mqtt.connect(`mqtts://${user}:${secret}@localhost:${broker.outsidePort}`, { ...options, ca: readFileSync(cert) });
  const settled = (client: mqtt.MqttClient) =>
    new Promise<string>((resolve) => {
      clients.push(client);
      client.once('connect', () => resolve('in'));
      client.once('error', (error) => resolve(error.message));
      client.once('close', () => resolve('closed'));
    });

  it('lets a node in by its own password alone', async () => {
    expect(await settled(outside(password))).toBe('in');
    expect(await settled(outside('wrong'))).toMatch(/Not authorized|closed/i);
    expect(await settled(outside(password, 'demo.edge-2'))).toMatch(/Not authorized|closed/i);
    const url = `mqtts://localhost:${broker.outsidePort}`;
    expect(await settled(mqtt.connect(url, { ...options, ca: readFileSync(cert) }))).toMatch(/Not authorized|closed/i);
    expect(await settled(mqtt.connect(`mqtt://localhost:${broker.outsidePort}`, options))).not.toBe('in');
    expect(JSON.stringify(await db.selectFrom('node_credentials').selectAll().execute())).not.toContain(password);
  });

  it('carries what a node says under its name, and nothing else, to the gateway and back', async () => {
    const gateway = inside();
    await settled(gateway);
    const heard: string[] = [];
    gateway.on('message', (topic) => heard.push(topic));
    await gateway.subscribeAsync('aisle/1/#', { qos: 1 });
    const node = outside(password);
    await settled(node);
    const told: string[] = [];
    node.on('message', (topic) => told.push(topic));
    await node.subscribeAsync('aisle/1/demo/edge-1/ack', { qos: 1 });
    await expect(node.subscribeAsync('aisle/1/#', { qos: 1 })).rejects.toThrow();
    await node.publishAsync('aisle/1/demo/edge-1/live', '{}', { qos: 1 });
    await gateway.publishAsync('aisle/1/demo/edge-2/ack', '{}', { qos: 1 });
    await gateway.publishAsync('aisle/1/demo/edge-1/ack', '{}', { qos: 1 });
    await eventually(() => told.length > 0 && heard.length > 2);
    expect(told).toEqual(['aisle/1/demo/edge-1/ack']);
    // The broker ends the connection of a node that speaks for another.
    const gone = new Promise<void>((resolve) => node.once('close', () => resolve()));
    node.publish('aisle/1/demo/edge-2/live', '{}', { qos: 0 });
    await gone;
    expect(heard).not.toContain('aisle/1/demo/edge-2/live');
  });

  it('lets a node in no more after its password was taken or changed', async () => {
    const next = await makeNodeCredential(db, 1, EDGE);
    expect(await settled(outside(password))).not.toBe('in');
    expect(await settled(outside(next))).toBe('in');
    expect(await dropNodeCredential(db, EDGE)).toBe(true);
    expect(await settled(outside(next))).not.toBe('in');
  });
});

it('speaks no TLS without a certificate', async () => {
  await expect(startBroker(new URL('mqtts://127.0.0.1:0'), silent)).rejects.toThrow('no certificate');
});
