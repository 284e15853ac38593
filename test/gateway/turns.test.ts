import { describe, expect, it } from 'vitest';
import { eachInTurns, finish, inPieces, nextTurn, partByPart, pieces, type Work } from '../../gateway/turns.ts';
import { countTurns } from '../support/turns.ts';

function* sum(list: readonly number[]): Work<number> {
  let all = 0;
  for (const n of list) {
    all += n;
    yield;
  }
  return all;
}
const LIST = Array.from({ length: 200 }, (_, i) => i);

describe('long work', () => {
  it('lets one of those who wait go on in each turn of the event loop', async () => {
    const end = countTurns();
    const order: number[] = [];
    await Promise.all(LIST.slice(0, 20).map((n) => nextTurn().then(() => order.push(n))));
    expect(order).toEqual(LIST.slice(0, 20));
    expect(end()).toBeGreaterThanOrEqual(19);
  });

  it('waits for a turn only where this one has lasted long enough', async () => {
    expect(pieces(60_000)()).toBeUndefined();
    const rest = pieces(0);
    const end = countTurns();
    for (let i = 0; i < 5; i++) await rest();
    expect(end()).toBeGreaterThanOrEqual(4);
  });

  it('has the same answer in one go and in turns', async () => {
    const end = countTurns();
    const lists = [LIST, [], [7]];
    expect(await eachInTurns(lists, pieces(0), sum)).toEqual(lists.map((list) => finish(sum(list))));
    expect(end()).toBeGreaterThanOrEqual(LIST.length - 1);
    expect(await inPieces(LIST, pieces(0), (n, i) => n * i)).toEqual(LIST.map((n) => n * n));
  });

  it('sends every part but empty ones, in order', async () => {
    const sent: string[] = [];
    for await (const part of partByPart(['a', '', 'b', 'c'])) sent.push(part);
    expect(sent).toEqual(['a', 'b', 'c']);
  });
});
