import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import type { Source } from '../../models/contract/source.ts';
import { scaledSize } from '../../models/detector/letterbox.ts';
import { decode } from './decode.ts';
import { pace, type Untimed } from './pace.ts';
import { type Probe, probeVideo } from './probe.ts';
import {
  fileMark,
  type OpenSource,
  type Position,
  plays,
  type SourceItem,
  type SourceOptions,
  type SourcePlugin,
} from './source.ts';

type FileSource = Extract<Source, { kind: 'file' }>;

/** A recording. It plays at the speed of life or as fast as it is looked at, once or again and again. */
export const file: SourcePlugin<FileSource> = {
  kind: 'file',
  async open(config, options) {
    const path = resolve(options.folder, config.path);
    if (!existsSync(path)) {
      throw new AisleError('SOURCE_MISSING', `there is no file ${path}`, 'Correct source.path in the site file.');
    }
    const probe = await probeFile(path);
    const native = config.fps ?? probe.fps ?? 25;
    const fps = options.fps !== undefined && options.fps < native ? options.fps : native;
    const recording = plays(config, options) ? undefined : fileMark(path);
    return {
      nativeWidth: probe.width,
      nativeHeight: probe.height,
      fps,
      repeats: config.loop === true,
      recording,
      frames: (after) => play(path, config, probe, { native, fps, recording }, options, after),
    } satisfies OpenSource;
  },
};

async function probeFile(path: string): Promise<Probe> {
  try {
    return await probeVideo(path, [], 15_000);
  } catch (error) {
    if (error instanceof AisleError && error.code === 'TOOL_MISSING') throw error;
    const reason = (error as Error).message.replaceAll(path, 'the file');
    throw new AisleError('SOURCE_REFUSED', `${path} cannot be played: ${reason}`, 'Give a video that ffmpeg can read.');
  }
}

function play(
  path: string,
  config: FileSource,
  probe: Probe,
  rate: { native: number; fps: number; recording: string | undefined },
  options: SourceOptions,
  after: Position | undefined,
): AsyncGenerator<SourceItem, void, void> {
  const { request, signal, dropped } = options;
  if (!request) throw new RangeError('a file needs a detector');
  const size = scaledSize(request, probe.width, probe.height);
  async function* pass(): AsyncGenerator<Untimed> {
    const pictures = decode({
      input: ['-r', String(rate.native), '-i', path],
      filters: rate.fps < rate.native ? [`fps=${rate.fps}`] : [],
      ...size,
      live: false,
      stallMs: 10_000,
      signal,
      onDrop: () => undefined,
    });
    for await (const { index, pixels } of pictures) yield { index, frame: index + 1, pixels };
  }
  const { fps, recording } = rate;
  return pace(pass, { fps, loop: config.loop === true, recording, signal, dropped }, after);
}
