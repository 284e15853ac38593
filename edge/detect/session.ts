import * as ort from 'onnxruntime-node';
import { AisleError } from '../../models/contract/errors.ts';

export const PROVIDER_ORDER = ['tensorrt', 'cuda', 'webgpu', 'cpu'] as const;
export type Provider = (typeof PROVIDER_ORDER)[number];

/**
 * Opens an ONNX model on exactly one provider, with nothing behind it to fall back to: what does not run there throws
 * PROVIDER_MISSING. The CPU's threads sleep between frames instead of spinning, since stores share the machine.
 */
export async function createSession(path: string, provider: Provider, threads: number): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(path, {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (cause) {
    const reason = (cause as Error).message.split('\n')[0];
    if (provider !== 'cpu') {
      throw new AisleError(
        'PROVIDER_MISSING',
        `${provider} cannot run here: ${reason}`,
        'Set detector.provider to auto or cpu, or install its driver.',
        { cause },
      );
    }
    throw new AisleError('WEIGHTS_CORRUPT', `${path} cannot be opened: ${reason}`, 'Run "aisle models verify".', {
      cause,
    });
  }
}
