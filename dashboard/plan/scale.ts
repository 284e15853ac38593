/** From values to shares of a scale, and the round numbers written on it. */

/** The least round number (of `steps` × 10ⁿ) that is not below `value`. */
export function niceAbove(value: number, steps: readonly number[] = [1, 2, 5, 10]): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((it) => it * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** The greatest of 1, 2, 5 × 10ⁿ that is not above `value`. */
export function niceBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [5, 2, 1].find((it) => it * power <= value * (1 + 1e-9)) ?? 1;
  return step * power;
}

/**
 * Share of the scale at `value`: its square root, since people stand in few places and walk through many, and a straight
 * scale would show the few only. The legend's ticks stand where the root puts them.
 */
export const heatShare = (value: number, max: number): number =>
  max > 0 ? Math.sqrt(Math.min(1, Math.max(0, value / max))) : 0;

/** Round numbers for the legend, least first, with 0 and `max`, none crowding another. */
export function heatTicks(max: number): number[] {
  const ticks = [0];
  for (const share of [0.25, 0.5, 0.75]) {
    const value = niceBelow(max * share * share);
    if (heatShare(value, max) - heatShare(ticks[ticks.length - 1], max) > 0.14) ticks.push(value);
  }
  while (ticks.length > 1 && 1 - heatShare(ticks[ticks.length - 1], max) < 0.16) ticks.pop();
  return [...ticks, max];
}

/** A scale bar's length in metres: round, and at most `maxPx` wide. */
export const scaleBarM = (pxPerM: number, maxPx: number): number => niceBelow(maxPx / pxPerM);

/** Metres between two ticks of the ruler, at least `minPx` apart. */
export const rulerStepM = (pxPerM: number, minPx: number): number => niceAbove(minPx / pxPerM);
