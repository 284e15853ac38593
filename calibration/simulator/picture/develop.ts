import sharp from 'sharp';
import type { Stream } from '../random/stream.ts';
import type { Light } from './light.ts';

/** Pixels of a picture, red green blue, row by row. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
}

const BLUR = 0.6;
const TABLE = 1 << 14;
/** Share of the noise that all three colours have in common. */
const COMMON = 0.75;

/**
 * A drawing as a sensor takes it: light over the picture, the darker corners of a lens, and noise. The drawing is text and
 * the noise is ours, both the same wherever they are made; the pixels between are librsvg's and the JPEG is mozjpeg's, so
 * bytes are the same for one version of sharp (which brings both) on one kind of processor.
 */
export async function expose(svg: string, light: Light, random: Stream): Promise<Pixels> {
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: '#000' })
    .toColourspace('srgb')
    .blur(BLUR)
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`the drawing has ${info.channels} channels`);
  shine(data, info.width, info.height, light, random);
  return { data, width: info.width, height: info.height };
}

export const toJpeg = ({ data, width, height }: Pixels, quality: number): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();

function shine(data: Buffer, width: number, height: number, light: Light, random: Stream): void {
  const grain = Float32Array.from({ length: TABLE }, () => random.normal());
  const sigma = Float32Array.from(
    { length: 256 },
    (_, v) => light.noise[0] + ((light.noise[1] - light.noise[0]) * v) / 255,
  );
  let state = Math.floor(random.uniform() * 4294967296) | 1;
  const own = Math.sqrt(1 - COMMON * COMMON);
  for (let y = 0, i = 0; y < height; y++) {
    const v = y / height - 0.5;
    for (let x = 0; x < width; x++, i += 3) {
      const u = x / width - 0.5;
      // The lens loses a fifth towards its corners.
      const field = (1 + light.across * u + light.down * v) * (1 - 0.4 * (u * u + v * v));
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const common = grain[state & (TABLE - 1)] * COMMON;
      for (let c = 0; c < 3; c++) {
        const value = data[i + c] * light.gain[c] * field;
        const n = common + own * grain[(state >>> (6 + 6 * c)) & (TABLE - 1)];
        const out = value + n * sigma[value > 255 ? 255 : value | 0];
        data[i + c] = out < 0 ? 0 : out > 255 ? 255 : out + 0.5;
      }
    }
  }
}
