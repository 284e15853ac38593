import { spawn } from 'node:child_process';
import { AisleError } from '../../models/contract/errors.ts';
import type { Pixels } from '../../models/detector/letterbox.ts';

export interface DecodeOptions {
  /** ffmpeg's input options and input, e.g. ['-re', '-i', 'film.avi']. */
  input: readonly string[];
  /** Filters before scaling. */
  filters: readonly string[];
  width: number;
  height: number;
  scaleX: number;
  scaleY: number;
  /** Live: the oldest waiting picture gives way to a new one. */
  live: boolean;
  /** A live source that gives no picture for this long is lost. */
  stallMs: number;
  signal: AbortSignal;
  onDrop(): void;
}

/** A picture with the moment at which its last byte arrived, and its number from 0. */
export interface Decoded {
  pixels: Pixels;
  arrivedMs: number;
  index: number;
}

/** Pictures that wait: one is looked at, one is ready, one is being filled. */
const QUEUE = 2;

/**
 * Decodes with ffmpeg in a child process, scaled at decode, one plane a colour. Buffers are reused: a picture is valid until
 * the next one is asked for. Ends at the end of the input; throws SOURCE_LOST on a stall or when ffmpeg fails.
 */
export async function* decode(options: DecodeOptions): AsyncGenerator<Decoded, void, void> {
  const bytes = options.width * options.height * 3;
  const filters = [...options.filters, `scale=${options.width}:${options.height}:flags=bilinear`].join(',');
  const args = [
    '-hide_banner',
    '-nostdin',
    '-loglevel',
    'error',
    '-threads',
    '1',
    ...options.input,
    '-an',
    '-sn',
    '-dn',
  ];
  args.push('-vf', filters, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gbrp', 'pipe:1');
  const child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe'] });

  const ready: { data: Uint8Array; arrivedMs: number; index: number }[] = [];
  const free: Uint8Array[] = Array.from({ length: QUEUE + 2 }, () => new Uint8Array(bytes));
  let filling = free.pop() as Uint8Array;
  let filled = 0;
  let index = 0;
  let ended = false;
  let failure: Error | undefined;
  let errors = '';
  let wake: (() => void) | undefined;
  const notify = () => {
    wake?.();
    wake = undefined;
  };

  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    let from = 0;
    while (from < chunk.length) {
      const n = Math.min(bytes - filled, chunk.length - from);
      filling.set(chunk.subarray(from, from + n), filled);
      filled += n;
      from += n;
      if (filled < bytes) break;
      ready.push({ data: filling, arrivedMs: Date.now(), index: index++ });
      filled = 0;
      if (options.live && ready.length > QUEUE) {
        free.push((ready.shift() as { data: Uint8Array }).data);
        options.onDrop();
      }
      filling = free.pop() ?? new Uint8Array(bytes);
      notify();
    }
    if (!options.live && ready.length >= QUEUE) child.stdout.pause();
  });
  const done = new Promise<void>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      failure =
        error.code === 'ENOENT'
          ? new AisleError('TOOL_MISSING', 'ffmpeg is not installed', 'Install it: apt-get install ffmpeg')
          : error;
      ended = true;
      notify();
      resolve();
    });
    child.once('close', (code) => {
      if (code !== 0 && !options.signal.aborted && !failure) {
        failure = new AisleError(
          'SOURCE_LOST',
          `ffmpeg ended: ${lastReason(errors) ?? `exit ${code}`}`,
          'Check the camera and its network; the node goes on trying.',
        );
      }
      ended = true;
      notify();
      resolve();
    });
  });
  const stop = () => {
    child.kill('SIGKILL');
    // A paused pipe that still holds pictures would keep the process open.
    child.stdout.destroy();
  };
  options.signal.addEventListener('abort', stop, { once: true });

  let lent: Uint8Array | undefined;
  try {
    while (!options.signal.aborted) {
      const next = ready.shift();
      if (next) {
        if (child.stdout.isPaused() && ready.length < QUEUE) child.stdout.resume();
        lent = next.data;
        const { width, height, scaleX, scaleY } = options;
        yield {
          pixels: { data: next.data, width, height, scaleX, scaleY },
          arrivedMs: next.arrivedMs,
          index: next.index,
        };
        free.push(lent);
        lent = undefined;
        continue;
      }
      if (ended) break;
      let timer: NodeJS.Timeout | undefined;
      const stalled = await new Promise<boolean>((resolve) => {
        wake = () => resolve(false);
        if (options.live) timer = setTimeout(() => resolve(true), options.stallMs);
      });
      clearTimeout(timer);
      if (stalled) {
        throw new AisleError(
          'SOURCE_LOST',
          `no picture for ${options.stallMs / 1000} s`,
          'Check the camera, its power and its network; the node goes on trying.',
        );
      }
    }
    if (failure && !options.signal.aborted) throw failure;
  } finally {
    options.signal.removeEventListener('abort', stop);
    stop();
    await done;
  }
}

/** The last line that ffmpeg wrote, without addresses: they may hold passwords. */
function lastReason(errors: string): string | undefined {
  const line = errors.trim().split('\n').at(-1);
  return line ? withoutAddresses(line) : undefined;
}

/** A text without the addresses in it. */
export const withoutAddresses = (text: string): string => text.replace(/[a-z]+:\/\/\S+/gi, '(address)');
