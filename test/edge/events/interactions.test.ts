import { describe, expect, it } from 'vitest';
import { InteractionWatch } from '../../../edge/events/interactions.ts';
import { Sums } from './record.ts';
import { SHOP } from './shop.ts';

const AT_REST = 0.4;
const [SHELF] = SHOP.zones;

/** One visitor at the shelf: spells of (seconds, aspect of the box, walks along). */
function visit(...spells: (readonly [seconds: number, aspect: number, walks?: boolean])[]): Sums {
  const sums = new Sums();
  const watch = new InteractionWatch(SHELF);
  let tMs = 0;
  let x = 6.5;
  for (const [seconds, aspect, walks] of spells) {
    for (let i = 0; i < seconds * 10; i++, tMs += 100) {
      if (walks) x += 0.08;
      // A detector's box is never the same twice.
      watch.see(1, x, 1, tMs, 0.1, aspect * (1 + 0.04 * Math.sin(tMs)), sums);
    }
  }
  return sums;
}

describe('interactions with a fixture', () => {
  it.each([
    ['walking by is none', [[3, AT_REST, true]], {}],
    ['stopping is a stop', [[4, AT_REST]], { 'shelf stop': 1 }],
    [
      'an arm stretched out for a second is a reach',
      [
        [4, AT_REST],
        [1, 0.6],
        [2, AT_REST],
      ],
      { 'shelf stop': 1, 'shelf reach': 1 },
    ],
    [
      'reaching twice',
      [
        [4, AT_REST],
        [1, 0.6],
        [2, AT_REST],
        [1.5, 0.56],
        [2, AT_REST],
      ],
      { 'shelf stop': 1, 'shelf reach': 2 },
    ],
    [
      'one frame of a wide box is an error',
      [
        [4, AT_REST],
        [0.1, 0.7],
        [2, AT_REST],
      ],
      { 'shelf stop': 1 },
    ],
    [
      'turning sideways and staying so is no reach',
      [
        [4, AT_REST],
        [8, 0.6],
        [2, 0.6],
      ],
      { 'shelf stop': 1 },
    ],
    [
      'a wide stride is no reach',
      [
        [1, AT_REST, true],
        [1, 0.6, true],
        [1, AT_REST, true],
      ],
      {},
    ],
    [
      'boxes that are not seen say nothing',
      [
        [4, AT_REST],
        [1, 0],
        [2, AT_REST],
      ],
      { 'shelf stop': 1 },
    ],
  ] as const)('%s', (_name, spells, expected) => {
    expect(visit(...spells).left()).toEqual(expected);
  });
});
