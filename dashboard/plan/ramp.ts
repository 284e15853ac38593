/**
 * The heat layer's colours: lightness runs evenly (in OKLab) from the floor's own brightness to its opposite, so that
 * equal steps of the scale look equal, also without seeing colour and in a grey print. Hue goes with it from yellow over
 * red to violet.
 */
export type Scheme = 'light' | 'dark';
export type Rgb = readonly [number, number, number];
export const RAMP_STEPS = 256;

interface Stop {
  lightness: number;
  chroma: number;
  hueDeg: number;
}
const ends: Record<Scheme, { low: Stop; high: Stop }> = {
  light: { low: { lightness: 0.95, chroma: 0.06, hueDeg: 95 }, high: { lightness: 0.28, chroma: 0.13, hueDeg: -65 } },
  dark: { low: { lightness: 0.3, chroma: 0.09, hueDeg: -65 }, high: { lightness: 0.95, chroma: 0.1, hueDeg: 95 } },
};
/** Extra chroma in the middle, where the hues between have room for it. */
const BULGE = 0.11;

/** The colour at `share` (0–1) of the scale, as sRGB 0–255. */
export function rampColour(share: number, scheme: Scheme): Rgb {
  const t = Math.min(1, Math.max(0, share));
  const { low, high } = ends[scheme];
  const mix = (a: number, b: number): number => a + (b - a) * t;
  const chroma = mix(low.chroma, high.chroma) + BULGE * 4 * t * (1 - t) * 0.75;
  return fromOklch(mix(low.lightness, high.lightness), chroma, (mix(low.hueDeg, high.hueDeg) * Math.PI) / 180);
}

/** Less chroma until the colour can be shown; lightness, which carries the value, is kept. */
function fromOklch(lightness: number, chroma: number, hue: number): Rgb {
  for (let c = chroma; ; c -= 0.004) {
    const linear = oklabToLinear(lightness, c * Math.cos(hue), c * Math.sin(hue));
    if (c <= 0 || linear.every((it) => it >= -1e-4 && it <= 1.0001)) {
      const [r, g, b] = linear.map((it) => Math.round(255 * encode(Math.min(1, Math.max(0, it)))));
      return [r, g, b];
    }
  }
}

const encode = (it: number): number => (it <= 0.0031308 ? 12.92 * it : 1.055 * it ** (1 / 2.4) - 0.055);

/** Björn Ottosson, "A perceptual color space for image processing" (2020). */
function oklabToLinear(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const tables = new Map<Scheme, Uint32Array>();
/** The ramp as pixels of an ImageData (little-endian RGBA), dense. */
export function rampPixels(scheme: Scheme): Uint32Array {
  let table = tables.get(scheme);
  if (!table) {
    table = Uint32Array.from({ length: RAMP_STEPS }, (_, i) => pixel(rampColour(i / (RAMP_STEPS - 1), scheme), 255));
    tables.set(scheme, table);
  }
  return table;
}

export const pixel = ([r, g, b]: Rgb, alpha: number): number => ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;

/** The legend's bar as a CSS gradient. */
export function rampGradient(scheme: Scheme): string {
  const stops = Array.from({ length: 17 }, (_, i) => `rgb(${rampColour(i / 16, scheme).join(' ')})`);
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
