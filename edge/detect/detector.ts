import * as ort from 'onnxruntime-node';
import { allocateDetections, type Detections } from '../../models/detector/detections.ts';
import { feedPlanar, type PixelRequest, type Pixels } from '../../models/detector/letterbox.ts';
import type { Manifest } from '../../models/detector/manifest.ts';
import { createSession, type Provider } from './session.ts';

/**
 * Finds people in pictures. One picture at a time: calls wait for each other, so that cameras can share a detector.
 * The answer's arrays belong to the caller's `out`.
 */
export interface Detector {
  readonly request: PixelRequest;
  readonly model: string;
  /** Where this model's scores begin and end for the tracker, see `Manifest.scores`. */
  readonly scores: Manifest['scores'];
  readonly provider: Provider;
  detect(pixels: Pixels, out: Detections): Promise<void>;
  close(): Promise<void>;
}

/** Most people that one picture may hold. */
const MAX_PEOPLE = 300;
export const detectionsBuffer = (): Detections => allocateDetections(MAX_PEOPLE);

export interface DetectorOptions {
  manifest: Manifest;
  path: string;
  provider: Provider;
  /** Boxes below are left out; 0–1. */
  minScore: number;
  threads: number;
}

/** Opens a model on one provider. Throws PROVIDER_MISSING or WEIGHTS_CORRUPT. */
export async function createDetector(options: DetectorOptions): Promise<Detector> {
  const { manifest } = options;
  const reading = manifest.reading();
  const request: PixelRequest = { width: manifest.input.width, height: manifest.input.height, fit: reading.fit };
  const session = await createSession(options.path, options.provider, options.threads);
  const shape = [1, 3, request.height, request.width];
  const tensor = new ort.Tensor('float32', new Float32Array(3 * request.width * request.height), shape);
  const names = reading.outputs.every((name) => session.outputNames.includes(name))
    ? reading.outputs
    : session.outputNames;
  const feeds = { [session.inputNames[0]]: tensor };
  let turn: Promise<unknown> = Promise.resolve();

  async function look(pixels: Pixels, out: Detections): Promise<void> {
    feedPlanar(reading.feed, request, pixels, tensor.data as Float32Array);
    const answer = await session.run(feeds, names as string[]);
    const outputs = names.map((name) => answer[name].data as Float32Array);
    reading.decode(outputs, pixels, options.minScore, out);
    for (const name of names) answer[name].dispose();
  }

  return {
    request,
    model: manifest.name,
    scores: manifest.scores,
    provider: options.provider,
    detect(pixels, out) {
      const mine = turn.then(() => look(pixels, out));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      await turn;
      await session.release();
    },
  };
}
