import { describe, expect, it } from 'vitest';
import { DelayedTracks } from '../../../edge/track/delayed.ts';
import { Headings } from '../../../edge/track/headings.ts';
import { KalmanBank, WALKING } from '../../../edge/track/kalman.ts';
import { bufferedIou, heightIou, iou, type Similarity } from '../../../edge/track/similarity.ts';
import { StillThings } from '../../../edge/track/still.ts';
import type { Tracks } from '../../../edge/track/tracker.ts';

const boxes = (...values: number[][]) => Float32Array.from(values.flat());

describe('similarity', () => {
  it.each<{ name: string; compare: Similarity; b: number[]; expected: number }>([
    { name: 'IoU of the same box', compare: iou, b: [0, 0, 40, 100], expected: 1 },
    { name: 'IoU of half the box', compare: iou, b: [20, 0, 60, 100], expected: 1 / 3 },
    { name: 'IoU of touching boxes', compare: iou, b: [40, 0, 80, 100], expected: 0 },
    { name: 'height IoU of a lower box', compare: heightIou, b: [0, 50, 40, 150], expected: 1 / 9 },
    { name: 'buffered IoU of touching boxes', compare: bufferedIou, b: [40, 0, 80, 100], expected: 24 / (128 - 24) },
    { name: 'buffered IoU of distant boxes', compare: bufferedIou, b: [90, 0, 130, 100], expected: 0 },
  ])('$name', ({ compare, b, expected }) => {
    expect(compare(boxes([0, 0, 40, 100]), 0, boxes([9, 9, 10, 10], b), 1)).toBeCloseTo(expected, 6);
  });
});

describe('KalmanBank', () => {
  it('learns a steady walk and goes on with it, in one step or in many', () => {
    const bank = new KalmanBank(3, WALKING);
    const at = (x: number) => boxes([x, 50, x + 40, 150]);
    for (const slot of [0, 2]) bank.start(slot, at(0), 0);
    for (let frame = 1; frame <= 30; frame++) {
      for (const slot of [0, 2]) {
        bank.predict(slot, 0.1);
        bank.update(slot, at(6 * frame), 0, 1);
      }
    }
    expect(bank.speed(0, 0)).toBeCloseTo(60, 0);
    bank.predict(0, 1);
    for (let i = 0; i < 10; i++) bank.predict(2, 0.1);
    const out = new Float64Array(12);
    bank.box(0, out, 0);
    bank.box(2, out, 2);
    expect(out[0]).toBeCloseTo(240, 0);
    expect(out[8]).toBeCloseTo(out[0], 6);
    expect(bank.surprise(0, at(240), 0)).toBeLessThan(0.1);
    expect(bank.surprise(0, at(500), 0)).toBeGreaterThan(3);
  });
});

