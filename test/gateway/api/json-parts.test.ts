import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOf, jsonParts } from '../../../gateway/api/json-parts.ts';

const points = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ start: `t${i}`, in: i, out: null, no: undefined }));
const long = {
  from: 'a "quoted" one',
  gone: undefined,
  points: points(450),
  queues: [{ zone: 'a', points: points(201) }, undefined, { zone: 'b', points: [] }],
  cells: Array.from({ length: 1001 }, (_, i) => (i % 7 === 0 ? undefined : i / 3)),
};

describe('an answer in parts', () => {
  it('is the text of JSON.stringify', async () => {
    const stream = jsonOf(long) as AsyncIterable<string>;
    const parts: string[] = [];
    for await (const part of stream) parts.push(part);
    expect(parts.join('')).toBe(JSON.stringify(long));
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(15_000);
  });

  it('is so of a list in the items of a list', () => {
    expect(typeof jsonOf({ queues: [{ zone: 'a', points: points(201) }] })).toBe('object');
  });

  it.each([[{ points: points(200) }], [[]], [null], ['text'], [{}], [{ a: [{ b: { c: { d: points(1000) } } }] }]])(
    'is made at once where it is short, or its lists lie deeper (%#)',
    (answer) => {
      expect(jsonOf(answer)).toBe(JSON.stringify(answer));
    },
  );

  it('of whatever there is in JSON is the same', () => {
    const list = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 });
    const answers = fc.record({ a: fc.jsonValue(), many: list.map((of) => new Array(201).fill(of)), few: list });
    fc.assert(
      fc.property(answers, (answer) => {
        expect([...jsonParts(answer)].join('')).toBe(JSON.stringify(answer));
      }),
      { numRuns: 50 },
    );
  });
});
