import { AisleError } from '../../models/contract/errors.ts';
import { scaledSize } from '../../models/detector/letterbox.ts';
import { decode } from './decode.ts';
import { probeVideo } from './probe.ts';
import type { OpenSource, SourceItem, SourceOptions } from './source.ts';

/** A step back of the wall clock by more than this begins a new life; within it frames are left out. */
const CLOCK_BACK_MS = 2000;

/**
 * A camera that cannot be asked to wait: a frame's time is the moment it arrived, frames above the wanted rate are left
 * out at decode, and silence of 10 s counts as lost.
 */
export async function openCamera(
  address: string,
  inputOptions: readonly string[],
  options: SourceOptions,
): Promise<OpenSource> {
  const probe = await probeVideo(address, inputOptions, 15_000, options.signal).catch((error: Error) => {
    if (error instanceof AisleError && error.code === 'TOOL_MISSING') throw error;
    throw new AisleError(
      'SOURCE_MISSING',
      `the camera does not answer: ${error.message}`,
      'Check its address, its power and the network; the node goes on trying.',
    );
  });
  return {
    nativeWidth: probe.width,
    nativeHeight: probe.height,
    fps: options.fps,
    repeats: false,
    frames: () => watch(address, inputOptions, probe, options),
  };
}

async function* watch(
  address: string,
  inputOptions: readonly string[],
  probe: { width: number; height: number },
  options: SourceOptions,
): AsyncGenerator<SourceItem, void, void> {
  if (!options.request) throw new RangeError('a camera needs a detector');
  const gapS = options.fps ? 0.95 / options.fps : 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  const pictures = decode({
    input: [...inputOptions, '-i', address],
    filters: gapS > 0 ? [`select='isnan(prev_selected_t)+gte(t-prev_selected_t,${gapS.toFixed(4)})'`] : [],
    ...scaledSize(options.request, probe.width, probe.height),
    live: true,
    stallMs: 10_000,
    signal: options.signal,
    onDrop: () => {
      options.dropped.behind = (options.dropped.behind ?? 0) + 1;
    },
  });
  for await (const { pixels, arrivedMs, index } of pictures) {
    if (arrivedMs < lastMs - CLOCK_BACK_MS) {
      throw new AisleError(
        'SOURCE_LOST',
        'the clock of this machine was set back',
        'Nothing to do: the camera starts anew.',
      );
    }
    if (arrivedMs <= lastMs) {
      // Two frames in one read of the pipe: time must go on.
      options.dropped.clock = (options.dropped.clock ?? 0) + 1;
      continue;
    }
    lastMs = arrivedMs;
    yield { kind: 'frame', frame: { tMs: arrivedMs, frame: index + 1, pixels } };
  }
  if (!options.signal.aborted) {
    throw new AisleError('SOURCE_LOST', 'the camera ended its stream', 'Check the camera; the node goes on trying.');
  }
}
