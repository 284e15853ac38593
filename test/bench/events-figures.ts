import { countInterval } from '../../models/aggregate/interval.ts';
import type { Measured, Window } from './events-measure.ts';

export const tidy = (value: number) => Math.round(value * 1e4) / 1e4;

export function figuresOf(parts: readonly Measured[], intervalOf: (window: Window) => [number, number]) {
  const sum = (of: (m: Measured) => number) => parts.reduce((total, part) => total + of(part), 0);
  const dwell = parts.flatMap((part) => part.dwell);
  const windows = parts.flatMap((part) => part.windows);
  const intervals = windows.map((window) => ({ ...window, interval: intervalOf(window) }));
  const large = intervals.filter(({ count }) => count >= 100);
  const widths = large.map(({ count, interval: [lo, hi] }) => (hi - lo) / count).sort((a, b) => a - b);
  return {
    entriesError: tidy(sum((m) => m.entries.error) / sum((m) => m.entries.truth)),
    visitsError: tidy(sum((m) => m.visits.error) / sum((m) => m.visits.truth)),
    dwellMape: tidy(dwell.reduce((a, b) => a + b, 0) / dwell.length),
    windows: windows.length,
    intervalCoverage: tidy(
      intervals.filter(({ truth, interval: [lo, hi] }) => truth >= lo && truth <= hi).length / windows.length,
    ),
    intervalWidth: tidy(widths[widths.length >> 1] ?? Number.NaN),
    winkler: tidy(
      intervals.reduce((total, { truth, interval }) => total + winkler(truth, interval), 0) / windows.length,
    ),
  };
}

/** The naive counter's: as if people came by chance and each were counted right. */
export function poisson({ count }: Window): [number, number] {
  const half = 1.96 * Math.sqrt(count);
  return [Math.max(0, count - half), count + half];
}

export const ours = ({ count, variance }: Window): [number, number] => countInterval(count, variance);

/** Width of a 95 % interval, and 40 times how far the truth is outside of it (Winkler 1972). */
const winkler = (truth: number, [lo, hi]: [number, number]) =>
  hi - lo + 40 * (Math.max(0, lo - truth) + Math.max(0, truth - hi));
