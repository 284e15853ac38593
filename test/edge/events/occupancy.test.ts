import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventEngine } from '../../../edge/events/engine.ts';
import { Occupancy } from '../../../edge/events/occupancy.ts';
import { type Spot, tracksOf } from './record.ts';
import { Balances, camera, DOOR, FLOOR, other, STORE, Teller } from './told-balances.ts';

describe('the occupancy of a floor', () => {
  it('knows of somebody who came in and went out of view', () => {
    const teller = new Teller();
    teller.stay(10, {});
    expect(teller.people).toBeLessThan(0.1);
    teller.enter('1');
    teller.stay(10, { 1: 6 });
    expect(teller.people).toBeCloseTo(1, 0);
    teller.stay(15, {});
    expect(teller.people).toBeGreaterThan(0.6);
    teller.stay(10, { 2: 6 });
    teller.stay(1, { 2: 2.7 });
    teller.cross('2', 'out');
    teller.stay(1, { 2: 1.2 });
    teller.stay(60, {});
    expect(teller.people).toBeLessThan(0.5);
    expect(teller.told.people.length).toBeGreaterThan(15);
    expect(teller.told.only('crossed')).toHaveLength(2);
  });

  it.each<[string, (teller: Teller) => void]>([
    [
      'whose track breaks',
      (teller) => {
        teller.stay(20, { 1: 6 });
        teller.stay(1, {});
        teller.stay(20, { 9: 6.5 });
      },
    ],
    ['whom two cameras see', (teller) => teller.stay(20, { 1: 6 }, { 7: 6.4 })],
    [
      'who goes from camera to camera',
      (teller) => {
        teller.stay(5, { 1: 6 }, { 7: 6.4 });
        teller.stay(20, {}, { 7: 8 });
      },
    ],
  ])('counts one %s as one', (_, goOn) => {
    const teller = new Teller();
    teller.stay(10, {});
    teller.enter('1');
    goOn(teller);
    expect(teller.people).toBeGreaterThan(0.8);
    expect(teller.people).toBeLessThan(1.3);
  });

  it('counts one whom the line missed', () => {
    const teller = new Teller();
    teller.stay(10, {});
    teller.enter('1', false);
    teller.stay(20, { 1: 6 });
    expect(teller.people).toBeCloseTo(1, 0);
    expect(teller.occupancy.floors()[0].doors[0].in.missedShare).toBeGreaterThan(0.01);
  });

  it('does not take those who leave the picture behind the door for people who go out', () => {
    const teller = new Teller();
    for (let i = 0; i < 450; i++) {
      teller.stay(1, { [`p${i}`]: 1.2 });
      teller.cross(`p${i}`, 'in');
      teller.stay(1, { [`p${i}`]: 3.3 });
      teller.stay(1, {});
    }
    const [{ doors }] = teller.occupancy.floors();
    expect(doors[0]).toMatchObject({ errs: false });
  });

  it('begins with who is there, and some whom it does not see', () => {
    const teller = new Teller();
    teller.stay(5, { 1: 6, 2: 8, 3: 10 });
    expect(teller.people).toBeGreaterThan(3.2);
    expect(teller.people).toBeLessThan(6);
    expect(teller.occupancy.floors()[0].variance).toBeGreaterThan(1);
  });

  it('does not count who stands before the door', () => {
    const teller = new Teller();
    teller.stay(30, { 1: 1, 2: 0.4 });
    expect(teller.people).toBeLessThan(0.1);
  });

  it('takes back who turns out to be staff', () => {
    const teller = new Teller();
    teller.stay(10, {});
    teller.enter('1');
    teller.stay(10, { 1: 6 });
    teller.ear().inCell(FLOOR.id, 0, teller.tMs, 10, `${camera.id}/1`, -1);
    teller.ear().crossed(DOOR.id, 'in', teller.tMs, 0.05, `${camera.id}/1`, -1);
    teller.stay(10, {});
    expect(teller.people).toBeLessThan(0.3);
  });

  it('takes those whom a lost camera saw for unseen', () => {
    const teller = new Teller();
    teller.stay(10, {});
    teller.enter('1');
    teller.stay(20, {}, { 7: 6 });
    for (let i = 0; i < 60; i++) {
      teller.tMs += 500;
      teller.frame({});
    }
    expect(teller.people).toBeGreaterThan(0.5);
  });

  it.each([
    ['nobody looked for a night', 12 * 3600],
    ['the clock was set back', -3600],
  ])('begins anew when %s', (_, laterS) => {
    const teller = new Teller();
    teller.tMs = 1e9;
    teller.stay(60, { 1: 6, 2: 8, 3: 10, 4: 12 });
    expect(teller.people).toBeGreaterThan(3.5);
    teller.tMs += laterS * 1000;
    const before = teller.told.people.length;
    teller.stay(60, {});
    expect(teller.told.people.length - before).toBeGreaterThan(10);
    expect(teller.people).toBeLessThan(0.3);
  });

  it('knows who is back soon also while another camera is lost', () => {
    const teller = new Teller();
    teller.stay(10, {});
    teller.stay(60, { 1: 8, 2: 12 }, { 7: 18 });
    const alone = (seconds: number, people: Record<string, number>) => {
      for (let i = 0; i < 2 * seconds; i++) {
        teller.tMs += 500;
        teller.frame(people);
      }
    };
    alone(17, { 1: 8, 2: 12 });
    alone(8, { 1: 8 });
    const [{ lost }] = teller.occupancy.snapshot().floors.map(([, floor]) => floor);
    expect(lost.map(({ xM }) => xM)).toEqual([12.5]);
  });

  it('hears the engine itself', () => {
    const told = new Balances();
    const occupancy = new Occupancy(STORE, [camera.id], told);
    const engine = new EventEngine(STORE, camera);
    const ear = occupancy.of(camera.id);
    for (let i = 0; i < 900; i++) {
      const spots: Spot[] = i > 100 && i < 700 ? [[1, Math.min(8, 0.8 + (i - 100) * 0.1), 5]] : [];
      engine.step(i * 100, tracksOf(spots), ear);
    }
    expect(told.only('crossed')).toHaveLength(1);
    expect(Math.max(...told.people)).toBeGreaterThan(0.9);
    expect(Math.max(...told.people)).toBeLessThan(1.2);
  });

  it('leaves floors out whose doors it does not see', () => {
    const told = new Balances();
    expect(new Occupancy(STORE, [other.id], told).floors()).toEqual([]);
    expect(new Occupancy(STORE, [other.id], told).of(other.id)).toBe(told);
    expect(new Occupancy({ ...STORE, lines: [] }, [camera.id], told).floors()).toEqual([]);
  });

  it('goes on the same from a snapshot through JSON', () => {
    const step = fc.record({
      people: fc.dictionary(fc.constantFrom('1', '2', '3'), fc.constantFrom(1.2, 2.7, 4, 8)),
      cross: fc.option(fc.tuple(fc.constantFrom('1', '2'), fc.constantFrom('in', 'out')), { freq: 3 }),
      ofOther: fc.dictionary(fc.constantFrom('1', '2'), fc.constantFrom(4.2, 6)),
    });
    const play = (teller: Teller, it: typeof step extends fc.Arbitrary<infer T> ? T : never) => {
      teller.stay(2, it.people, it.ofOther);
      if (it.cross) teller.cross(it.cross[0], it.cross[1] as 'in' | 'out');
    };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(29), (steps, at) => {
        const whole = new Teller();
        let parts = new Teller();
        steps.forEach((it, i) => {
          if (i === at) {
            const state = JSON.parse(JSON.stringify(parts.occupancy.snapshot()));
            const { tMs } = parts;
            parts = new Teller();
            parts.tMs = tMs;
            parts.occupancy.restore(state);
          }
          for (const teller of [whole, parts]) play(teller, it);
        });
        expect(parts.occupancy.snapshot()).toEqual(whole.occupancy.snapshot());
        for (const people of whole.told.people) expect(people).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });
});
