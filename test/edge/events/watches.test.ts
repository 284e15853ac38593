import { describe, expect, it } from 'vitest';
import { EventEngine } from '../../../edge/events/engine.ts';
import { Sums, tracksOf } from './record.ts';
import { frames, SHOP, way } from './shop.ts';
import { run, toTill } from './watch-run.ts';

describe('a queue', () => {
  it('holds a wait that ends at the till, and the service there', () => {
    const sums = run(frames({ at: way(...toTill) }));
    expect(sums.left()).toMatchObject({ 'queue joined': 1, 'queue served': 1, 'queue services': 1 });
    const [wait, service] = sums.told;
    // 20 s of standing and 4 m of walking in the queue's zone; 30 s at the till and 1.2 m on either side.
    expect(Number(wait.split(' ')[1])).toBeCloseTo(23.3, 0);
    expect(Number(service.split(' ')[1])).toBeCloseTo(31, 0);
    expect(sums.sums['queue queueS']).toBeCloseTo(23.3, 0);
  });

  it('holds the wait of somebody who is hidden amid it until the same place shows somebody again', () => {
    const hidden = way([0.5, 5], [12, 5, 20]);
    const shown = way([12.2, 5, 10], [14.5, 5, 30], [14.5, 9]);
    const sums = run(frames({ at: hidden }, { from: hidden.length + 150, at: shown }));
    expect(sums.left()).toMatchObject({ 'queue joined': 1, 'queue served': 1 });
    expect(sums.left()).not.toHaveProperty('queue cut');
    expect(Number(sums.told.find((told) => told.startsWith('served'))?.split(' ')[1])).toBeCloseTo(48, 0);
    expect(sums.sums['queue queueS']).toBeCloseTo(48, 0);
  });

  it('lets who got out of sight amid it, and comes to the till, have waited until then', () => {
    const hidden = way([0.5, 5], [12, 5, 20]);
    const shown = way([14.8, 5, 30], [14.8, 9]);
    const sums = run(frames({ at: hidden }, { from: hidden.length + 150, at: shown }));
    expect(sums.left()).toMatchObject({ 'queue joined': 1, 'queue served': 1 });
    expect(Number(sums.told.find((told) => told.startsWith('served'))?.split(' ')[1])).toBeCloseTo(36.7, 0);
  });

  it.each([
    [
      'is given up by who walks away',
      [
        [0.5, 5],
        [11, 5, 20],
        [11, 9],
        [0.5, 9],
      ],
      { abandoned: 1, joined: 1 },
    ],
    [
      'is none for who walks through it',
      [
        [0.5, 5],
        [13, 5],
        [13, 9],
        [0.5, 9],
      ],
      {},
    ],
    [
      'is a wait of nothing for who finds the till free',
      [
        [0.5, 9],
        [14.5, 9],
        [14.5, 5, 20],
        [14.5, 9],
        [1, 9],
      ],
      { served: 1, joined: 1, services: 1 },
    ],
    [
      'is none for who passes the till twice',
      [
        [16.5, 5],
        [15.2, 5],
        [16, 5, 4],
        [15.2, 5],
        [16, 5],
        [16, 9],
        [0.5, 9],
      ],
      {},
    ],
    [
      'goes on when somebody steps out for 3 s',
      [
        [0.5, 5],
        [11, 5, 10],
        [11, 3.8, 2],
        [11, 5, 10],
        [14.5, 5, 20],
        [14.5, 9],
      ],
      { served: 1, joined: 1, services: 1 },
    ],
    [
      'is unknown when the view is lost within it',
      [
        [0.5, 5],
        [11, 5, 20],
      ],
      { cut: 1, joined: 1 },
    ],
  ] as const)('%s', (_name, corners, expected) => {
    // Somebody else stays, so that the camera knows that people do not leave in the queue.
    const others = Array.from({ length: 3 }, (_, i) => ({ at: way([12 + i / 2, 4.5, 200]) }));
    const sums = run(frames({ at: way(...corners) }, ...others));
    const alone = run(frames({ at: [] }, ...others));
    const more = (name: string) => (sums.sums[`queue ${name}`] ?? 0) - (alone.sums[`queue ${name}`] ?? 0);
    const found = Object.fromEntries(
      ['joined', 'served', 'abandoned', 'cut', 'services'].map((n) => [n, more(n)]).filter(([, n]) => n !== 0),
    );
    expect(found).toEqual(expected);
  });

  it('has the wait of who walked about in it before standing, in the minutes in which it was', () => {
    const about = Array.from({ length: 40 }, (_, i): [number, number] => [i % 2 === 0 ? 10.2 : 13.8, 5]);
    const at = way([0.5, 5], ...about, [12, 5, 10], [14.5, 5, 10], [14.5, 9], [0.5, 9]);
    const minutes: number[] = [];
    const told = new (class extends Sums {
      override inQueue(zone: string, tMs: number, dtS: number, length: number): void {
        const minute = Math.floor(tMs / 60_000);
        minutes[minute] = (minutes[minute] ?? 0) + dtS * length;
        super.inQueue(zone, tMs, dtS, length);
      }
    })();
    const engine = new EventEngine(SHOP, SHOP.cameras[0]);
    frames({ at }).forEach((frame, i) => {
      engine.step(i * 100, tracksOf(frame), told);
    });
    engine.cut(told);
    expect(minutes.reduce((a, b) => a + b)).toBeGreaterThan(120);
    expect(Math.max(...minutes)).toBeLessThan(60.2);
  });

  it('without a till cannot tell who gave up: whoever leaves counts as served', () => {
    const site = { ...SHOP, zones: SHOP.zones.filter(({ kind }) => kind !== 'till') };
    const sums = run(frames({ at: way([0.5, 5], [11, 5, 20], [11, 9], [0.5, 9]) }), site);
    expect(sums.left()).toMatchObject({ 'queue served': 1 });
  });
});

describe('buying units', () => {
  const beside = (dy: number) => way([0.5, 5], [9, 5]).map(([x, y]): [number, number] => [x, y + dy]);
  it.each([
    ['two side by side', [{ at: beside(0) }, { at: beside(0.8) }], 1, 2],
    ['three in a row', [{ at: beside(0) }, { at: beside(0.8) }, { from: 10, at: beside(-0.5) }], 1, 3],
    ['one after the other', [{ at: beside(0) }, { from: 40, at: beside(0) }], 2, 2],
    [
      'two who part at the door',
      [{ at: way([0.5, 5], [3, 5], [3, 1], [9, 1]) }, { at: way([0.5, 5.5], [3, 5.5], [3, 9], [9, 9]) }],
      2,
      2,
    ],
  ])('%s', (_name, people, units, persons) => {
    expect(run(frames(...people)).left()).toMatchObject({ 'door in': persons, 'door units in': units });
  });
});
