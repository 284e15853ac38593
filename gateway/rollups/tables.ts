import type { KeptKind, Kind } from './kinds.ts';

export interface RollupTables {
  /**
   * Sums by quarter of an hour of one line, zone or queue over one day in UTC, packed. A row without a name says that the
   * day is rolled up: names that it has no row for had nothing. Deleted when a message of the day comes after all.
   */
  rollup: { store: string; kind: Kind; settled: number; start: number; name: string; body: Uint8Array };
  /** See kept.ts; without a body it is claimed by somebody who makes it. */
  kept: { store: string; kind: KeptKind; start: number; until: number; claim: string; body: Uint8Array | null };
}
