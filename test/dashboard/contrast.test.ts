import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../dashboard/styles/tokens.css', import.meta.url), 'utf8');
const [light, dark] = css.split('@media (prefers-color-scheme: dark)').map((part) => {
  const tokens = [...part.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)];
  return Object.fromEntries(tokens.map(([, name, value]) => [name, value]));
});

/** WCAG 2.1, relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const v = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const TEXT: [string, string][] = [
  ['ink', 'ground'],
  ['ink', 'surface'],
  ['muted', 'ground'],
  ['muted', 'surface'],
  ['muted', 'accent-soft'],
  ['accent', 'surface'],
  ['on-accent', 'accent'],
  ['warn', 'surface'],
  ['warn', 'warn-soft'],
  ['bad', 'surface'],
  ['bad', 'bad-soft'],
  ['ink', 'bad-soft'],
  ['muted', 'bad-soft'],
  ['ink', 'accent-soft'],
  ['accent', 'ground'],
  ['good', 'surface'],
  ['good', 'ground'],
];
const SHAPES: [string, string][] = [
  ['series-1', 'surface'],
  ['series-2', 'surface'],
  ['good', 'surface'],
  ['accent', 'floor'],
  ['note', 'surface'],
  ['warn', 'surface'],
  ['bad', 'surface'],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('the colours of the page, %s', (_, tokens) => {
  it.each(TEXT)('text %s on %s reaches AA', (text, ground) => {
    expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(SHAPES)('shape %s on %s reaches AA', (shape, ground) => {
    expect(contrast(tokens[shape], tokens[ground])).toBeGreaterThanOrEqual(3);
  });
});
