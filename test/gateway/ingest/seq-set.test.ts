import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Acks, MAX_ACK_RANGES } from '../../../gateway/ingest/acks.ts';
import { SeqSet } from '../../../gateway/ingest/seq-set.ts';

/** The same by brute force. */
function model(seqs: Iterable<number>) {
  const has = new Set(seqs);
  const last = Math.max(0, ...has);
  const ranges: [number, number][] = [];
  for (let seq = 1; seq <= last; seq++) {
    if (!has.has(seq)) continue;
    if (ranges.at(-1)?.[1] === seq - 1) ranges[ranges.length - 1][1] = seq;
    else ranges.push([seq, seq]);
  }
  const upTo = ranges[0]?.[0] === 1 ? ranges.shift()![1] : 0;
  return { upTo, ranges, last, missing: last - has.size };
}
const view = (set: SeqSet) => ({ upTo: set.upTo, ranges: set.ranges, last: set.last, missing: set.missing });

describe('SeqSet', () => {
  it('is a set, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (seqs) => {
        const set = new SeqSet();
        for (const seq of seqs) set.add(seq);
        expect(view(set)).toEqual(model(seqs));
      }),
    );
  });

  it('is rebuilt from its own ranges', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (seqs) => {
        const set = new SeqSet();
        for (const seq of seqs) set.add(seq);
        expect(view(new SeqSet(set.upTo, set.ranges))).toEqual(view(set));
      }),
    );
  });

  it('takes ranges that overlap what is there', () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.array(range), (ranges) => {
        const set = new SeqSet();
        for (const [low, length] of ranges) set.addRange(low, low + length);
        const all = ranges.flatMap(([low, length]) => Array.from({ length: length + 1 }, (_, i) => low + i));
        expect(view(set)).toEqual(model(all));
      }),
    );
  });
});

describe('Acks', () => {
  it('carries 200 ranges at most and keeps the rest for later', () => {
    const acks = new Acks();
    for (let i = 1; i <= 500; i++) acks.add('s', 'n', 'e', i * 2);
    const ack = acks.ack('s', 'n', 'e');
    expect(ack.upTo).toBe(0);
    expect(ack.ranges).toHaveLength(MAX_ACK_RANGES);
    expect(ack.ranges[0]).toEqual([2, 2]);
    for (let i = 0; i < 500; i++) acks.add('s', 'n', 'e', i * 2 + 1);
    expect(acks.ack('s', 'n', 'e')).toEqual({ epoch: 'e', upTo: 1000, ranges: [] });
  });

  it('counts the gaps of all epochs and names the newest one’s last number', () => {
    const acks = new Acks([
      { store: 's', node: 'n', epoch: '01-old', upTo: 3, ranges: [[6, 8]] },
      { store: 's', node: 'n', epoch: '02-new', upTo: 0, ranges: [[2, 2]] },
    ]);
    expect(acks.summary('s', 'n')).toEqual({ lastSeq: 2, missing: 3 });
    expect(acks.summary('s', 'other')).toEqual({ lastSeq: 0, missing: 0 });
  });
});
