import { describe, expect, it } from 'vitest';
import { QueueAlarm, type QueueChange } from '../../../edge/events/queue-alarm.ts';
import { NoFacts } from '../../../models/aggregate/facts.ts';
import { SHOP } from './shop.ts';

const SITE = { ...SHOP, zones: SHOP.zones.map((z) => (z.kind === 'queue' ? { ...z, longFrom: 4 } : z)) };
const HOUR_MS = 3_600_000;

/** Changes told of lengths that each last for some seconds; before each its state goes through JSON. */
function told(...spells: (readonly [length: number, seconds: number, fromMs?: number])[]): QueueChange[] {
  const changes: QueueChange[] = [];
  const begin = () => new QueueAlarm(SITE, new NoFacts(), (change) => changes.push(change));
  let alarm = begin();
  let tMs = 2 * HOUR_MS;
  for (const [length, seconds, fromMs = tMs] of spells) {
    const state = JSON.parse(JSON.stringify(alarm.snapshot()));
    alarm = begin();
    alarm.restore(state);
    tMs = fromMs;
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
    [
      'is not told again after a stop',
      [
        [5, 25],
        [5, 25],
      ],
      [{ zone: 'queue', change: 'long', length: 5 }],
    ],
    [
      'is heard of when the clock was set back',
      [
        [1, 30],
        [5, 60, HOUR_MS],
      ],
      [{ zone: 'queue', change: 'long', length: 5 }],
    ],
  ] as const)('%s', (_name, spells, expected) => {
    expect(told(...spells)).toEqual(expected);
  });
});
