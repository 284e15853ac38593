import { describe, expect, it } from 'vitest';
import { QueueJoin } from '../../../edge/events/queue-join.ts';
import type { Site } from '../../../models/contract/site.ts';
import { Sums } from './record.ts';
import { SHOP } from './shop.ts';

/** The shop with a camera of its own over the till. */
const TWO: Site = {
  ...SHOP,
  nodes: [{ id: 'n', cameras: ['c', 't'] }],
  cameras: [...SHOP.cameras, { ...SHOP.cameras[0], id: 't' }],
  zones: SHOP.zones.map((zone) => ({ ...zone, camera: zone.kind === 'till' ? 't' : 'c' })),
};

type Step = (join: QueueJoin, tMs: number) => void;
const leaves: Step = (join, tMs) => join.waited('queue', tMs, 30, 'abandoned', 0.1);
const comes: Step = (join, tMs) => join.visitBegan('till', tMs, 0.1);

/** Steps at their seconds, in the order told; both cameras look on until a minute later unless one is lost. */
function run(steps: (readonly [s: number, step: Step])[], lost = false): Sums {
  const sums = new Sums();
  let join = new QueueJoin(TWO, sums);
  steps.forEach(([s, step], i) => {
    join.seen('c', 0, s * 1000);
    if (!lost) join.seen('t', 0, s * 1000);
    step(join, s * 1000);
    if (i !== 0) return;
    const state = JSON.parse(JSON.stringify(join.snapshot()));
    join = new QueueJoin(TWO, sums);
    join.restore(state);
  });
  const [lastS] = steps[steps.length - 1];
  for (let s = lastS + 1; s < lastS + 60; s++) {
    join.seen('c', 0, s * 1000);
    if (!lost) join.seen('t', 0, s * 1000);
  }
  return sums;
}

describe('a queue whose till another camera sees', () => {
  it.each([
    [
      'who comes to the till is served',
      [
        [100, leaves],
        [103, comes],
      ],
      { 'queue served': 1 },
    ],
    [
      'who comes to none gave up',
      [
        [100, leaves],
        [120, () => undefined],
        [140, comes],
      ],
      { 'queue abandoned': 1, 'queue served': 1, 'queue joined': 1 },
    ],
    [
      'who comes to a till half a minute after the only one who left is that one',
      [
        [100, leaves],
        [128, comes],
      ],
      { 'queue served': 1 },
    ],
    [
      'who got out of sight amid the queue, and is told of late, had come to the till',
      [
        [100, comes],
        [130, (join: QueueJoin) => join.waited('queue', 98_000, 30, 'cut', 0.1)],
      ],
      { 'queue served': 1 },
    ],
    [
      'a stay at the till whose track breaks serves one',
      [
        [100, leaves],
        [103, comes],
        [120, (join: QueueJoin) => join.visitEnded('till', 120_000, 17, true)],
        [123, comes],
      ],
      { 'queue served': 1, 'queue services': 1 },
    ],
    ['who was in no queue did not wait', [[100, comes]], { 'queue served': 1, 'queue joined': 1 }],
    [
      'one till stay serves one',
      [
        [100, leaves],
        [101, leaves],
        [103, comes],
      ],
      { 'queue served': 1, 'queue abandoned': 1 },
    ],
    [
      'a stay that is taken back serves nobody',
      [
        [100, leaves],
        [103, comes],
        [104, (join: QueueJoin) => join.visitBegan('till', 103_000, 0, -1)],
      ],
      { 'queue abandoned': 1 },
    ],
  ] as const)('%s', (_name, steps, expected) => {
    const { sums } = run(steps as never);
    const queue = Object.entries(sums).filter(([name, n]) => name.startsWith('queue') && n !== 0);
    expect(Object.fromEntries(queue)).toEqual(expected);
  });

  it('is unknown while the till is not looked at', () => {
    expect(run([[100, leaves]], true).sums).toMatchObject({ 'queue cut': 1 });
  });

  it('takes a wait back as it was told', () => {
    const back: Step = (join) => join.waited('queue', 100_000, 30, 'abandoned', 0.1, -1);
    expect(
      run([
        [100, leaves],
        [103, comes],
        [140, back],
      ]).sums['queue served'],
    ).toBe(0);
    expect(
      run([
        [100, leaves],
        [104, back],
      ]).left(),
    ).toEqual({});
  });

  it('leaves queues alone whose tills the same camera sees', () => {
    const sums = new Sums();
    new QueueJoin(SHOP, sums).waited('queue', 1000, 5, 'abandoned', 0);
    expect(sums.left()).toEqual({ 'queue abandoned': 1 });
  });
});
