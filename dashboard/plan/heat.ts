import type { Heat } from '../../models/contract/api/heat.ts';
import { pixel, RAMP_STEPS, type Rgb, rampPixels, type Scheme } from './ramp.ts';
import { heatShare, niceAbove } from './scale.ts';

/** What the painter needs of a heat answer. */
export type HeatGrid = Pick<Heat, 'cellM' | 'columns' | 'rows' | 'personS'>;

/** Whether anything was reported at all. Where nothing was, every cell is null, and none is withheld. */
export const isHeatKnown = (heat: Heat): boolean => heat.latest !== null;

/** Upper end of the scale in person-seconds per m²: round, and not below the busiest cell. */
export function heatMax(heat: HeatGrid): number {
  let most = 0;
  for (const personS of heat.personS) if (personS !== null && personS > most) most = personS;
  return most === 0 ? 0 : niceAbove(most / heat.cellM ** 2, [1, 1.5, 2, 3, 4, 5, 6, 8, 10]);
}

const HATCH: Record<Scheme, Rgb> = { light: [92, 100, 97], dark: [150, 160, 156] };
/** Device pixels between two strokes of the hatching. */
const HATCH_PERIOD = 8;

/** Device pixels a cell, so that the canvas is about as wide as it is shown and never beyond two million pixels. */
export function cellPixels(heat: HeatGrid, widthPx: number): number {
  const fitting = Math.round(widthPx / heat.columns);
  const largest = Math.floor(Math.sqrt(2_000_000 / (heat.columns * heat.rows)));
  return Math.max(1, Math.min(fitting, largest));
}

/**
 * Paints into `pixels` (RGBA of columns · cellPx × rows · cellPx): a cell's colour by its person-seconds per m² against
 * `max`, nothing where nobody was, hatching where the figure is withheld. Allocates nothing.
 */
export function paintHeat(heat: HeatGrid, max: number, scheme: Scheme, cellPx: number, pixels: Uint32Array): void {
  const ramp = rampPixels(scheme);
  // Faint: with k above 1 all cells in which nobody was are among them.
  const hatch = pixel(HATCH[scheme], 64);
  const ground = pixel(HATCH[scheme], 14);
  const area = heat.cellM ** 2;
  const width = heat.columns * cellPx;
  for (let row = 0; row < heat.rows; row++) {
    for (let column = 0; column < heat.columns; column++) {
      const personS = heat.personS[row * heat.columns + column];
      const x0 = column * cellPx;
      const y0 = row * cellPx;
      if (personS === null) hatchCell(pixels, width, x0, y0, cellPx, hatch, ground);
      else fillCell(pixels, width, x0, y0, cellPx, personS > 0 ? rampAt(ramp, heatShare(personS / area, max)) : 0);
    }
  }
}

const rampAt = (ramp: Uint32Array, share: number): number => ramp[Math.round(share * (RAMP_STEPS - 1))];

function fillCell(pixels: Uint32Array, width: number, x0: number, y0: number, size: number, colour: number): void {
  for (let y = y0; y < y0 + size; y++) pixels.fill(colour, y * width + x0, y * width + x0 + size);
}

function hatchCell(
  pixels: Uint32Array,
  width: number,
  x0: number,
  y0: number,
  size: number,
  stroke: number,
  ground: number,
): void {
  for (let y = y0; y < y0 + size; y++) {
    for (let x = x0; x < x0 + size; x++) {
      pixels[y * width + x] = (x + y) % HATCH_PERIOD < 2 ? stroke : ground;
    }
  }
}
