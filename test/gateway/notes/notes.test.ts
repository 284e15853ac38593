import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { NoteBook } from '../../../gateway/notes/notes.ts';
import { rest, withoutUnseen } from '../../../gateway/notes/without.ts';
import { kyselyStore, openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import { feed } from '../../support/api.ts';
import { envelope, heat, STORE, T0, traffic, zone } from '../../support/messages.ts';

const db = await openSqliteDb(':memory:');
const notes = new NoteBook(db);
afterAll(() => db.destroy());

const MINUTE = 60_000;
const span = { store: STORE, fromMs: T0, toMs: T0 + 60 * MINUTE };
const note = (from: number, to: number, effect: 'none' | 'baselines' | 'figures' = 'figures') => ({
  ...{ fromMs: T0 + from * MINUTE, toMs: T0 + to * MINUTE },
  ...({ kind: 'blocked', text: 'a box stood before it', effect } as const),
});
const writer = { by: 'ann', atMs: T0 };

describe('notes', () => {
  it('keep every revision, and a note that is withdrawn is no longer there', async () => {
    const first = await notes.add(STORE, note(5, 10, 'none'), writer);
    await notes.change(STORE, first.id, { text: 'two boxes', effect: 'figures' }, { by: 'bob', atMs: T0 + 1 });
    expect(await notes.notes(span)).toMatchObject([{ revision: 2, text: 'two boxes', by: 'bob' }]);
    expect(await notes.unseen(span)).toEqual([{ fromMs: T0 + 5 * MINUTE, toMs: T0 + 10 * MINUTE }]);
    await notes.withdraw(STORE, first.id, writer);
    expect(await notes.notes(span)).toEqual([]);
    expect(await notes.unseen(span)).toEqual([]);
    const history = await notes.history(STORE, first.id);
    expect(history.map((it) => [it.revision, it.by, it.withdrawn])).toEqual([
      [1, 'ann', false],
      [2, 'bob', false],
      [3, 'ann', true],
    ]);
    await expect(notes.change(STORE, first.id, {}, writer)).rejects.toThrow(/withdrawn/);
    await expect(notes.change('other', first.id, {}, writer)).rejects.toThrow(/no note/);
  });

  it('join the time that counts as not seen', async () => {
    const made = [await notes.add(STORE, note(-5, 5), writer), await notes.add(STORE, note(4, 8), writer)];
    made.push(await notes.add(STORE, note(30, 90), writer), await notes.add(STORE, note(20, 25, 'baselines'), writer));
    expect(await notes.unseen(span)).toEqual([
      { fromMs: T0, toMs: T0 + 8 * MINUTE },
      { fromMs: T0 + 30 * MINUTE, toMs: span.toMs },
    ]);
    for (const { id } of made) await notes.withdraw(STORE, id, writer);
  });
});

describe('figures without the time that counts as not seen', () => {
  it('lose its counts and its coverage, and get them back when the note goes', async () => {
    const store = kyselyStore(db);
    for (let minute = 0; minute < 60; minute++) {
      await feed(
        store,
        envelope('agg/traffic', 3 * minute + 1, traffic(minute, { in: minute + 1, out: 0 })),
        envelope('agg/zone', 3 * minute + 2, zone(minute, { visits: 1 }, { occupancyS: 30, occupancyMax: 1 })),
        envelope('agg/heat', 3 * minute + 3, heat(minute, [[3, 20, 5]])),
      );
    }
    const seen = withoutUnseen(
      store,
      (it) => notes.unseen(it),
      () => MINUTE,
    );
    const query = { ...span, grainMs: Number.POSITIVE_INFINITY };
    const before = await Promise.all([seen.traffic(query), seen.zones(query), seen.floors(span)]);
    const { id } = await notes.add(STORE, note(10, 20), writer);
    const [door] = await seen.traffic(query);
    expect(door.in).toBe(1830 - 155);
    expect(door.seenS).toBeCloseTo((before[0][0].seenS * 50) / 60, 6);
    expect((await seen.zones(query)).find((sum) => sum.zone === 'entrance')?.visits).toBe(50);
    expect(await seen.heat({ ...span, floor: '0' })).toHaveLength(50);
    const hours = await seen.traffic({ ...query, grainMs: 15 * MINUTE });
    expect(hours.map((sum) => sum.in).reduce((a, b) => a + b)).toBe(door.in);
    await notes.withdraw(STORE, id, writer);
    expect(await Promise.all([seen.traffic(query), seen.zones(query), seen.floors(span)])).toEqual(before);
  });

  it('are what is left of the span', () => {
    const stretch = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 5 }), (stretches) => {
        const unseen = stretches
          .map(([from, length]) => ({ fromMs: from, toMs: from + length }))
          .sort((a, b) => a.fromMs - b.fromMs);
        const left = rest({ fromMs: 0, toMs: 100 }, unseen);
        for (let t = 0; t < 100; t++) {
          const within = (it: { fromMs: number; toMs: number }) => it.fromMs <= t && t < it.toMs;
          expect(left.filter(within).length).toBe(unseen.some(within) ? 0 : 1);
        }
      }),
    );
  });
});
