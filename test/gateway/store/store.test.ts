import fc from 'fast-check';
import { Kysely, SqliteDialect } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../gateway/store/sqlite-store.ts';
import type { Store } from '../../../gateway/store/store.ts';
import type { Tables } from '../../../gateway/store/tables.ts';
import type { Envelope } from '../../../models/contract/envelope.ts';
import { openSqlite } from '../../../models/host/sqlite.ts';
import { feed, incoming } from '../../support/api.ts';
import { tempFolder } from '../../support/gateway.ts';
import {
  EPOCH,
  envelope,
  flow,
  heat,
  NODE,
  queue,
  STORE,
  T0,
  traffic,
  path as ways,
  zone,
} from '../../support/messages.ts';

const folder = tempFolder();
let files = 0;
let path: string;
let store: Store;
const span = { store: STORE, fromMs: T0, toMs: T0 + 86_400_000 };
const all = { ...span, grainMs: Number.POSITIVE_INFINITY };

beforeEach(async () => {
  path = `${folder.path}/${files++}.db`;
  store = await openSqliteStore(path);
});
afterEach(() => store.close());
afterAll(() => folder.remove());

/** Everything that the figures are made of. */
const figures = async (s: Store) => ({
  traffic: await s.traffic(all),
  zones: await s.zones(all),
  floors: await s.floors(span),
  flows: await s.flows(span),
  queues: await s.queues(all),
  inside: await s.inside(span),
  paths: (await s.paths({ ...span, floor: '0' })).map((p) => ({ ...p, cells: [...p.cells] })),
  heat: (await s.heat({ ...span, floor: '0' })).map((p) => ({ ...p, cells: [...p.cells] })),
});

