/**
 * Writes the few ONNX messages that the converter needs as protobuf bytes. The same calls give the same bytes, which
 * lets a converted model be pinned by its SHA-256. Field numbers: onnx.proto3, IR version 7 (operator set 13).
 */
const IR_VERSION = 7;
const OPERATOR_SET = 13;
const FLOAT = 1;
const INT64 = 7;

export type OnnxAttribute = number | string | readonly number[];

export interface OnnxNode {
  op: string;
  inputs: readonly string[];
  output: string;
  /** Whole numbers, texts and lists of whole numbers. */
  attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxTensor {
  name: string;
  shape: readonly number[];
  values: Float32Array | BigInt64Array;
}

export interface OnnxValue {
  name: string;
  shape: readonly number[];
}

export interface OnnxModel {
  name: string;
  nodes: readonly OnnxNode[];
  constants: readonly OnnxTensor[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
}

/** The bytes of an .onnx file. Inputs and outputs are float tensors. */
export function writeOnnx(model: OnnxModel): Uint8Array {
  const graph = new Message()
    .each(1, model.nodes, writeNode)
    .string(2, model.name)
    .each(5, model.constants, writeTensor)
    .each(11, model.inputs, writeValue)
    .each(12, model.outputs, writeValue);
  const operators = new Message().string(1, '').int(2, OPERATOR_SET);
  return new Message().int(1, IR_VERSION).string(2, 'aisle').message(7, graph).message(8, operators).bytes();
}

function writeNode(node: OnnxNode): Message {
  return new Message()
    .each(1, node.inputs, utf8)
    .string(2, node.output)
    .string(3, node.output)
    .string(4, node.op)
    .each(5, Object.entries(node.attributes), ([name, value]) => writeAttribute(name, value));
}

function writeAttribute(name: string, value: OnnxAttribute): Message {
  const message = new Message().string(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if (typeof value === 'string') return message.string(4, value).int(20, 3);
  for (const it of value) message.int(8, it);
  return message.int(20, 7);
}

function writeTensor({ name, shape, values }: OnnxTensor): Message {
  const message = new Message();
  for (const size of shape) message.int(1, size);
  message.int(2, values instanceof Float32Array ? FLOAT : INT64).string(8, name);
  return message.chunk(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writeValue({ name, shape }: OnnxValue): Message {
  const dimensions = new Message().each(1, shape, (size) => new Message().int(1, size));
  const tensor = new Message().int(1, FLOAT).message(2, dimensions);
  return new Message().string(1, name).message(2, new Message().message(1, tensor));
}

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A protobuf message under construction: fields are appended in the order of the calls. */
class Message {
  readonly #chunks: Uint8Array[] = [];

  /** A whole number from 0 on: the converter writes no negative ones. */
  int(field: number, value: number): this {
    this.#chunks.push(varint(field << 3), varint(value));
    return this;
  }

  chunk(field: number, bytes: Uint8Array): this {
    this.#chunks.push(varint((field << 3) | 2), varint(bytes.length), bytes);
    return this;
  }

  string(field: number, value: string): this {
    return this.chunk(field, utf8(value));
  }

  message(field: number, message: Message): this {
    return this.chunk(field, message.bytes());
  }

  each<T>(field: number, items: readonly T[], write: (item: T) => Message | Uint8Array): this {
    for (const item of items) {
      const written = write(item);
      this.chunk(field, written instanceof Message ? written.bytes() : written);
    }
    return this;
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let offset = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, offset);
      offset += chunk.length;
    }
    return all;
  }
}

/** Base 128, least significant group first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
