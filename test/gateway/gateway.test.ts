import { mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { listen } from '../../gateway/bind.ts';
import { brokerUrl } from '../../gateway/broker.ts';
import type { GatewayOptions } from '../../gateway/gateway.ts';
import { eventually, TestNode, tempFolder, testGateway, testSite } from '../support/gateway.ts';
import { envelope, liveMessage, traffic } from '../support/messages.ts';

const folder = tempFolder();
let runs = 0;
const state = () => `${folder.path}/${runs++}`;
afterAll(() => folder.remove());

describe('startGateway refuses', () => {
  it.each<[string, string, Partial<GatewayOptions>]>([
    ['an open HTTP bind', 'UNSAFE_BIND', { http: { host: '0.0.0.0', port: 0 } }],
    ['an open broker bind', 'UNSAFE_BIND', { sites: [testSite({ mqtt: 'mqtt://0.0.0.0:0' })] }],
    [
      'an embedded broker on a name of the network',
      'UNSAFE_BIND',
      { sites: [testSite({ mqtt: 'mqtt://store.example' })] },
    ],
    ['a broker over another protocol', 'BAD_CALL', { broker: { url: 'http://127.0.0.1:1883' } }],
    ['what is no URL', 'BAD_CALL', { broker: { url: 'broker' } }],
    ['no site', 'BAD_CALL', { sites: [] }],
    ['two sites of one store', 'BAD_CALL', { sites: [testSite(), testSite()] }],
    [
      'sites of different brokers',
      'BAD_CALL',
      { sites: [testSite(), testSite({ store: 'b', mqtt: 'mqtt://127.0.0.1:9' })] },
    ],
  ])('%s', async (_, code, changes) => {
    await expect(testGateway(state(), changes)).rejects.toMatchObject({ code, fix: expect.stringMatching(/\w/) });
  });

  it('a port in use, of the page and of the broker, and leaves nothing running', async () => {
    const other = createServer();
    const port = await listen(other, '127.0.0.1', 0);
    try {
      const http = { host: '127.0.0.1', port };
      await expect(testGateway(state(), { http })).rejects.toMatchObject({ code: 'PORT_IN_USE' });
      const sites = [testSite({ mqtt: `mqtt://127.0.0.1:${port}` })];
      await expect(testGateway(state(), { sites })).rejects.toMatchObject({ code: 'PORT_IN_USE' });
    } finally {
      other.close();
    }
  });

  it('without showing a password that the broker’s URL holds', () => {
    expect(() => brokerUrl('ftp://me:secret@host')).toThrow(/^(?!.*secret)/);
  });
});

it('shuts the folder of its data base to other users, also one that was there', async () => {
  const statePath = state();
  mkdirSync(statePath, { mode: 0o755 });
  await (await testGateway(statePath)).close();
  expect(statSync(statePath).mode & 0o777).toBe(0o700);
});

/** Reads server-sent events until the stream ends. */
async function listenTo(url: string) {
  const response = await fetch(url);
  const events: { event: string; data: { store: string; people?: number; kinds?: string[] } }[] = [];
  const ended = (async () => {
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      rest += chunk;
      const frames = rest.split('\n\n');
      rest = frames.pop()!;
      for (const frame of frames) {
        const match = /^event: (\w+)\ndata: (.*)$/.exec(frame);
        if (match) events.push({ event: match[1], data: JSON.parse(match[2]) });
      }
    }
  })();
  return { response, events, ended };
}

describe('the live stream', () => {
  it('brings what is known at once, then what comes, and ends with the gateway', async () => {
    const gateway = await testGateway(state());
    const node = await TestNode.connect(gateway.brokerUrl);
    const first = await listenTo(`${gateway.address}/api/v1/live?store=demo`);
    expect(first.response.headers.get('content-type')).toContain('text/event-stream');
    await eventually(async () => {
      await node.publish('live', JSON.stringify(liveMessage()));
      return first.events.some((e) => e.event === 'live' && e.data.people === 4);
    });
    const second = await listenTo(`${gateway.address}/api/v1/live`);
    await eventually(() => second.events.some((e) => e.event === 'live'));
    await node.send(envelope('agg/traffic', 1, traffic(0, { in: 1, out: 0 })));
    await eventually(() => first.events.some((e) => e.event === 'stored' && e.data.kinds?.[0] === 'agg/traffic'));
    await node.close();
    await gateway.close();
    await Promise.all([first.ended, second.ended]);
  });
});

it('closes with a batch in hand: what was on the way is stored', async () => {
  const path = state();
  const first = await testGateway(path);
  const node = await TestNode.connect(first.brokerUrl);
  await eventually(async () => (await fetch(`${first.address}/readyz`)).ok);
  await node.send(envelope('agg/traffic', 1, traffic(0, { in: 1, out: 0 })));
  await node.acked((ack) => ack.upTo === 1);
  await node.send(envelope('agg/traffic', 2, traffic(1, { in: 1, out: 0 })));
  await new Promise((resolve) => setTimeout(resolve, 10));
  await first.close();
  await node.close();
  const second = await testGateway(path);
  const { nodes } = (await (await fetch(`${second.address}/api/v1/nodes`)).json()) as {
    nodes: { stored: { messages: number } }[];
  };
  expect(nodes[0].stored.messages).toBe(2);
  await second.close();
});
