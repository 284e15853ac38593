import { afterAll, expect, it } from 'vitest';
import { Acks } from '../../../gateway/ingest/acks.ts';
import { Batcher } from '../../../gateway/ingest/batcher.ts';
import { createMetrics } from '../../../gateway/metrics.ts';
import type { Batch } from '../../../gateway/store/batch.ts';
import { openSqliteStore } from '../../../gateway/store/sqlite-store.ts';
import type { Store } from '../../../gateway/store/store.ts';
import { incoming } from '../../support/api.ts';
import { eventually, silent, tempFolder } from '../../support/gateway.ts';
import { EPOCH, envelope, NODE, STORE, traffic } from '../../support/messages.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const minute = (seq: number) => incoming(envelope('agg/traffic', seq, traffic(seq, { in: 1, out: 0 })));
/** What no parser would let through: its time becomes NULL in the data base. */
function timeless(seq: number) {
  const message = minute(seq);
  message.message.envelope.time = 'never';
  return message;
}

async function open(name: string, wrap: (store: Store) => Store = (store) => store) {
  const store = await openSqliteStore(`${folder.path}/${name}.db`);
  const acks = new Acks();
  const metrics = createMetrics();
  let acked = 0;
  const batcher = new Batcher({
    ...{ store: wrap(store), acks, metrics, log: silent, stored: () => {} },
    acknowledge: () => {
      acked = acks.ack(STORE, NODE, EPOCH).upTo;
    },
  });
  return { store, metrics, batcher, acked: () => acked };
}

it('refuses the one message that the data base will not take, and stores and acknowledges the others', async () => {
  const { store, metrics, batcher, acked } = await open('one');
  for (const message of [minute(1), timeless(2), minute(3)]) batcher.add(message);
  await eventually(() => acked() === 3);
  batcher.add(minute(4));
  await eventually(() => acked() === 4);
  const refusals = await store.refusals(STORE);
  expect(refusals).toMatchObject([{ channel: 'agg/traffic', epoch: EPOCH, seq: 2 }]);
  expect(JSON.parse(refusals[0].raw)).toMatchObject({ seq: 2, time: 'never' });
  expect(refusals[0].reason).toContain('NOT NULL');
  expect(await metrics.registry.metrics()).toContain('aisle_ingest_refused_total{channel="agg/traffic"} 1');
  await batcher.close();
  await store.close();
});

it('loses nothing when the disk is full while it looks for the culprit', async () => {
  let calls = 0;
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  // The batch, the first message, and then the disk is full once.
  const accept = (store: Store) => (batch: Batch) => (++calls === 3 ? Promise.reject(full) : store.accept(batch));
  const { store, batcher, acked } = await open('full', (store) => ({ ...store, accept: accept(store) }));
  for (const message of [minute(1), minute(2), timeless(3), minute(4)]) batcher.add(message);
  await eventually(() => acked() === 4);
  expect((await store.refusals(STORE)).map((r) => r.seq)).toEqual([3]);
  await batcher.close();
  await store.close();
});
