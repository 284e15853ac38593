import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kyselyStore, openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { feed } from '../../support/api.ts';
import { envelope, flow, queue, traffic, zone } from '../../support/messages.ts';

let db: Db;
beforeAll(async () => {
  db = await openSqliteDb(':memory:');
  await feed(
    kyselyStore(db),
    envelope('agg/traffic', 1, traffic(0, { in: 3, out: 1 })),
    envelope('agg/zone', 2, zone(0, { visits: 4, occupancyS: 50 })),
    envelope('agg/queue', 3, queue(0, { visits: 2, served: 1 })),
    envelope('agg/flow', 4, flow(0, [['entrance', 'aisle', 3]])),
  );
});
afterAll(() => db.destroy());

it.each([
  ['view_traffic', { line: 'door', in: 3, out: 1, coverage: 1 }],
  ['view_zones', { zone: 'entrance', visits: 4, person_s: 50 }],
  ['view_queues', { zone: 'queue', joined: 2, served: 1 }],
  ['view_flows', { from_zone: 'entrance', to_zone: 'aisle', count: 3 }],
  ['view_shelves', undefined],
  ['view_sales', undefined],
  ['view_notes', undefined],
  ['view_alerts', undefined],
])('%s shows what came in under the names of the dictionary', async (view, row) => {
  const { rows } = await sql`select * from ${sql.table(view)}`.execute(db);
  if (row) expect(rows).toMatchObject([row]);
  else expect(rows).toEqual([]);
});
