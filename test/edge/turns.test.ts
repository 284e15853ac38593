import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../edge/turns.ts';

/** Each recording asks for its turns, with waits of its own between them; gives the order in which they came. */
async function order(recordings: Record<string, number[]>, waits: readonly number[]): Promise<string[]> {
  const turns = new Turns(new AbortController().signal);
  const seen: string[] = [];
  let at = 0;
  const play = async (id: string, times: number[]) => {
    for (const tMs of times) {
      for (let n = waits[at++ % waits.length] ?? 0; n > 0; n--) await Promise.resolve();
      await turns.take(id, tMs);
      seen.push(`${tMs} ${id}`);
    }
    turns.leave(id);
  };
  for (const id of Object.keys(recordings)) turns.join(id);
  await Promise.all(Object.entries(recordings).map(([id, times]) => play(id, times)));
  return seen;
}

describe('recordings that take turns', () => {
  it('go in the order of their times, however long each of them takes', async () => {
    const times = fc.uniqueArray(fc.nat(200), { maxLength: 20 }).map((list) => list.sort((a, b) => a - b));
    const waits = fc.array(fc.nat(5), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(times, times, times, waits, async (a, b, c, waited) => {
        const seen = await order({ a, b, c }, waited);
        expect(seen.length).toBe(a.length + b.length + c.length);
        const expected = Object.entries({ a, b, c })
          .flatMap(([id, list]) => list.map((tMs) => ({ id, tMs })))
          .sort((one, other) => one.tMs - other.tMs || (one.id < other.id ? -1 : 1));
        expect(seen).toEqual(expected.map(({ id, tMs }) => `${tMs} ${id}`));
      }),
    );
  });

  it('do not wait for one that has left, nor when all is over', async () => {
    const stop = new AbortController();
    const turns = new Turns(stop.signal);
    turns.join('a');
    turns.join('b');
    let went = false;
    const waiting = turns.take('a', 5).then(() => {
      went = true;
    });
    await Promise.resolve();
    expect(went).toBe(false);
    turns.leave('b');
    await waiting;
    turns.join('b');
    const again = turns.take('a', 6);
    stop.abort();
    await again;
    await turns.take('a', 7);
    await turns.take('stranger', 1);
  });
});
