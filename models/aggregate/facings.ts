import type { ShelfRow } from '../contract/aggregate.ts';
import type { FacingSeen, FacingState } from './facts.ts';

/** Sums of one facing in one period. Plain data. */
export interface FacingSums {
  /** Looks with nothing before the facing, and the sums of what they say. */
  seen: number;
  fill: number;
  variance: number;
  /** At the latest look, hidden or not. */
  state: FacingState;
  lookedMs: number;
  knownMs: number;
  emptyMs: number;
}

/**
 * The sums of a facing in a period. They go out with the heat periods: shelves change in quarters of an hour, and a row a facing and
 * minute would be most of what a node sends (100 facings: 11 kB a minute).
 */
export function facingSums(facings: Record<string, FacingSums>, shelf: string, facing: string): FacingSums {
  const key = `${shelf}/${facing}`;
  facings[key] ??= {
    ...{ seen: 0, fill: 0, variance: 0, state: 'unknown', lookedMs: Number.MIN_SAFE_INTEGER },
    ...{ knownMs: 0, emptyMs: 0 },
  };
  return facings[key];
}

export function addLook(sums: FacingSums, tMs: number, { fill, variance, state }: FacingSeen): void {
  if (tMs >= sums.lookedMs) {
    sums.lookedMs = tMs;
    sums.state = state;
  }
  if (fill === null) return;
  sums.seen++;
  sums.fill += fill;
  sums.variance += variance;
}

/**
 * A facing's row of a shelf message. Looks at one facing within a period err alike (the same light, the same neighbour's
 * package), so the variance of their mean is that of one look: more looks do not make it surer.
 */
export function facingRow(key: string, sums: FacingSums, lengthMs: number): ShelfRow {
  const [shelf, facing] = key.split('/');
  const { seen, state, knownMs, emptyMs } = sums;
  return {
    shelf,
    facing,
    coverage: round(Math.min(1, Math.max(0, knownMs / lengthMs))),
    state,
    fill: seen > 0 ? round(Math.min(1, Math.max(0, sums.fill / seen))) : null,
    fillVariance: seen > 0 ? round(sums.variance / seen) : 0,
    emptyS: Math.round(emptyMs) / 1000,
  };
}

const round = (n: number) => Math.round(n * 1e4) / 1e4;
