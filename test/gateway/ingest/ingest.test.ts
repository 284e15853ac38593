import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../../gateway/bind.ts';
import type { Gateway } from '../../../gateway/gateway.ts';
import { openSqliteStore } from '../../../gateway/store/sqlite-store.ts';
import { Nodes } from '../../../models/contract/api/nodes.ts';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { check } from '../../../models/contract/parse.ts';
import { eventually, TestNode, tempFolder, testGateway } from '../../support/gateway.ts';
import { birth, EPOCH, envelope, health, liveMessage, NODE, STORE, T0, traffic } from '../../support/messages.ts';

const MOSQUITTO = '/usr/sbin/mosquitto';
const brokers = ['embedded', 'mosquitto'] as const;

async function startMosquitto(): Promise<{ url: string; child: ChildProcess }> {
  const probe = createServer();
  const port = await listen(probe, '127.0.0.1', 0);
  await new Promise((resolve) => probe.close(resolve));
  // Without a configuration file mosquitto listens on this machine only and asks for no password.
  const child = spawn(MOSQUITTO, ['-p', String(port)], { stdio: 'ignore' });
  return { url: `mqtt://127.0.0.1:${port}`, child };
}

describe.each(brokers)('ingest over the %s broker', (kind) => {
  const missing = kind === 'mosquitto' && !existsSync(MOSQUITTO);
  const it_ = missing ? it.skip : it;
  const folder = tempFolder();
  let statePath: string;
  let external: { url: string; child: ChildProcess } | undefined;
  let gateway: Gateway;
  let node: TestNode;
  let runs = 0;
  const time = { nowMs: T0 + 600_000 };

  const start = async () => {
    const broker = external ? { url: external.url } : ('embedded' as const);
    gateway = await testGateway(statePath, { broker, now: () => time.nowMs });
    await eventually(async () => (await fetch(`${gateway.address}/readyz`)).ok);
    // The subscription follows the connection.
    node = await TestNode.connect(gateway.brokerUrl);
    await eventually(async () => {
      await node.publish('birth', JSON.stringify(birth()));
      return (await nodeAnswer()).birth !== null && node.acks.length > 0;
    });
    node.acks.length = 0;
  };
  const get = async <S extends import('typebox').TSchema>(schema: S, path: string) => {
    const checked = check(schema, await (await fetch(`${gateway.address}${path}`)).json());
    if (!checked.ok) throw new Error(checked.reason);
    return checked.value;
  };
  const nodeAnswer = async () => (await get(Nodes, '/api/v1/nodes')).nodes[0];
  const minute = (seq: number, count = 1) => envelope('agg/traffic', seq, traffic(seq, { in: count, out: 0 }));

  beforeEach(async () => {
    if (missing) return;
    statePath = `${folder.path}/${runs++}`;
    external = kind === 'mosquitto' ? await startMosquitto() : undefined;
    await start();
  });
  afterEach(async () => {
    if (missing) return;
    await node.close();
    await gateway.close();
    external?.child.kill();
  });

  it_('acknowledges after the commit what is contiguous, and the ranges beyond', async () => {
    await Promise.all([1, 2, 5, 6, 9].map((seq) => node.send(minute(seq))));
    const ack = await node.acked((a) => a.ranges.length === 2 && a.ranges[1][0] === 9);
    expect(ack).toEqual({
      epoch: EPOCH,
      upTo: 2,
      ranges: [
        [5, 6],
        [9, 9],
      ],
    });
    await Promise.all([4, 8, 3, 7].map((seq) => node.send(minute(seq))));
    expect(await node.acked((a) => a.upTo === 9)).toEqual({ epoch: EPOCH, upTo: 9, ranges: [] });
    const { points } = await get(Traffic, `/api/v1/stores/${STORE}/traffic?bucket=total`);
    expect(points[0].in).toBe(9);
  });

  it_('stores what comes twice once, and acknowledges it again', async () => {
    await node.send(minute(1, 4));
    await node.acked((a) => a.upTo === 1);
    node.acks.length = 0;
    await node.send(minute(1, 4));
    await node.acked((a) => a.upTo === 1);
    expect((await nodeAnswer()).stored).toMatchObject({ messages: 1, duplicates: 1, conflicts: 0, lastSeq: 1 });
  });

  it_('raises an alarm for another content under a known key, and lets the node go on', async () => {
    await node.send(minute(1, 4));
    await node.send(minute(1, 5));
    await node.send(minute(2));
    await node.acked((a) => a.upTo === 2);
    expect((await nodeAnswer()).stored).toMatchObject({ messages: 2, conflicts: 1 });
    const metrics = await (await fetch(`${gateway.address}/metrics`)).text();
    expect(metrics).toContain('aisle_ingest_messages_total{kind="agg/traffic",outcome="conflict"} 1');
  });

  it_('refuses what it cannot read, keeps its text, and is not blocked by it', async () => {
    const wrong = { ...minute(1), data: { start: 'yesterday' } };
    await node.publish('agg/traffic', JSON.stringify(wrong));
    await node.publish('agg/traffic', 'no json');
    await node.send({ ...minute(2), source: 'aisle/1/demo/edge-9' });
    await node.send(minute(3));
    expect(await node.acked((a) => a.upTo === 3)).toBeTruthy();
    expect((await nodeAnswer()).stored).toMatchObject({ messages: 1, refused: 3 });
    await node.close();
    await gateway.close();
    const store = await openSqliteStore(`${statePath}/gateway.db`);
    const refusals = await store.refusals(STORE);
    await store.close();
    expect(refusals.map((r) => r.raw)).toContain('no json');
    expect(refusals.map((r) => r.seq).sort()).toEqual([1, 2, undefined]);
    expect(refusals.find((r) => r.seq === 2)!.reason).toContain('/source');
    await start();
  });

  it_('drops what comes from an unknown store or node, and says so in its counters', async () => {
    for (const [store, name] of [
      ['elsewhere', NODE],
      [STORE, 'edge-9'],
    ]) {
      const stranger = await TestNode.connect(gateway.brokerUrl, store, name);
      await stranger.send({ ...minute(1), source: `aisle/1/${store}/${name}` });
      await stranger.close();
    }
    const metrics = await eventually(async () => {
      const text = await (await fetch(`${gateway.address}/metrics`)).text();
      return text.includes('reason="unknown-node"') && text.includes('reason="unknown-store"') && text;
    });
    expect(metrics).toContain('aisle_ingest_dropped_total{reason="unknown-store"} 1');
  });

  it_('knows after a restart what was stored, with its gaps', async () => {
    await Promise.all([1, 2, 4].map((seq) => node.send(minute(seq))));
    await node.acked((a) => a.ranges[0]?.[0] === 4);
    await node.close();
    await gateway.close();
    await start();
    expect((await nodeAnswer()).stored).toMatchObject({ messages: 3, lastSeq: 4, missing: 1 });
    await node.send(minute(3));
    expect(await node.acked((a) => a.upTo === 4)).toBeTruthy();
  });

  it_('shows a node as offline when it has fallen silent, whatever is retained', async () => {
    await node.publish('state', JSON.stringify({ state: 'online', time: birth().time }), true);
    await node.publish('health', JSON.stringify(health()));
    await node.publish('live', JSON.stringify(liveMessage()));
    await eventually(async () => (await nodeAnswer()).state === 'online');
    time.nowMs += 20_001;
    expect((await nodeAnswer()).state).toBe('offline');
    if (external) {
      // The broker hands the retained message to the new gateway; nobody is there.
      await gateway.close();
      await node.close();
      gateway = await testGateway(statePath, { broker: { url: external.url }, now: () => time.nowMs });
      await eventually(async () => (await fetch(`${gateway.address}/readyz`)).ok);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await nodeAnswer()).state).toBe('offline');
      node = await TestNode.connect(gateway.brokerUrl);
    }
  });
});
