import { AisleError } from '../contract/errors.ts';

/** A constant of the graph: its numbers in TensorFlow's order, already as plain floats or whole numbers. */
export interface Constant {
  shape: readonly number[];
  values: Float32Array | Int32Array;
}

/** One operation: `inputs` are names of nodes or constants. */
export interface GraphNode {
  name: string;
  op: string;
  inputs: readonly string[];
  attr: Readonly<Record<string, Attribute>>;
}

export interface Graph {
  /** What the wanted outputs need, each node after its inputs; without constants. */
  nodes: readonly GraphNode[];
  constants: ReadonlyMap<string, Constant>;
}

/** A protobuf AttrValue as TensorFlow.js writes it to JSON: bytes are base64, 64-bit numbers are strings. */
interface Attribute {
  s?: string;
  b?: boolean;
  shape?: { dim: { size: string }[] };
  list?: { i?: string[]; s?: string[] };
}

interface WeightEntry {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: string; scale?: number; min?: number };
}

/** The parts of a TensorFlow.js graph model that are read; the integrity of the file is checked before. */
interface GraphModel {
  format: string;
  modelTopology: { node: { name: string; op: string; input?: string[]; attr?: Record<string, Attribute> }[] };
  weightsManifest: { weights: WeightEntry[] }[];
}

const FIX = 'Only the graph that the manifest names is known to convert: pull that one.';

/** A graph that the converter does not understand. */
export function unsupported(what: string): AisleError {
  return new AisleError('BAD_INPUT', `TensorFlow.js graph: ${what}`, FIX);
}

/**
 * Reads a TensorFlow.js graph model and keeps what the outputs need.
 * @param json the text of model.json
 * @param bytes all weight files, one after the other
 * @param outputs names of the nodes that are wanted
 * Throws BAD_INPUT when it is not such a model or the weights do not fit.
 */
export function readGraph(json: string, bytes: Uint8Array, outputs: readonly string[]): Graph {
  const model = JSON.parse(json) as GraphModel;
  if (model.format !== 'graph-model') throw unsupported(`the format is ${model.format}, not graph-model`);
  const constants = readWeights(
    model.weightsManifest.flatMap((it) => it.weights),
    bytes,
  );
  const all = model.modelTopology.node.map((it) => ({
    name: it.name,
    op: it.op,
    inputs: (it.input ?? []).filter((name) => !name.startsWith('^')),
    attr: it.attr ?? {},
  }));
  return { nodes: inOrder(all, outputs), constants };
}

/** Depth first from the outputs: each node after what it needs. */
function inOrder(all: readonly GraphNode[], outputs: readonly string[]): GraphNode[] {
  const byName = new Map(all.map((node) => [node.name, node]));
  const seen = new Set<string>();
  const order: GraphNode[] = [];
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const node = byName.get(name);
    if (node === undefined) throw unsupported(`there is no node ${name}`);
    for (const input of node.inputs) visit(input);
    if (node.op !== 'Const') order.push(node);
  };
  for (const name of outputs) visit(name);
  return order;
}

function readWeights(entries: readonly WeightEntry[], bytes: Uint8Array): Map<string, Constant> {
  const constants = new Map<string, Constant>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  for (const entry of entries) {
    const stored = STORED[entry.quantization?.dtype ?? entry.dtype];
    if (stored === undefined) throw unsupported(`${entry.name} is stored as ${entry.dtype}`);
    const count = entry.shape.reduce((product, size) => product * size, 1);
    if (offset + count * stored.size > bytes.byteLength) throw unsupported('the weight file is too short');
    const { scale = 1, min = 0 } = entry.quantization ?? {};
    const values = entry.dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = stored.read(view, offset + i * stored.size) * scale + min;
    constants.set(entry.name, { shape: entry.shape, values });
    offset += count * stored.size;
  }
  if (offset !== bytes.byteLength) throw unsupported(`the weight file has ${bytes.byteLength - offset} bytes too many`);
  return constants;
}

/** How a number is stored (little endian). Quantised weights are `stored · scale + min`; float16 has neither. */
const STORED: Record<string, { size: number; read: (view: DataView, at: number) => number } | undefined> = {
  float32: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  int32: { size: 4, read: (view, at) => view.getInt32(at, true) },
  uint8: { size: 1, read: (view, at) => view.getUint8(at) },
  uint16: { size: 2, read: (view, at) => view.getUint16(at, true) },
  float16: { size: 2, read: (view, at) => halfToNumber(view.getUint16(at, true)) },
};

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A list of whole numbers, such as `strides`. */
export function ints(node: GraphNode, name: string): number[] {
  return (node.attr[name]?.list?.i ?? []).map(Number);
}

/** A text, such as `padding`; empty where it is not given. */
export function text(node: GraphNode, name: string): string {
  return fromBase64(node.attr[name]?.s ?? '');
}

/** A list of texts, such as `fused_ops`. */
export function texts(node: GraphNode, name: string): string[] {
  return (node.attr[name]?.list?.s ?? []).map(fromBase64);
}

/** Whether a flag, such as `align_corners`, is set. */
export function flag(node: GraphNode, name: string): boolean {
  return node.attr[name]?.b ?? false;
}

/** The shape that a placeholder declares. */
export function declaredShape(node: GraphNode): number[] {
  return node.attr.shape?.shape?.dim.map((it) => Number(it.size)) ?? [];
}

function fromBase64(encoded: string): string {
  return atob(encoded);
}
