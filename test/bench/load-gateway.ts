import { Worker } from 'node:worker_threads';
import { startGateway } from '../../gateway/gateway.ts';
import { silent, testSite } from '../support/gateway.ts';

/**
 * A gateway of many stores as a program: `load-gateway.ts STATE STORES`. Says its address and its broker's, and keeps a
 * thread busy meanwhile, as a model that runs would.
 */
const [, , statePath, stores] = process.argv;
const port = 20_000 + (process.pid % 20_000);
const sites = Array.from({ length: Number(stores) }, (_, i) =>
  testSite({ store: `store-${i}`, mqtt: `mqtt://127.0.0.1:${port}` }),
);
const gateway = await startGateway({
  ...{ sites, statePath, http: { host: '127.0.0.1', port: 0, perMinute: 0 } },
  ...{ broker: 'embedded', log: silent, version: 'bench', openLoopback: true },
});
const model = new Worker('let x = 1; for (;;) x = (x * 48271) % 2147483647;', { eval: true });
process.stdout.write(`${JSON.stringify({ address: gateway.address, broker: gateway.brokerUrl })}\n`);
process.once('SIGTERM', async () => {
  await model.terminate();
  await gateway.close();
  process.exit(0);
});
