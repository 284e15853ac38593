import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import type { Source } from '../../models/contract/site.ts';
import { scaledSize } from '../../models/detector/letterbox.ts';
import { decode } from './decode.ts';
import { type Probe, probeVideo } from './probe.ts';
import type { OpenSource, SourceItem, SourceOptions, SourcePlugin } from './source.ts';

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
    return {
      nativeWidth: probe.width,
      nativeHeight: probe.height,
      fps,
      repeats: config.loop === true,
      frames: () => play(path, config, probe, { native, fps }, options),
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

async function* play(
  path: string,
  config: FileSource,
  probe: Probe,
  rate: { native: number; fps: number },
  options: SourceOptions,
): AsyncGenerator<SourceItem, void, void> {
  if (!options.request) throw new RangeError('a file needs a detector');
  const realTime = options.live && config.realTime !== false;
  const size = scaledSize(options.request, probe.width, probe.height);
  const input = [...(realTime ? ['-re'] : []), '-r', String(rate.native), '-i', path];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    const startMs = realTime ? Math.max(Date.now(), lastMs + 1) : Math.max(0, lastMs + 1000 / rate.fps);
    const pictures = decode({
      input,
      filters: rate.fps < rate.native ? [`fps=${rate.fps}`] : [],
      ...size,
      live: realTime,
      stallMs: 10_000,
      signal: options.signal,
      onDrop: () => {
        options.dropped.behind = (options.dropped.behind ?? 0) + 1;
      },
    });
    for await (const picture of pictures) {
      lastMs = startMs + (picture.index * 1000) / rate.fps;
      yield { kind: 'frame', frame: { tMs: lastMs, frame: picture.index + 1, pixels: picture.pixels } };
    }
    if (config.loop !== true || options.signal.aborted) return;
    if (lastMs === Number.NEGATIVE_INFINITY) {
      throw new AisleError('SOURCE_REFUSED', `${path} holds no picture`, 'Give a video that ffmpeg can read.');
    }
    yield { kind: 'seam' };
  }
}
