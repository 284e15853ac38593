import { Stream } from '../random/stream.ts';
import { DEPARTMENTS } from '../world/departments.ts';
import type { World } from '../world/world.ts';

const KINDS = ['box', 'bottle', 'can', 'bag'] as const;
export type Kind = (typeof KINDS)[number];
const PATTERNS = ['plain', 'band', 'stripes', 'dots', 'wave', 'corner'] as const;
const MARKS = ['disc', 'diamond', 'shield', 'star', 'leaf'] as const;

/** What a product looks like. Metres; colours as `#rrggbb`. */
export interface Package {
  sku: string;
  kind: Kind;
  wideM: number;
  tallM: number;
  base: string;
  second: string;
  ink: string;
  mark: (typeof MARKS)[number];
  pattern: (typeof PATTERNS)[number];
  /** Lengths of the lines that stand for text, 0–1. */
  lines: readonly number[];
  /** Stands on a slope that lets the next one slide to the front. */
  slides: boolean;
}

/** Boxes, bottles, cans and bags by department. */
const USUAL: Readonly<Record<string, readonly [number, number, number, number]>> = {
  produce: [3, 0, 0, 7],
  bakery: [3, 0, 0, 7],
  dairy: [6, 3, 1, 0],
  meat: [8, 0, 1, 1],
  frozen: [7, 0, 0, 3],
  breakfast: [7, 1, 0, 2],
  staples: [4, 1, 0, 5],
  canned: [0, 2, 8, 0],
  snacks: [3, 0, 1, 6],
  sweets: [6, 0, 0, 4],
  drinks: [1, 6, 3, 0],
  'beer-wine': [0, 7, 3, 0],
  household: [4, 5, 0, 1],
  care: [4, 6, 0, 0],
};
/** Least and greatest width and height in metres. */
const SIZES: Readonly<Record<Kind, readonly [number, number, number, number]>> = {
  box: [0.1, 0.19, 0.13, 0.27],
  bottle: [0.07, 0.1, 0.22, 0.285],
  can: [0.07, 0.1, 0.1, 0.13],
  bag: [0.13, 0.2, 0.15, 0.26],
};

/** A product's look by its number in trade: the same in every store of every chain of that seed. */
export function packageOf(world: World, seed: number, product: number): Package {
  const { sku, department, category } = world.catalogue.products[product];
  const r = new Stream(seed).sub('package', sku);
  const kind = KINDS[r.weighted(USUAL[DEPARTMENTS[department].id] ?? [1, 1, 1, 1])];
  const [leastWide, mostWide, leastTall, mostTall] = SIZES[kind];
  // Half of a category's makers keep to its colour, as milk is blue and coffee brown.
  const usual = new Stream(seed).sub('colour', category).uniform();
  const hue = r.chance(0.5) ? usual + 0.08 * (r.uniform() - 0.5) : r.uniform();
  const light = r.chance(0.3) ? r.between(0.78, 0.92) : r.between(0.32, 0.6);
  const base = colour(hue, r.between(0.45, 0.95), light);
  const second = colour(hue + r.between(0.3, 0.7), r.between(0.5, 0.95), light > 0.6 ? r.between(0.3, 0.5) : 0.82);
  return {
    sku,
    kind,
    wideM: r.between(leastWide, mostWide),
    tallM: r.between(leastTall, mostTall),
    base,
    second,
    ink: light > 0.6 ? '#22262e' : '#f6f3ea',
    mark: MARKS[r.below(MARKS.length)],
    pattern: PATTERNS[r.below(PATTERNS.length)],
    lines: Array.from({ length: 3 + r.below(3) }, () => r.between(0.35, 1)),
    slides: r.chance(0.3),
  };
}

/** Hue in turns, saturation and lightness 0–1 (CSS Color 4, §7.1). */
export function colour(hue: number, saturation: number, lightness: number): string {
  const turn = hue - Math.floor(hue);
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (n: number): string => {
    const k = (n + turn * 12) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}
