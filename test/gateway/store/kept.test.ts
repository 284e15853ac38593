import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packCells, unpackCells } from '../../../gateway/store/pack.ts';
import { openSqliteStore } from '../../../gateway/store/sqlite-store.ts';
import type { Store } from '../../../gateway/store/store.ts';
import { feed } from '../../support/api.ts';
import { tempFolder, testSite } from '../../support/gateway.ts';
import { EPOCH, envelope, NODE, STORE, traffic } from '../../support/messages.ts';

const folder = tempFolder();
let files = 0;
let path: string;
let store: Store;
beforeEach(async () => {
  path = `${folder.path}/${files++}.db`;
  store = await openSqliteStore(path);
});
afterEach(() => store.close());
afterAll(() => folder.remove());

describe('epochs', () => {
  it('knows after a restart what is stored, from the hint and the rest', async () => {
    const send = (...seqs: number[]) =>
      seqs.map((seq) => envelope('agg/traffic', seq, traffic(seq, { in: 1, out: 0 })));
    await feed(store, ...send(1, 2, 3, 5, 6, 9));
    await store.accept({
      messages: [],
      refusals: [
        {
          store: STORE,
          node: NODE,
          channel: 'agg/x',
          reason: '',
          raw: '',
          hash: '1',
          receivedMs: 0,
          epoch: EPOCH,
          seq: 8,
        },
      ],
      contiguous: [{ store: STORE, node: NODE, epoch: EPOCH, upTo: 2 }],
    });
    await store.close();
    store = await openSqliteStore(path);
    const [state] = await store.epochs();
    expect(state).toMatchObject({ epoch: EPOCH, upTo: 2 });
    expect(state.ranges).toEqual([
      [3, 3],
      [5, 6],
      [8, 9],
    ]);
  });
});

it('unpacks cells from bytes at any offset of a shared buffer', () => {
  const packed = packCells([[3, 12.5, 4]]);
  const pool = Buffer.alloc(64, 0xff);
  pool.set(packed, 5);
  expect([...unpackCells(pool.subarray(5, 5 + packed.length))]).toEqual([3, 12.5, 4]);
});

it('keeps the revisions of a site', async () => {
  const first = testSite();
  const second = testSite({ k: 5 });
  await store.keepSite(first.site, first.revision, 1);
  await store.keepSite(second.site, second.revision, 2);
  await store.keepSite(first.site, first.revision, 3);
  const kept = await store.siteRevisions(STORE);
  expect(kept.map((r) => [r.revision, r.sinceMs])).toEqual([
    [first.revision, 1],
    [second.revision, 2],
  ]);
  expect(kept[1].site).toEqual({ ...second.site, mqtt: { url: 'mqtt://not-kept' } });
});

it('keeps no address of a camera or the broker, which may hold passwords', async () => {
  const { site, revision } = testSite({ mqtt: 'mqtt://shop:secret@broker.example' });
  site.cameras[0].source = { kind: 'rtsp', url: 'rtsp://admin:sec/ret@10.0.0.9/live?password=secret' };
  await store.keepSite(site, revision, 1);
  const [kept] = await store.siteRevisions(STORE);
  expect(JSON.stringify(kept.site)).not.toMatch(/sec|admin|shop/);
  expect(kept.site.cameras[0].source).toEqual({ kind: 'rtsp', url: 'rtsp://not-kept' });
});
