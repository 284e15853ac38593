import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import type { ProviderChoice } from '../../models/contract/node-messages.ts';
import { PROJECT } from '../../models/host/paths.ts';
import { PROVIDER_ORDER, type Provider } from './session.ts';

/** Cores that inference may use: one is left to decoding and to everything else where there are more than two. */
export const inferenceThreads = (): number => Math.max(1, Math.min(4, availableParallelism() - 1));

const PROBE_MS = 60_000;

/**
 * Chooses where a model computes. `auto` tries TensorRT, CUDA, WebGPU and the CPU in that order and keeps one only when
 * its warmed-up median beats the CPU's; a provider asked for by name is used or is an error (PROVIDER_MISSING), never
 * replaced. Each refusal carries its reason. An abort ends a trial run and is thrown.
 */
export async function chooseProvider(
  path: string,
  wanted: 'auto' | Provider,
  signal?: AbortSignal,
): Promise<ProviderChoice & { provider: Provider }> {
  const threads = inferenceThreads();
  if (wanted !== 'auto') {
    const absent = hardwareMissing(wanted);
    const tried = absent === undefined ? await probe(path, wanted, threads, signal) : { reason: absent };
    if (tried.ms === undefined) {
      throw new AisleError(
        'PROVIDER_MISSING',
        `provider ${wanted} was asked for and cannot run here: ${tried.reason}`,
        'Set detector.provider to auto or cpu, or install its driver.',
      );
    }
    return { provider: wanted, medianMs: round(tried.ms), refused: [] };
  }
  const cpu = await probe(path, 'cpu', threads, signal);
  if (cpu.ms === undefined) {
    throw new AisleError('WEIGHTS_CORRUPT', `${path} cannot be run: ${cpu.reason}`, 'Run "aisle models verify".');
  }
  const refused: ProviderChoice['refused'] = [];
  for (const provider of PROVIDER_ORDER) {
    if (provider === 'cpu') break;
    const absent = hardwareMissing(provider);
    const tried = absent === undefined ? await probe(path, provider, threads, signal) : { reason: absent };
    if (tried.ms !== undefined && tried.ms < cpu.ms) return { provider, medianMs: round(tried.ms), refused };
    const reason =
      tried.ms === undefined ? tried.reason : `${round(tried.ms)} ms a frame, the CPU takes ${round(cpu.ms)} ms`;
    refused.push({ provider, reason: reason ?? 'no answer' });
  }
  return { provider: 'cpu', medianMs: round(cpu.ms), refused };
}

const round = (ms: number) => Math.round(ms * 10) / 10;

/**
 * Why a provider has nothing to run on; undefined when it may. Without a device of its own, WebGPU could only get a
 * software adapter, which is slower than the CPU path; AISLE_SOFTWARE_GPU=1 lets tests use one all the same.
 */
function hardwareMissing(provider: Provider): string | undefined {
  if (provider === 'cpu') return undefined;
  if (process.platform !== 'linux') return provider === 'webgpu' ? undefined : 'only on Linux';
  const nvidia = existsSync('/dev/nvidiactl') || existsSync('/dev/dxg');
  if (provider !== 'webgpu') return nvidia ? undefined : 'no NVIDIA device on this machine';
  const render = existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  if (nvidia || render || process.env.AISLE_SOFTWARE_GPU === '1') return undefined;
  return 'no graphics device on this machine: an adapter could only be software';
}

function probe(
  path: string,
  provider: Provider,
  threads: number,
  signal: AbortSignal | undefined,
): Promise<{ ms?: number; reason?: string }> {
  const script = join(PROJECT, 'edge', 'detect', 'probe-provider.ts');
  const args = ['--import', import.meta.resolve('tsx'), script, path, provider, String(threads)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout: PROBE_MS, signal }, (error, stdout, stderr) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      try {
        resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { ms?: number; reason?: string });
      } catch {
        if (error?.killed) return resolve({ reason: `no answer within ${PROBE_MS / 1000} s` });
        const line = stderr.trim().split('\n').at(-1);
        resolve({ reason: line || `the trial run ended with ${error?.signal ?? error?.code ?? 'no answer'}` });
      }
    });
  });
}
