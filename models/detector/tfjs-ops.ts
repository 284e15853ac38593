import type { OnnxAttribute, OnnxNode, OnnxTensor } from './onnx-writer.ts';
import { type Constant, declaredShape, flag, type GraphNode, ints, text, texts, unsupported } from './tfjs-graph.ts';

type Shape = readonly number[];

/**
 * The ONNX graph under construction. TensorFlow.js has pictures as N × H × W × C, ONNX as N × C × H × W: every
 * activation here is N × C × H × W from the input on, so nothing has to be turned while the model runs.
 */
export class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxTensor[] = [];
  readonly #source: ReadonlyMap<string, Constant>;
  readonly #shapes = new Map<string, Shape>();
  readonly #scalars = new Set<string>();

  constructor(source: ReadonlyMap<string, Constant>) {
    this.#source = source;
  }

  emit(op: string, inputs: readonly string[], output: string, attributes: Record<string, OnnxAttribute> = {}): void {
    this.nodes.push({ op, inputs, output, attributes });
  }

  floats(name: string, shape: Shape, values: Float32Array): string {
    this.constants.push({ name, shape, values });
    return name;
  }

  longs(name: string, values: readonly number[]): string {
    this.constants.push({ name, shape: [values.length], values: BigInt64Array.from(values, BigInt) });
    return name;
  }

  setShape(name: string, shape: Shape): void {
    this.#shapes.set(name, shape);
  }

  /** N, C, H, W of an activation. */
  shapeOf(name: string): Shape {
    const shape = this.#shapes.get(name);
    if (shape?.length !== 4) throw unsupported(`${name} is not a picture of known size`);
    return shape;
  }

  isConstant(name: string): boolean {
    return this.#source.has(name);
  }

  constant(name: string): Constant {
    const constant = this.#source.get(name);
    if (constant === undefined) throw unsupported(`${name} is not a constant`);
    return constant;
  }

  /** Puts a constant of one number into the graph (once) and gives its name. */
  scalar(name: string): string {
    const { shape, values } = this.constant(name);
    if (shape.length !== 0) throw unsupported(`the constant ${name} has more than one number`);
    if (!this.#scalars.has(name)) this.floats(name, [], Float32Array.from(values));
    this.#scalars.add(name);
    return name;
  }
}

/** How each TensorFlow operation is said in ONNX. */
export const OPERATIONS: Readonly<Record<string, ((graph: OnnxGraph, node: GraphNode) => void) | undefined>> = {
  Placeholder: (graph, node) => {
    const [batch, height, width, channels] = declaredShape(node);
    graph.setShape(node.name, [batch, channels, height, width]);
  },
  Conv2D: (graph, node) => convolution(graph, node, false),
  _FusedConv2D: (graph, node) => convolution(graph, node, false),
  DepthwiseConv2dNative: (graph, node) => convolution(graph, node, true),
  FusedDepthwiseConv2dNative: (graph, node) => convolution(graph, node, true),
  Add: (graph, node) => elementwise(graph, node, 'Add'),
  AddV2: (graph, node) => elementwise(graph, node, 'Add'),
  Mul: (graph, node) => elementwise(graph, node, 'Mul'),
  Relu: (graph, node) => sameShape(graph, node, 'Relu'),
  Sigmoid: (graph, node) => sameShape(graph, node, 'Sigmoid'),
  Identity: (graph, node) => sameShape(graph, node, 'Identity'),
  Relu6: (graph, node) => {
    const low = graph.floats(`${node.name}/low`, [], Float32Array.of(0));
    const high = graph.floats(`${node.name}/high`, [], Float32Array.of(6));
    sameShape(graph, node, 'Clip', [low, high]);
  },
  Mean: mean,
  ResizeBilinear: resize,
  ConcatV2: concatenate,
};

function sameShape(graph: OnnxGraph, node: GraphNode, op: string, more: readonly string[] = []): void {
  graph.emit(op, [node.inputs[0], ...more], node.name);
  graph.setShape(node.name, graph.shapeOf(node.inputs[0]));
}

/** Both activations, or one of them and one number. Sizes of 1 stretch, which works the same in both orders of axes. */
function elementwise(graph: OnnxGraph, node: GraphNode, op: string): void {
  const names = node.inputs.map((name) => (graph.isConstant(name) ? graph.scalar(name) : name));
  const shapes = node.inputs.filter((name) => !graph.isConstant(name)).map((name) => graph.shapeOf(name));
  graph.emit(op, names, node.name);
  graph.setShape(
    node.name,
    shapes[0].map((size, axis) => Math.max(size, shapes[1]?.[axis] ?? 1)),
  );
}

