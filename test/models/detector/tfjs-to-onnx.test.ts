import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { tfjsToOnnx } from '../../../models/detector/tfjs-to-onnx.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

interface Weight {
  name: string;
  shape: number[];
  values: number[];
  dtype?: 'float32' | 'int32';
}

interface Operation {
  name: string;
  op: string;
  input: string[];
  attr?: object;
}

function attributes({ stride = 1, padding = 'SAME', fused = [] as string[] }) {
  const steps = { list: { i: ['1', String(stride), String(stride), '1'] } };
  return {
    strides: steps,
    dilations: { list: { i: ['1', '1', '1', '1'] } },
    padding: { s: base64(padding) },
    data_format: { s: base64('NHWC') },
    fused_ops: { list: { s: fused.map(base64) } },
  };
}

/** Converts a graph whose input `in` is a picture height × width × channels and runs it; everything H × W × C. */
async function runConverted(picture: { shape: number[]; values: number[] }, weights: Weight[], nodes: Operation[]) {
  const constants = weights.map((it) => ({ name: it.name, op: 'Const', input: [] }));
  const dim = [1, ...picture.shape].map((size) => ({ size: String(size) }));
  const placeholder = { name: 'in', op: 'Placeholder', attr: { shape: { shape: { dim } } } };
  const json = JSON.stringify({
    format: 'graph-model',
    modelTopology: { node: [placeholder, ...constants, ...nodes] },
    weightsManifest: [{ weights: weights.map(({ name, shape, dtype = 'float32' }) => ({ name, shape, dtype })) }],
  });
  const bytes = weights.map(({ values, dtype }) =>
    Buffer.from((dtype === 'int32' ? Int32Array : Float32Array).from(values).buffer),
  );
  const last = nodes.at(-1)!.name;
  const onnx = tfjsToOnnx(json, Buffer.concat(bytes), {
    input: { node: 'in', name: 'images' },
    outputs: [{ node: last, name: 'result' }],
  });
  const session = await InferenceSession.create(onnx);
  const [height, width, channels] = picture.shape;
  const turned = new Float32Array(picture.values.length);
  picture.values.forEach((value, i) => {
    turned[(i % channels) * height * width + Math.floor(i / channels)] = value;
  });
  const { result } = await session.run({ images: new Tensor('float32', turned, [1, channels, height, width]) });
  const [, outChannels, outHeight, outWidth] = result.dims;
  const data = result.data as Float32Array;
  const cells = outHeight * outWidth;
  const values = Array.from(data, (_, i) => data[(i % outChannels) * cells + Math.floor(i / outChannels)]);
  await session.release();
  return { shape: [outHeight, outWidth, outChannels], values };
}

const picture3 = { shape: [3, 3, 1], values: [1, 2, 3, 4, 5, 6, 7, 8, 9] };
const ones3 = { name: 'k', shape: [3, 3, 1, 1], values: new Array(9).fill(1) };

describe('tfjsToOnnx', () => {
  it('convolves with SAME zeros all round at stride 1', async () => {
    const node = { name: 'out', op: 'Conv2D', input: ['in', 'k'], attr: attributes({}) };
    const { values } = await runConverted(picture3, [ones3], [node]);
    expect(values).toEqual([12, 21, 16, 27, 45, 33, 24, 39, 28]);
  });

  it('puts the odd zero of SAME behind, as TensorFlow does', async () => {
    const picture = { shape: [4, 4, 1], values: Array.from({ length: 16 }, (_, i) => i) };
    const node = { name: 'out', op: 'Conv2D', input: ['in', 'k'], attr: attributes({ stride: 2 }) };
    const { shape, values } = await runConverted(picture, [ones3], [node]);
    // Windows start at 0 and 2: nothing before, one row and column of zeros behind.
    expect(shape).toEqual([2, 2, 1]);
    expect(values).toEqual([45, 39, 66, 50]);
  });

  it('convolves VALID with bias and ReLU, kernels height × width × in × out', async () => {
    const picture = { shape: [1, 1, 2], values: [10, 1] };
    const weights = [
      { name: 'k', shape: [1, 1, 2, 3], values: [1, 2, -3, 4, 5, 6] },
      { name: 'b', shape: [3], values: [100, 200, 0] },
    ];
    const attr = attributes({ padding: 'VALID', fused: ['BiasAdd', 'Relu'] });
    const { values } = await runConverted(picture, weights, [
      { name: 'out', op: '_FusedConv2D', input: ['in', 'k', 'b'], attr },
    ]);
    expect(values).toEqual([114, 225, 0]);
  });

  it('convolves each channel with its own kernel', async () => {
    const picture = { shape: [1, 2, 2], values: [1, 10, 2, 20] };
    const kernel = { name: 'k', shape: [1, 1, 2, 1], values: [3, 5] };
    const node = { name: 'out', op: 'DepthwiseConv2dNative', input: ['in', 'k'], attr: attributes({}) };
    expect((await runConverted(picture, [kernel], [node])).values).toEqual([3, 50, 6, 100]);
  });

  it('joins along the channels, means over the picture, stretches, adds and clips', async () => {
    const picture = { shape: [2, 1, 1], values: [2, 4] };
    const weights: Weight[] = [
      { name: 'axes', shape: [2], values: [1, 2], dtype: 'int32' },
      { name: 'channels', shape: [], values: [3], dtype: 'int32' },
      { name: 'two', shape: [], values: [2] },
    ];
    const { shape, values } = await runConverted(picture, weights, [
      { name: 'mean', op: 'Mean', input: ['in', 'axes'], attr: { keep_dims: { b: true } } },
      { name: 'sum', op: 'Add', input: ['mean', 'in'] },
      { name: 'twice', op: 'Mul', input: ['two', 'sum'] },
      { name: 'clipped', op: 'Relu6', input: ['in'] },
      { name: 'joined', op: 'ConcatV2', input: ['twice', 'clipped', 'channels'] },
    ]);
    expect(shape).toEqual([2, 1, 2]);
    expect(values).toEqual([10, 2, 14, 4]);
  });

  it('doubles a picture by the rule without half pixels', async () => {
    const size = { name: 'size', shape: [2], values: [4, 2], dtype: 'int32' as const };
    const node = { name: 'out', op: 'ResizeBilinear', input: ['in', 'size'] };
    const { values } = await runConverted({ shape: [2, 1, 1], values: [0, 10] }, [size], [node]);
    expect(values).toEqual([0, 0, 5, 5, 10, 10, 10, 10]);
  });

  it('names the operation that it does not know', async () => {
    const nodes = [{ name: 'out', op: 'Softmax', input: ['in'] }];
    await expect(runConverted(picture3, [], nodes)).rejects.toThrow('Softmax (out) is not in the table');
  });
});
