import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../../edge/shelf/facing.ts';
import { ShelfWatch } from '../../../edge/shelf/shelf-watch.ts';
import { Book } from '../../../models/aggregate/book.ts';
import type { Plan } from '../../../models/aggregate/plan.ts';
import type { ShelfRow } from '../../../models/contract/aggregate.ts';
import type { ShelfEvent } from '../../../models/contract/event.ts';

const T0 = Date.UTC(2026, 2, 2, 9);
const LOOK_MS = 30_000;
const PLAN: Plan = { zones: [], queues: [], lines: [], floors: [], minVisits: 1, heatMs: 300_000 };
const HIDDEN = null;

/** What is told of one facing at which somebody looks every half minute, its state going through JSON between looks. */
function watch(fills: readonly (number | null | 'seam')[]) {
  const book = new Book(PLAN);
  let watch = new ShelfWatch();
  const events: ShelfEvent[] = [];
  for (const [i, fill] of fills.entries()) {
    const state = JSON.parse(JSON.stringify(watch.snapshot()));
    watch = new ShelfWatch();
    watch.restore(state);
    if (fill === 'seam') {
      watch.cut();
      continue;
    }
    const look = { shelf: 'dairy', facing: 'f1', fill, variance: 0.0064 };
    events.push(...watch.see(T0 + i * LOOK_MS, [look], book));
  }
  const rows: ShelfRow[] = book
    .closeAll()
    .flatMap(({ messages }) => messages.flatMap((m) => (m.kind === 'shelf' ? m.data.facings : [])));
  return { events, rows };
}

const minutes = (rows: readonly ShelfRow[]) => ({
  known: rows.reduce((sum, row) => sum + row.coverage * 5, 0),
  empty: rows.reduce((sum, row) => sum + row.emptyS! / 60, 0),
});
const at = (look: number) => new Date(T0 + look * LOOK_MS).toISOString();
const times = <T>(n: number, value: T): T[] => new Array<T>(n).fill(value);

describe('a facing', () => {
  it.each<[string, Parameters<typeof watch>[0], [string, number][]]>([
    ['that stays full', times(20, 0.9), []],
    ['that is empty from the first look on', times(20, 0), [['empty', 0]]],
    ['that runs low says so once', [...times(10, 0.6), ...times(10, 0.2)], [['low', 10]]],
    [
      'runs empty, and the moment is the first look that showed it',
      [...times(10, 0.6), ...times(10, 0.01)],
      [['empty', 10]],
    ],
    [
      'is refilled, and the moment is the first look that showed it',
      [...times(10, 0.01), ...times(10, 0.95)],
      [
        ['empty', 0],
        ['refilled', 10],
      ],
    ],
    ['is not empty for one or two looks that err', [...times(8, 0.7), 0, 0, ...times(8, 0.7)], []],
    ['is not refilled by a hand before it', [...times(8, 0), 1, 1, ...times(8, 0)], [['empty', 0]]],
    ['does not flutter about a threshold', [...times(6, 0.6), ...times(30, [0.28, 0.33, 0.27]).flat()], [['low', 6]]],
    [
      'whose night brought a refill',
      [...times(8, 0.01), 'seam', ...times(8, 0.9)],
      [
        ['empty', 0],
        ['refilled', 9],
      ],
    ],
    ['that is hidden says nothing', times(30, HIDDEN), []],
  ])('%s', (_, fills, expected) => {
    expect(watch(fills).events).toEqual(
      expected.map(([change, look]) => ({ shelf: 'dairy', facing: 'f1', change, since: at(look) })),
    );
  });

  it('counts the time without its product from the first look that showed it, and not beyond the refill', () => {
    const { rows } = watch([...times(10, 0.6), ...times(20, 0.01), ...times(11, 0.9)]);
    expect(minutes(rows)).toEqual({ known: 20, empty: 10 });
    expect(rows.map(({ state }) => state)).toEqual(['full', 'empty', 'empty', 'full', 'full']);
  });

  it('is unknown when nobody could see it for ten minutes, and does not go on being empty', () => {
    const { rows, events } = watch([...times(10, 0.01), ...times(50, HIDDEN)]);
    expect(events).toHaveLength(1);
    expect(rows.at(-1)).toMatchObject({ state: 'unknown', fill: null, coverage: 0, emptyS: 0 });
    expect(minutes(rows).empty).toBeCloseTo(14.5, 1);
  });

  it('is as uncertain as one look, however many there were', () => {
    const [row] = watch(times(10, 0.5)).rows;
    expect(row).toMatchObject({ fill: 0.5, fillVariance: 0.0064, state: 'full' });
  });

  it('is never empty for longer than it was known, and changes its state with each event', () => {
    const fill = fc.oneof(fc.constant(HIDDEN), fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(0));
    fc.assert(
      fc.property(fc.array(fill, { maxLength: 80 }), (fills) => {
        const { rows, events } = watch(fills);
        const { known, empty } = minutes(rows);
        expect(empty).toBeGreaterThanOrEqual(0);
        expect(empty).toBeLessThanOrEqual(known + 1e-2);
        for (const [i, event] of events.slice(1).entries()) expect(event.change).not.toBe(events[i].change);
      }),
    );
  });
});

it('takes five looks to say anything', () => {
  const looks = (n: number) => Array.from({ length: n }, (_, i): [number, number] => [i, 0]);
  expect([4, 5].map((n) => stateOf(looks(n), 'unknown'))).toEqual(['unknown', 'empty']);
});

it('hardly ever takes a last package of twelve for none, as looks err', () => {
  // A plain generator: Park and Miller's.
  let seed = 1;
  const uniform = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const look = (i: number): [number, number] => [i, Math.max(0, 1 / 12 + 0.08 * normal())];
  const windows = Array.from({ length: 2000 }, () => Array.from({ length: 9 }, (_, i) => look(i)));
  const wrong = windows.filter((seen) => stateOf(seen, 'low') === 'empty').length / windows.length;
  expect(wrong).toBeLessThan(0.07);
});
