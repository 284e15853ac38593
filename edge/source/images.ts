import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import sharp from 'sharp';
import { AisleError } from '../../models/contract/errors.ts';
import type { Source } from '../../models/contract/source.ts';
import { type PixelRequest, planesOf, scaledSize } from '../../models/detector/letterbox.ts';
import { pace, type Untimed } from './pace.ts';
import { fileMark, plays, type SourcePlugin } from './source.ts';

type ImagesSource = Extract<Source, { kind: 'images' }>;
const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff', '.bmp', '.gif']);

/** A folder of pictures (or one picture), in order of the trailing number of their names. */
export const images: SourcePlugin<ImagesSource> = {
  kind: 'images',
  async open(config, options) {
    const files = listPictures(resolve(options.folder, config.path));
    const { width, height } = await sizeOf(files[0].path);
    const recording = plays(config, options) ? undefined : fileMark(resolve(options.folder, config.path));
    return {
      nativeWidth: width,
      nativeHeight: height,
      fps: config.fps,
      repeats: config.loop === true,
      recording,
      frames: (after) =>
        pace(
          () => read(files, options.request),
          {
            fps: config.fps,
            loop: config.loop === true,
            recording,
            signal: options.signal,
            dropped: options.dropped,
          },
          after,
        ),
    };
  },
};

export interface Picture {
  path: string;
  /** The trailing number of the name; where there is none, the place in the folder from 1. */
  frame: number;
}

/** Pictures of a folder, or the one picture. Throws SOURCE_MISSING. */
export function listPictures(path: string): Picture[] {
  let names: string[];
  try {
    names = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
  } catch (cause) {
    throw new AisleError('SOURCE_MISSING', `there is no folder ${path}`, 'Correct the path.', { cause });
  }
  const pictures = names
    .filter((name) => PICTURES.has(extname(name).toLowerCase()))
    .sort()
    .map((name, i) => {
      const digits = /(\d+)\D*$/.exec(basename(name, extname(name)))?.[1];
      return { path: name, frame: digits === undefined ? i + 1 : Number(digits) };
    })
    .sort((a, b) => a.frame - b.frame);
  if (pictures.length === 0) {
    throw new AisleError('SOURCE_MISSING', `${path} holds no picture`, `Give ${[...PICTURES].join(', ')} files.`);
  }
  return pictures;
}

async function sizeOf(path: string): Promise<{ width: number; height: number }> {
  const { width, height } = await sharp(path)
    .metadata()
    .catch((cause) => {
      throw new AisleError('SOURCE_REFUSED', `${path} is no readable picture`, 'Remove or replace it.', { cause });
    });
  return { width: width ?? 0, height: height ?? 0 };
}

async function* read(files: readonly Picture[], request: PixelRequest | undefined): AsyncGenerator<Untimed> {
  if (!request) throw new RangeError('pictures need a detector');
  const first = files[0].frame;
  for (const picture of files) {
    const native = await sizeOf(picture.path);
    const size = scaledSize(request, native.width, native.height);
    const { data } = await sharp(picture.path)
      .removeAlpha()
      .toColourspace('srgb')
      .resize(size.width, size.height, { fit: 'fill', kernel: 'linear' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    yield { index: picture.frame - first, frame: picture.frame, pixels: { data: planesOf(data), ...size } };
  }
}
