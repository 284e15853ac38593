import { describe, expect, it } from 'vitest';
import { QueueAlarm, type QueueChange } from '../../../edge/events/queue-alarm.ts';
import { NoFacts } from '../../../models/aggregate/facts.ts';
import { SHOP } from './shop.ts';

/** Changes told of lengths that each last for some seconds. */
function told(...spells: (readonly [length: number, seconds: number])[]): QueueChange[] {
  const changes: QueueChange[] = [];
  const site = { ...SHOP, zones: SHOP.zones.map((z) => (z.kind === 'queue' ? { ...z, longFrom: 4 } : z)) };
  const alarm = new QueueAlarm(site, new NoFacts(), (change) => changes.push(change));
  let tMs = 0;
  for (const [length, seconds] of spells) {
    for (let s = 0; s < seconds; s++, tMs += 1000) {
      alarm.inQueue('queue', tMs - 5000, 60, 1);
      alarm.inQueue('queue', tMs, 1, length);
    }
  }
  return changes;
}

describe('an alarm of a long queue', () => {
  it.each([
    [
      'is told once',
      [
        [1, 30],
        [5, 60],
      ],
      [{ zone: 'queue', change: 'long', length: 5 }],
    ],
    [
      'is not told of a moment',
      [
        [5, 10],
        [3, 2],
        [5, 10],
        [3, 60],
      ],
      [],
    ],
    [
      'ends when the queue is short again for a while',
      [
        [4, 30],
        [3, 5],
        [4, 30],
        [2, 60],
      ],
      [
        { zone: 'queue', change: 'long', length: 4 },
        { zone: 'queue', change: 'normal', length: 2 },
      ],
    ],
  ] as const)('%s', (_name, spells, expected) => {
    expect(told(...spells)).toEqual(expected);
  });
});
