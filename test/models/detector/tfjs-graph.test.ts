import { describe, expect, it } from 'vitest';
import { halfToNumber, readGraph } from '../../../models/detector/tfjs-graph.ts';

describe('halfToNumber', () => {
  // IEEE 754-2008, binary16: the examples of its table.
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('0x%s', (bits, value) => {
    expect(halfToNumber(bits)).toBe(value);
  });
});

/** Input → Relu → Relu, and a branch that is not wanted, in an order that is not the order of work. */
function model(weights: unknown[]) {
  return JSON.stringify({
    format: 'graph-model',
    modelTopology: {
      node: [
        { name: 'out', op: 'Relu', input: ['middle'] },
        { name: 'aside', op: 'TopKV2', input: ['middle'] },
        { name: 'middle', op: 'Relu', input: ['in', '^aside'] },
        { name: 'in', op: 'Placeholder' },
      ],
    },
    weightsManifest: [{ weights }],
  });
}

describe('readGraph', () => {
  it('keeps what the outputs need, each after its inputs', () => {
    expect(readGraph(model([]), new Uint8Array(), ['out']).nodes.map((it) => it.name)).toEqual(['in', 'middle', 'out']);
  });

  it('turns quantised weights into floats', () => {
    const weights = [
      { name: 'byte', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
      { name: 'half', shape: [], dtype: 'float32', quantization: { dtype: 'float16' } },
      { name: 'whole', shape: [1], dtype: 'int32' },
    ];
    const bytes = Uint8Array.of(0, 4, 0x00, 0xc0, 7, 0, 0, 0);
    const { constants } = readGraph(model(weights), bytes, ['out']);
    expect([...constants.get('byte')!.values]).toEqual([-1, 1]);
    expect([...constants.get('half')!.values]).toEqual([-2]);
    expect([...constants.get('whole')!.values]).toEqual([7]);
  });

  it.each([
    ['too short', new Uint8Array(3)],
    ['too many', new Uint8Array(5)],
  ])('refuses a weight file that is %s', (said, bytes) => {
    const weights = [{ name: 'x', shape: [], dtype: 'float32' }];
    expect(() => readGraph(model(weights), bytes, ['out'])).toThrow(said);
  });

  it('refuses another format, and an output that is not there', () => {
    expect(() => readGraph('{"format":"layers-model"}', new Uint8Array(), [])).toThrow('layers-model');
    expect(() => readGraph(model([]), new Uint8Array(), ['nowhere'])).toThrow('there is no node nowhere');
  });
});
