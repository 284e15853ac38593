import { describe, expect, it } from 'vitest';
import { EventEngine } from '../../../edge/events/engine.ts';
import { seeded } from '../../support/walk.ts';
import { type Spot, Sums, tracksOf } from './record.ts';
import { frames, SHOP, way } from './shop.ts';
import { run, toTill } from './watch-run.ts';

describe('who does not count', () => {
  const visitor = way([0.5, 5], [8, 1, 10], [14.5, 5, 10], [14.5, 9], [0.5, 9]);
  const onlyVisitor = run(frames({ at: visitor })).left();
  const counts = (sums: Sums) => {
    const { staff, still, ...rest } = sums.left();
    return { rest, staff, still };
  };

  it.each([
    ['goes to the staff zone', way([0.5, 8], [8, 1, 10], [18, 8, 20]), SHOP],
    [
      'is longer at the till than any customer',
      way([0.5, 8], [8, 1, 10], [15, 4.5, 100]),
      { ...SHOP, people: { staffTillS: 90 } },
    ],
  ])('staff who %s: nothing is left of what was told', (_name, at, site) => {
    const { rest, staff } = counts(run(frames({ at: visitor }, { at }), site));
    // An exit is no exit of a customer either.
    expect(rest).toEqual(onlyVisitor);
    expect(staff).toBeGreaterThan(10);
  });

  it('staff who come by the staff line are counted there and nowhere else', () => {
    const { rest } = counts(run(frames({ at: visitor }, { at: way([19.5, 5], [15, 8], [8, 1, 10], [0.5, 8]) })));
    expect(rest).toMatchObject({ ...onlyVisitor, 'back in': 1 });
  });

  it.each([
    ['staff who are lost before the door were not', 17.5, 0],
    ['customers who are lost there were perhaps', 16, 5],
  ])('%s beyond it', (_, fromX, least) => {
    const random = seeded(3);
    const sums = new Sums();
    const engine = new EventEngine(SHOP, SHOP.cameras[0]);
    let [id, frame] = [0, 0];
    const walk = (at: [number, number][]) => {
      id++;
      let hidden = 0;
      const spots = [...at.map((p) => [[id, ...p]] as Spot[]), ...Array.from({ length: 150 }, (): Spot[] => [])];
      for (const spot of spots) {
        if (hidden === 0 && random() < 0.02) hidden = Math.floor(random() * 30);
        else if (hidden > 0) hidden--;
        engine.step(100 * frame++, tracksOf(hidden > 0 ? [] : spot), sums);
      }
    };
    for (let i = 0; i < 60; i++) walk(way([0.5, 9], [8, 9], [0.5, 9]));
    const before = sums.sums['door out'];
    for (let i = 0; i < 60; i++) walk(way([fromX, 9, 7], [2.4, 9]));
    const more = sums.sums['door out'] - before;
    expect(more).toBeGreaterThanOrEqual(least);
    if (least === 0) expect(more).toBe(0);
  });

  it('a mannequin, also when its track breaks; a visitor who stands is a person', () => {
    const stands = { at: way([8, 1.5, 200]) };
    const again = { from: 2040, at: way([8.05, 1.5, 60]) };
    const site = { ...SHOP, people: { stillS: 100 } };
    const { rest, still } = counts(run(frames({ at: visitor }, stands, again), site));
    expect(rest).toEqual(onlyVisitor);
    expect(still).toBeGreaterThan(150);
    const waits = run(frames({ at: way([0.5, 5], [8, 1.5, 200], [0.5, 5]) }), site).left();
    expect(waits).toMatchObject({ 'shelf visits': 1 });
    expect(waits).not.toHaveProperty('still');
  });
});

describe('ways', () => {
  it('go from the first place to the last, and over cells in a direction', () => {
    const sums = run(frames({ at: way(...toTill) })).left();
    expect(sums).toMatchObject({ 'line:door … line:door': 1, 'queue to till': 1 });
    // In to the right (2), out to the left (6), from the till down (4).
    expect(sums['step 2']).toBeGreaterThan(11);
    expect(sums['step 6']).toBeGreaterThan(11);
    expect(sums['step 4']).toBeGreaterThan(2);
    expect(Object.keys(sums).filter((name) => /step [017]/.test(name))).toEqual([]);
  });
});
