import { describe, expect, it } from 'vitest';
import { type Rgb, rampColour, rampPixels, type Scheme } from '../../dashboard/plan/ramp.ts';

/** CIE lightness L* of an sRGB colour: another measure than the OKLab the ramp is made in. */
function lightness([r, g, b]: Rgb): number {
  const linear = (v: number): number => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const y = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}
const steps = Array.from({ length: 33 }, (_, i) => i / 32);
const schemes: Scheme[] = ['light', 'dark'];

describe.each(schemes)('the heat colours, %s', (scheme) => {
  const values = steps.map((share) => lightness(rampColour(share, scheme)));
  const sign = scheme === 'light' ? -1 : 1;

  it('go one way in lightness, by even steps', () => {
    const differences = values.slice(1).map((value, i) => sign * (value - values[i]));
    const mean = differences.reduce((sum, it) => sum + it, 0) / differences.length;
    for (const it of differences) {
      expect(it).toBeGreaterThan(0.3 * mean);
      expect(it).toBeLessThan(2 * mean);
    }
  });

  it('span more than 55 steps of lightness', () => {
    expect(sign * (values.at(-1)! - values[0])).toBeGreaterThan(55);
  });

  it('stay inside at and beyond the ends', () => {
    expect(rampColour(-1, scheme)).toEqual(rampColour(0, scheme));
    expect(rampColour(2, scheme)).toEqual(rampColour(1, scheme));
  });

  it('are opaque pixels', () => {
    for (const it of rampPixels(scheme)) expect(it >>> 24).toBe(255);
  });
});