const deltas = fc.array(
  fc.record({ minute: fc.nat(20), in: fc.integer({ min: -3, max: 9 }), out: fc.nat(9), late: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);
const messagesOf = (list: { minute: number; in: number; out: number; late: boolean }[]): Envelope[] =>
  list.flatMap((d, i) => [
    envelope('agg/traffic', i * 3 + 1, traffic(d.minute, { in: d.in, out: d.out, coverage: 0.5 }), { late: d.late }),
    envelope('agg/zone', i * 3 + 2, zone(d.minute, { visits: d.in, ended: d.out, occupancyS: d.out * 10 })),
    envelope('agg/queue', i * 3 + 3, queue(d.minute, { visits: d.in, served: d.out, coverage: 0.6, cut: d.in })),
  ]);

describe('accept', () => {
  it('is idempotent, does not mind the order, and conserves the sums', async () => {
    await fc.assert(
      fc.asyncProperty(deltas, fc.array(fc.nat(), { maxLength: 30 }), async (list, picks) => {
        const messages = messagesOf(list);
        const [once, mixed] = [await openSqliteStore(':memory:'), await openSqliteStore(':memory:')];
        try {
          await feed(once, ...messages);
          for (const pick of picks) await feed(mixed, messages[pick % messages.length]);
          await feed(mixed, ...[...messages].reverse());
          const [a, b] = [await figures(once), await figures(mixed)];
          expect(b).toEqual(a);
          expect(a.traffic[0].in).toBe(list.reduce((sum, d) => sum + d.in, 0));
          expect(a.traffic[0].out).toBe(list.reduce((sum, d) => sum + d.out, 0));
          expect(a.zones[0].visits).toBe(list.reduce((sum, d) => sum + d.in, 0));
          const minutes = await once.traffic({ ...span, grainMs: 60_000 });
          expect(minutes.reduce((sum, row) => sum + row.in, 0)).toBe(a.traffic[0].in);
          expect(minutes.every((row) => row.seenS <= 60)).toBe(true);
          expect(a.queues[0]).toMatchObject({
            visits: a.traffic[0].in,
            served: a.traffic[0].out,
            cut: a.traffic[0].in,
          });
          const messagesOfMinute = list.reduce((n, d) => n.set(d.minute, (n.get(d.minute) ?? 0) + 1), new Map());
          const seen = [...messagesOfMinute.values()].reduce((sum, n) => sum + 60 * Math.min(1, n * 0.6), 0);
          expect(a.queues[0].seenS).toBeCloseTo(seen, 6);
        } finally {
          await once.close();
          await mixed.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the first and the second when a key comes with another content', async () => {
    await feed(store, envelope('agg/traffic', 1, traffic(0, { in: 3, out: 0 })));
    const other = envelope('agg/traffic', 1, traffic(0, { in: 4, out: 0 }));
    const { conflicts, inserted } = await feed(store, other, other);
    expect([conflicts.length, inserted.length]).toEqual([2, 0]);
    expect((await store.traffic(all))[0].in).toBe(3);
    const kept = await store.conflicts(STORE);
    expect(kept).toHaveLength(1);
    expect(JSON.parse(kept[0].body).data.lines[0].in).toBe(4);
    expect((await store.nodes())[0]).toMatchObject({ messages: 1, conflicts: 2 });
  });

  it('takes the same content in another order of keys as the same', () => {
    const message = envelope('agg/traffic', 1, traffic(0, { in: 3, out: 0 }));
    const turned = Object.fromEntries(Object.entries(message).reverse()) as Envelope;
    expect(incoming(turned).hash).toBe(incoming(message).hash);
  });

  it('keeps a refused text once, and counts it once', async () => {
    const refusal = {
      ...{ store: STORE, node: NODE, channel: 'agg/heat', reason: 'why', raw: '{', hash: 'h', receivedMs: T0 },
    };
    await store.accept({ messages: [], refusals: [refusal, refusal], contiguous: [] });
    expect(await store.refusals(STORE)).toEqual([refusal]);
    expect((await store.nodes())[0].refused).toBe(1);
  });

  it('adds histograms bin by bin, and takes the largest maximum', async () => {
    const bins = (bin: number, n: number) => Array.from({ length: 12 }, (_, i) => (i === bin ? n : 0));
    await feed(
      store,
      envelope('agg/zone', 1, zone(0, { ended: 2, dwellHistogram: bins(3, 2), occupancyMax: 4 }, { occupancyMax: 5 })),
      envelope('agg/zone', 2, zone(0, { ended: -1, dwellHistogram: bins(3, -1), occupancyMax: 1 }), { late: true }),
      envelope('agg/zone', 3, zone(1, { censored: 1, censoredHistogram: bins(11, 1) }, { occupancyS: 30 })),
    );
    const [sum] = await store.zones(all);
    expect(sum).toMatchObject({ zone: 'entrance', ended: 1, censored: 1, occupancyMax: 4, seenS: 120 });
    expect(sum.dwellHistogram).toEqual(bins(3, 1));
    expect(sum.censoredHistogram).toEqual(bins(11, 1));
    expect(await store.floors(span)).toEqual({ personS: 30, max: 5, seenS: 120, staffS: null, stillS: null });
  });

  it('hands out heat as it came and the largest period of a flow', async () => {
    await feed(
      store,
      envelope('agg/heat', 1, heat(0, [[3, 12.5, 4]], 2)),
      envelope('agg/flow', 2, flow(0, [['entrance', 'aisle', 2]], 1)),
      envelope('agg/flow', 3, flow(1, [['entrance', 'aisle', 5]])),
    );
    const [period] = await store.heat({ ...span, floor: '0' });
    expect([...period.cells]).toEqual([3, 12.5, 4]);
    expect(period).toMatchObject({ node: NODE, startMs: T0, seconds: 60, unplacedVisits: 2 });
    const { flows, unplaced } = await store.flows(span);
    expect(flows).toMatchObject([{ from: 'entrance', to: 'aisle', count: 7, largest: 5 }]);
    expect(unplaced).toBe(1);
  });

  it('tells what was not measured from what was 0', async () => {
    await feed(
      store,
      envelope('agg/traffic', 1, traffic(0, { in: 3, out: 0 })),
      envelope('agg/zone', 2, zone(0)),
      envelope('agg/queue', 3, queue(0, { served: 2, waitS: 50 })),
      envelope('agg/flow', 4, flow(0, [])),
    );
    expect((await store.traffic(all))[0]).toMatchObject({ in: 3, unitsIn: null, unitsOut: null });
    expect((await store.zones(all))[0]).toMatchObject({ stops: null, reaches: null });
    const [older] = await store.queues(all);
    expect(older).toMatchObject({ served: 2, servedVariance: null, cut: null, services: null, serviceS: null });
    expect((await store.flows(span)).endsUnplaced).toBeNull();
    expect(await store.inside(span)).toEqual([]);
    await feed(
      store,
      envelope('agg/traffic', 5, traffic(1, { in: 1, out: 0, unitsIn: 0, unitsOut: 0 })),
      envelope('agg/zone', 6, zone(1, { stops: 2, reaches: 0 }, { staffS: 12, stillS: 0 })),
      envelope('agg/flow', 7, {
        ...flow(1, []),
        ends: [{ from: 'line:door', to: 'zone:aisle', count: 4, variance: 1 }],
      }),
    );
    expect((await store.traffic(all))[0]).toMatchObject({ in: 4, unitsIn: 0, unitsOut: 0 });
    expect((await store.zones(all))[0]).toMatchObject({ stops: 2, reaches: 0 });
    expect(await store.floors(span)).toMatchObject({ staffS: 12, stillS: 0 });
    expect(await store.flows(span)).toMatchObject({
      ends: [{ from: 'line:door', to: 'zone:aisle', count: 4, variance: 1, largest: 4 }],
      endsUnplaced: 0,
    });
  });

  it('hands out waits bin by bin, the balance minute by minute, and ways as they came', async () => {
    const bins = (bin: number, n: number) => Array.from({ length: 12 }, (_, i) => (i === bin ? n : 0));
    const cells: [number, number[]][] = [[9, [0, 1, 2, 3, 4, 5, 6, -7]]];
    await feed(
      store,
      envelope('agg/queue', 1, queue(0, { waitHistogram: bins(4, 3), censoredHistogram: bins(5, 1), lengthMax: 4 })),
      envelope('agg/queue', 2, queue(1, { serviceHistogram: bins(4, 2), services: 2, serviceS: 31, lengthMax: 2 })),
      envelope('agg/zone', 3, zone(1, {}, { insideS: 600, insideVarianceS: 120, insideSeenS: 60 })),
      envelope('agg/path', 4, ways(0, cells, 5)),
    );
    const [sum] = await store.queues(all);
    expect(sum).toMatchObject({ lengthMax: 4, services: 2, serviceS: 31, seenS: 120 });
    expect([sum.waitHistogram, sum.censoredHistogram, sum.serviceHistogram]).toEqual([
      bins(4, 3),
      bins(5, 1),
      bins(4, 2),
    ]);
    expect(await store.queues({ ...all, zone: 'other' })).toEqual([]);
    expect(await store.inside(span)).toEqual([
      { node: NODE, floor: '0', startMs: T0 + 60_000, seconds: 60, insideS: 600, varianceS: 120, seenS: 60 },
    ]);
    const [period] = await store.paths({ ...span, floor: '0' });
    expect([...period.cells]).toEqual([9, 0, 1, 2, 3, 4, 5, 6, -7]);
    expect(period).toMatchObject({ node: NODE, startMs: T0, unplaced: 5, columns: 8 });
  });

  it('leads from a number back to the message that it came in', async () => {
    await feed(store, envelope('agg/traffic', 7, traffic(0, { in: 3, out: 0 })));
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openSqlite(path) }) });
    const row = await db
      .selectFrom('traffic')
      .innerJoin('messages', 'messages.id', 'traffic.message')
      .select(['seq', 'epoch', 'count_in'])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ seq: 7, epoch: EPOCH, count_in: 3 });
    await db.destroy();
  });
});
