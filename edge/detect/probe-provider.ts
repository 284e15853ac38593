import * as ort from 'onnxruntime-node';
import { createSession, type Provider } from './session.ts';

/** Runs before the clock starts: kernels are compiled and caches filled in them. */
const WARM_UP = 5;
const RUNS = 15;
/** What is so slow that it has not warmed up by then is measured as it is, and only for as long again. */
const PATIENCE_MS = 8000;

/** Median milliseconds of one look of a model on a provider, warmed up, over an empty picture. */
async function medianMs(path: string, provider: Provider, threads: number): Promise<number> {
  const session = await createSession(path, provider, threads);
  try {
    const meta = session.inputMetadata[0] as ort.InferenceSession.TensorValueMetadata;
    const shape = meta.shape.map((n) => (typeof n === 'number' && n > 0 ? n : 1));
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(114);
    const feeds = { [meta.name]: new ort.Tensor('float32', data, shape) };
    const times: number[] = [];
    const beginMs = performance.now();
    for (let i = 0; times.length < RUNS; i++) {
      const start = performance.now();
      if (times.length > 0 && start - beginMs > 2 * PATIENCE_MS) break;
      const warm = i >= WARM_UP || (i > 0 && start - beginMs > PATIENCE_MS);
      const answer = await session.run(feeds);
      if (warm) times.push(performance.now() - start);
      for (const tensor of Object.values(answer)) tensor.dispose();
    }
    return times.sort((a, b) => a - b)[times.length >> 1];
  } finally {
    await session.release();
  }
}

// As a process of its own: a driver that crashes takes this one with it and not the node.
if (process.argv[1]?.endsWith('probe-provider.ts')) {
  const [path, provider, threads] = process.argv.slice(2);
  medianMs(path, provider as Provider, Number(threads)).then(
    (ms) => process.stdout.write(`${JSON.stringify({ ms })}\n`),
    (error: Error) => process.stdout.write(`${JSON.stringify({ reason: error.message })}\n`),
  );
}
