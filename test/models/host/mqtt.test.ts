import { afterEach, expect, it, vi } from 'vitest';
import { startBroker } from '../../../gateway/broker.ts';
import { connectMqtt } from '../../../models/host/mqtt.ts';
import { eventually, silent } from '../../support/gateway.ts';

afterEach(() => vi.useRealTimers());

it('goes down to MQTT 3.1.1 without the pause that a broker that is away gets', async () => {
  const broker = await startBroker(new URL('mqtt://127.0.0.1:0'), silent);
  // The client's pause is an interval of its own: none ever ends here.
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const client = connectMqtt({ url: broker.url, clientId: 'old-broker', log: silent });
  await eventually(() => client.connected);
  expect(client.options.protocolVersion).toBe(4);
  await client.endAsync(true);
  await broker.close();
});