describe('DelayedTracks', () => {
  const collect = () => {
    const seen: { tMs: number; id: number; left: number; measured: number }[] = [];
    const sink = (tMs: number, t: Tracks) => {
      for (let i = 0; i < t.count; i++) {
        seen.push({ tMs, id: t.id[i], left: t.xyxy[4 * i], measured: t.measured[i] });
      }
    };
    return { seen, sink };
  };
  const person = (x: number) => boxes([x, 0, x + 40, 100]);

  it('gives boxes from before the confirmation the id that came later', () => {
    const { seen, sink } = collect();
    const delayed = new DelayedTracks({ lagMs: 1000, smoothMs: 0, lookBack: 0.5 });
    for (let t = 0; t <= 300; t += 100) {
      delayed.open(t);
      delayed.add(7, t < 200 ? 0 : 1, person(t), 0, 0.9);
      if (t === 200) delayed.confirm(7, 1, t, person(t), 0);
      delayed.release(t, sink);
    }
    expect(seen).toEqual([]);
    delayed.flush(sink);
    expect(seen.map((s) => [s.tMs, s.id, s.left])).toEqual([0, 100, 200, 300].map((t) => [t, 1, t]));
  });

  it('takes earlier boxes of nobody that lie on the way of a new person, over a gap, and no others', () => {
    const { seen, sink } = collect();
    const delayed = new DelayedTracks({ lagMs: 1000, smoothMs: 0, lookBack: 0.5 });
    for (let t = 0; t <= 600; t += 100) {
      delayed.open(t);
      delayed.addSpare(person(400), 0, 0.2);
      if (t === 0 || t === 200) delayed.addSpare(person(t / 10), 0, 0.2);
      if (t >= 300) delayed.add(3, t < 500 ? 0 : 1, person(t / 10), 0, 0.9);
      if (t === 500) delayed.confirm(3, 1, t, person(t / 10), 0);
    }
    delayed.flush(sink);
    expect(seen.map((s) => [s.tMs, s.left])).toEqual([0, 1, 2, 3, 4, 5, 6].map((f) => [100 * f, 10 * f]));
    expect(seen.map((s) => s.measured)).toEqual([1, 0, 1, 1, 1, 1, 1]);
  });

  it('fills only frames that are still held', () => {
    const { seen, sink } = collect();
    const delayed = new DelayedTracks({ lagMs: 200, smoothMs: 0, lookBack: 0 });
    for (let t = 0; t <= 500; t += 100) {
      delayed.open(t);
      if (t === 500) delayed.bridge(1, 1, 0, person(0), 0, 500, person(50), 0);
      if (t === 0 || t === 500) delayed.add(1, 1, person(t / 10), 0, 0.9);
      delayed.release(t, sink);
    }
    delayed.flush(sink);
    expect(seen.map((s) => [s.tMs, s.left, s.measured])).toEqual([
      [0, 0, 1],
      [300, 30, 0],
      [400, 40, 0],
      [500, 50, 1],
    ]);
  });

  it('smooths jitter away and leaves a straight walk where it is', () => {
    const { seen, sink } = collect();
    const delayed = new DelayedTracks({ lagMs: 1000, smoothMs: 300, lookBack: 0 });
    for (let f = 0; f < 40; f++) {
      delayed.open(f * 100);
      delayed.add(1, 1, boxes([10 * f, 0, 10 * f + 40, 100], [200 + (f % 2 === 0 ? 4 : -4), 0, 240, 100]), 0, 0.9);
      delayed.add(2, 2, boxes([200 + (f % 2 === 0 ? 4 : -4), 0, 240, 100]), 0, 0.9);
      delayed.release(f * 100, sink);
    }
    delayed.flush(sink);
    for (const s of seen.filter((one) => one.id === 1)) expect(s.left).toBeCloseTo(s.tMs / 10, 2);
    const jitter = seen.filter((one) => one.id === 2 && one.tMs >= 1000 && one.tMs <= 3000);
    for (const s of jitter) expect(Math.abs(s.left - 200)).toBeLessThan(1);
  });
});

describe('StillThings', () => {
  const at = (x: number) => boxes([x, 50, x + 40, 150]);
  const settle = (still: StillThings, toMs: number) => {
    still.start(0, 0, at(100));
    let thing = false;
    for (let t = 100; t <= toMs; t += 100) thing = still.isThing(0, t, at(100 + (t % 300 === 0 ? 1 : -1)));
    return thing;
  };

  it('takes what does not move for long enough for a thing', () => {
    expect(settle(new StillThings(5, 0.04), 4900)).toBe(false);
    expect(settle(new StillThings(5, 0.04), 5200)).toBe(true);
    expect(settle(new StillThings(0, 0.04), 60_000)).toBe(false);
  });

  it('never takes somebody who sways for a thing', () => {
    const still = new StillThings(5, 0.04);
    still.start(0, 0, at(100));
    for (let t = 100; t < 60_000; t += 100) {
      expect(still.isThing(0, t, at(100 + 8 * Math.sin(t / 1500)))).toBe(false);
    }
  });

  it('shows a thing that walks off, and knows the place of one that was there', () => {
    const still = new StillThings(5, 0.04);
    settle(still, 6000);
    const others = boxes([0, 0, 0, 0], [101, 50, 141, 150], [160, 50, 200, 150]);
    expect(still.start(1, 6100, others)).toBe(true);
    expect(still.start(2, 6100, others)).toBe(false);
    expect(still.isThing(0, 6200, at(140))).toBe(false);
  });
});

describe('Headings', () => {
  it.each([
    { name: 'straight on', next: [160, 0], expected: 1 },
    { name: 'back', next: [40, 0], expected: -1 },
    { name: 'aside', next: [100, 60], expected: 0 },
    { name: 'where it is', next: [100, 0], expected: 0 },
  ])('agrees with $name: $expected', ({ next: [x, y], expected }) => {
    const headings = new Headings();
    headings.start(70, 0, boxes([0, 0, 40, 100]), 0);
    for (let i = 1; i <= 10; i++) headings.add(70, i * 100, boxes([10 * i, 0, 10 * i + 40, 100]), 0);
    expect(headings.agreement(70, boxes([x, y, x + 40, y + 100]), 0)).toBeCloseTo(expected, 6);
  });
});
