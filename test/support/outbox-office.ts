import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Payload, putDeliveries } from '../../gateway/alerts/outbox.ts';
import type { GatewayConfig } from '../../models/contract/gateway-config.ts';
import { parseGatewayConfig } from '../../models/contract/gateway-config-parse.ts';
import { type TestApi, testApi } from './api.ts';
import { STORE, T0 } from './messages.ts';

export const closing: (() => unknown)[] = [];
/** Closes what a test has opened, the newest first. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export const config = (text: string): GatewayConfig => {
  const parsed = parseGatewayConfig(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.config;
};

const payload = (id: string, change: 'opened' | 'closed' = 'opened'): Payload => ({
  kind: 'alert',
  notice: {
    ...{ specversion: '1.0', id: `${id}/${change}`, source: `aisle/1/${STORE}/gateway`, type: 'aisle.event.alert' },
    time: new Date(T0).toISOString(),
    data: {
      change,
      alert: {
        ...{ id, store: STORE, rule: 'r', source: 'queue-length', subject: 'queue', text: 'Eight <b> wait.' },
        ...{ department: 'checkout', severity: 'warning', status: 'open', value: 8, threshold: 5, moneyPerHour: 0 },
        ...{ opened: new Date(T0).toISOString(), over: null, returns: 0, claimedBy: null, escalated: null },
      },
    },
  },
});

/** A gateway's outbox with these channels, and its clock. */
export async function office(text: string, now = T0): Promise<TestApi> {
  const api = await testApi(undefined, now, { config: config(text) });
  closing.push(() => api.close());
  return api;
}
export const put = (api: TestApi, channel: string, id: string, change: 'opened' | 'closed' = 'opened') =>
  putDeliveries(
    api.db,
    [{ idempotency: `${id}/${change}/${channel}`, channel, sequence: id, payload: payload(id, change) }],
    api.time.nowMs,
  );
export const states = (api: TestApi) =>
  api.db.selectFrom('delivery').select(['idempotency', 'state', 'attempts', 'error']).orderBy('id').execute();

export interface Got {
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}
/** A receiver that answers these statuses one after the other, then 204. */
export async function receiver(...statuses: number[]): Promise<{ url: string; got: Got[]; server: Server }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      const status = statuses.shift() ?? 204;
      response.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got, server };
}