/** Means over height and width. */
function mean(graph: OnnxGraph, node: GraphNode): void {
  const axes = [...graph.constant(node.inputs[1]).values].join();
  if (axes !== '1,2' || !flag(node, 'keep_dims')) throw unsupported(`${node.name} is not a mean over the picture`);
  const [batch, channels] = graph.shapeOf(node.inputs[0]);
  graph.emit('ReduceMean', [node.inputs[0]], node.name, { axes: [2, 3], keepdims: 1 });
  graph.setShape(node.name, [batch, channels, 1, 1]);
}

function resize(graph: OnnxGraph, node: GraphNode): void {
  if (flag(node, 'align_corners')) throw unsupported(`${node.name} aligns corners`);
  const [height, width] = graph.constant(node.inputs[1]).values;
  const [batch, channels] = graph.shapeOf(node.inputs[0]);
  const shape = [batch, channels, height, width];
  const sizes = graph.longs(`${node.name}/sizes`, shape);
  graph.emit('Resize', [node.inputs[0], '', '', sizes], node.name, {
    mode: 'linear',
    coordinate_transformation_mode: flag(node, 'half_pixel_centers') ? 'half_pixel' : 'asymmetric',
  });
  graph.setShape(node.name, shape);
}

function concatenate(graph: OnnxGraph, node: GraphNode): void {
  const parts = node.inputs.slice(0, -1);
  if (graph.constant(node.inputs.at(-1)!).values[0] !== 3) throw unsupported(`${node.name} is not along the channels`);
  const [batch, , height, width] = graph.shapeOf(parts[0]);
  const channels = parts.reduce((sum, name) => sum + graph.shapeOf(name)[1], 0);
  graph.emit('Concat', parts, node.name, { axis: 1 });
  graph.setShape(node.name, [batch, channels, height, width]);
}

/** A convolution with what TensorFlow fused into it: a bias and perhaps a ReLU. */
function convolution(graph: OnnxGraph, node: GraphNode, depthwise: boolean): void {
  const [input, kernelName, biasName] = node.inputs;
  if (text(node, 'data_format') !== 'NHWC') throw unsupported(`${node.name} has its channels first`);
  const kernel = turnKernel(graph.constant(kernelName), depthwise);
  const [batch, channels, height, width] = graph.shapeOf(input);
  const [outputs, , kernelHeight, kernelWidth] = kernel.shape;
  const stride = ints(node, 'strides').slice(1, 3);
  const dilation = ints(node, 'dilations').slice(1, 3);
  const isSame = text(node, 'padding') === 'SAME';
  const rows = alongAxis(height, kernelHeight, stride[0], dilation[0], isSame);
  const columns = alongAxis(width, kernelWidth, stride[1], dilation[1], isSame);

  const fused = texts(node, 'fused_ops');
  const [hasBias, hasRelu] = [fused[0] === 'BiasAdd', fused[1] === 'Relu'];
  if (fused.length !== Number(hasBias) + Number(hasRelu)) throw unsupported(`${node.name} has ${fused} fused in`);
  const inputs = [input, graph.floats(`${node.name}/kernel`, kernel.shape, kernel.values)];
  if (hasBias)
    inputs.push(graph.floats(`${node.name}/bias`, [outputs], Float32Array.from(graph.constant(biasName).values)));

  const convolved = hasRelu ? `${node.name}/linear` : node.name;
  graph.emit('Conv', inputs, convolved, {
    kernel_shape: [kernelHeight, kernelWidth],
    strides: stride,
    dilations: dilation,
    pads: [rows.before, columns.before, rows.after, columns.after],
    group: depthwise ? channels : 1,
  });
  if (hasRelu) graph.emit('Relu', [convolved], node.name);
  graph.setShape(node.name, [batch, outputs, rows.size, columns.size]);
}

/** TensorFlow's rule for SAME: as many zeros as give ceil(size / stride) results, the odd one behind. */
function alongAxis(size: number, kernel: number, stride: number, dilation: number, isSame: boolean) {
  const reach = (kernel - 1) * dilation + 1;
  if (!isSame) return { size: Math.ceil((size - reach + 1) / stride), before: 0, after: 0 };
  const results = Math.ceil(size / stride);
  const zeros = Math.max((results - 1) * stride + reach - size, 0);
  return { size: results, before: Math.floor(zeros / 2), after: Math.ceil(zeros / 2) };
}

/**
 * H × W × I × O → O × I × H × W. Depthwise kernels are H × W × I × M, of which ONNX wants I·M × 1 × H × W.
 */
function turnKernel({ shape, values }: Constant, depthwise: boolean): { shape: number[]; values: Float32Array } {
  const [height, width, inputs, outputs] = shape;
  const turned = new Float32Array(values.length);
  let from = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let i = 0; i < inputs; i++) {
        for (let o = 0; o < outputs; o++) {
          const plane = depthwise ? i * outputs + o : o * inputs + i;
          turned[(plane * height + y) * width + x] = values[from++];
        }
      }
    }
  }
  return { shape: depthwise ? [inputs * outputs, 1, height, width] : [outputs, inputs, height, width], values: turned };
}
