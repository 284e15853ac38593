import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';

export interface DownloadOptions {
  signal?: AbortSignal;
  /** So long until the answer's head is there, redirects included. */
  answerMs?: number;
  /** So long without a further byte. */
  stallMs?: number;
}

/**
 * Downloads a file of a few megabytes into memory.
 * Throws WEIGHTS_MISSING with the address and the reason when it cannot be reached, says no, or falls silent.
 */
export async function downloadFile(url: string, options: DownloadOptions = {}): Promise<Uint8Array> {
  const { signal, answerMs = 8_000, stallMs = 20_000 } = options;
  const silence = new AbortController();
  const giveUp = (ms: number) => setTimeout(() => silence.abort(new Error(`nothing came for ${ms / 1000} s`)), ms);
  let timer = giveUp(answerMs);
  const either = signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]);
  try {
    const response = await fetch(url, { signal: either });
    if (!response.ok || response.body === null) throw new Error(`the answer is HTTP ${response.status}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = giveUp(stallMs);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    signal?.throwIfAborted();
    throw new AisleError('WEIGHTS_MISSING', `${url}: ${reasonOf(error)}`, 'Check the network and try again.', {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** fetch says only "fetch failed": the reason is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

/** Writes a file so that nobody ever sees half of it. */
export async function writeInOneMove(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
