import * as ort from 'onnxruntime-node';
import { cropTo, type Look, normalise, PERSON_REID } from '../../models/detector/appearance.ts';
import type { Pixels } from '../../models/detector/letterbox.ts';
import { createSession } from './session.ts';

/** Says what people look like. Looks stay in the node's memory: they go to no disk and into no message. */
export interface Appearance {
  /** Look of box `index` of `xyxy` (native pixels); undefined where it is too small. */
  describe(pixels: Pixels, xyxy: Float32Array, index: number): Promise<Look | undefined>;
  close(): Promise<void>;
}

/** Opens the network at `path` on the CPU: it looks at few crops a second. Throws WEIGHTS_CORRUPT. */
export async function createAppearance(path: string, threads: number): Promise<Appearance> {
  const session = await createSession(path, 'cpu', threads);
  const { input } = PERSON_REID;
  const tensor = new ort.Tensor('float32', new Float32Array(3 * input.width * input.height), [
    1,
    input.height,
    input.width,
    3,
  ]);
  const feeds = { [session.inputNames[0]]: tensor };
  const [name] = session.outputNames;
  return {
    async describe(pixels, xyxy, index) {
      if (!cropTo(pixels, xyxy, index, input, tensor.data as Float32Array)) return undefined;
      const answer = await session.run(feeds, [name]);
      const look = normalise(Float32Array.from(answer[name].data as Float32Array));
      answer[name].dispose();
      return look;
    },
    close: () => session.release(),
  };
}
