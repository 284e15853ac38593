import { writeOnnx } from './onnx-writer.ts';
import { readGraph, unsupported } from './tfjs-graph.ts';
import { OnnxGraph, OPERATIONS } from './tfjs-ops.ts';

/** Which nodes of the TensorFlow.js graph are the ONNX model's input and outputs, and their names there. */
export interface Ports {
  input: { node: string; name: string };
  outputs: readonly { node: string; name: string }[];
}

/**
 * The ports of the CenterNet graph in @vladmandic/human. Its `keypoints` are the plain scores: the 3 × 3 peak step
 * stands behind them in the graph and would be done for all 80 classes, where `centernet.ts` needs it for one.
 */
export const CENTERNET_PORTS: Ports = {
  input: { node: 'tower_0/images', name: 'images' },
  outputs: [
    { node: 'tower_0/keypoints', name: 'keypoints' },
    { node: 'tower_0/wh', name: 'wh' },
  ],
};

/**
 * Turns a TensorFlow.js graph model with one picture as its input into ONNX, channels first, floats throughout.
 * The same graph gives the same bytes.
 * @param json the text of model.json
 * @param weights all weight files, one after the other
 * Throws BAD_INPUT at the first thing that it does not understand.
 */
export function tfjsToOnnx(json: string, weights: Uint8Array, ports: Ports): Uint8Array {
  const source = readGraph(
    json,
    weights,
    ports.outputs.map((it) => it.node),
  );
  const graph = new OnnxGraph(source.constants);
  for (const node of source.nodes) {
    const operation = OPERATIONS[node.op];
    if (operation === undefined) throw unsupported(`the operation ${node.op} (${node.name}) is not in the table`);
    operation(graph, node);
  }

  const publicNames = new Map([ports.input, ...ports.outputs].map((it) => [it.node, it.name]));
  const named = (name: string) => publicNames.get(name) ?? name;
  const value = ({ node, name }: { node: string; name: string }) => ({ name, shape: graph.shapeOf(node) });
  return writeOnnx({
    name: 'graph',
    nodes: graph.nodes.map((it) => ({ ...it, inputs: it.inputs.map(named), output: named(it.output) })),
    constants: graph.constants,
    inputs: [value(ports.input)],
    outputs: ports.outputs.map(value),
  });
}
