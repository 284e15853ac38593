import { describe, expect, it } from 'vitest';
import { cellPixels, type HeatGrid, heatMax, paintHeat } from '../../dashboard/plan/heat.ts';
import { rampPixels } from '../../dashboard/plan/ramp.ts';
import { heatShare, heatTicks, niceAbove, niceBelow, rulerStepM, scaleBarM } from '../../dashboard/plan/scale.ts';

const grid = (personS: (number | null)[], columns = 2): HeatGrid => ({
  cellM: 0.5,
  columns,
  rows: personS.length / columns,
  personS,
});

describe('the heat painter', () => {
  it('gives the busiest cell the last colour, nobody no colour and a withheld cell hatching', () => {
    const heat = grid([0, 25, 100, null]);
    const cellPx = 16;
    const pixels = new Uint32Array(32 * 32).fill(0xdeadbeef);
    paintHeat(heat, 400, 'light', cellPx, pixels);
    const cell = (column: number, row: number): number[] =>
      Array.from({ length: cellPx * cellPx }, (_, i) => {
        const [x, y] = [column * cellPx + (i % cellPx), row * cellPx + Math.floor(i / cellPx)];
        return pixels[y * 32 + x];
      });
    const ramp = rampPixels('light');
    expect(new Set(cell(0, 0))).toEqual(new Set([0]));
    // 25 person-seconds on 0.25 m² are 100 per m²: a quarter of the scale, half way up by its root.
    expect(new Set(cell(1, 0))).toEqual(new Set([ramp[128]]));
    expect(new Set(cell(0, 1))).toEqual(new Set([ramp[255]]));
    expect(new Set(cell(1, 1)).size).toBe(2);
    for (const it of cell(1, 1)) expect(ramp).not.toContain(it);
  });

  it.each([
    [[0, 0], 0],
    [[null, null], 0],
    [[1, null], 4],
    [[0, 90], 400],
    [[0, 100], 400],
  ])('scales %j to %d', (personS, max) => expect(heatMax(grid(personS))).toBe(max));

  it('keeps a very fine grid within two million pixels', () => {
    const fine = { cellM: 0.1, columns: 2000, rows: 1500, personS: [] };
    expect(cellPixels(fine, 5000)).toBe(1);
    expect(cellPixels({ ...fine, columns: 54, rows: 36 }, 810)).toBe(15);
  });
});

describe('the scales', () => {
  it.each([
    [0, 1],
    [0.07, 0.1],
    [1, 1],
    [1.01, 2],
    [34, 50],
    [501, 1000],
  ])('the round number above %d is %d', (value, nice) => expect(niceAbove(value)).toBeCloseTo(nice, 12));

  it.each([
    [0.07, 0.05],
    [1, 1],
    [34, 20],
    [999, 500],
  ])('the round number below %d is %d', (value, nice) => expect(niceBelow(value)).toBeCloseTo(nice, 12));

  it.each([1, 3, 8, 150, 500, 6000])('the legend of 0 to %d has round ticks that do not crowd', (max) => {
    const ticks = heatTicks(max);
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)).toBe(max);
    const shares = ticks.map((it) => heatShare(it, max));
    for (let i = 1; i < shares.length; i++) expect(shares[i] - shares[i - 1]).toBeGreaterThan(0.1);
  });

  it('a scale bar is round and not wider than asked', () => {
    expect(scaleBarM(30, 140)).toBe(2);
    expect(scaleBarM(13, 140)).toBe(10);
    expect(rulerStepM(13, 40)).toBe(5);
  });
});
