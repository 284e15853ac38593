import type { FunnelZone } from '../../models/contract/funnel.ts';

export interface Step {
  name: 'Visits' | 'Engaged' | 'Stops' | 'Reaches' | 'Sold';
  value: number | null;
  /** Of the step before, 0–1, where the gateway could tell. */
  share: number | null;
  /** Length of its bar, 0–1 of the most visits that any zone has; null where there is no bar. */
  bar: number | null;
}

/** The steps of a zone; what is sold may be more than one a visit, its bar then is as long as the longest. */
export function stepsOf(zone: FunnelZone, mostVisits: number): Step[] {
  const step = (name: Step['name'], value: number | null, share: number | null = null): Step => ({
    ...{ name, value, share },
    bar: value === null || mostVisits <= 0 ? null : Math.min(1, Math.max(0, value) / mostVisits),
  });
  return [
    step('Visits', zone.visits),
    step('Engaged', zone.engaged, zone.engagedShare),
    step('Stops', zone.stops, zone.stopShare),
    step('Reaches', zone.reaches),
    step('Sold', zone.sold),
  ];
}

export const mostVisits = (zones: readonly FunnelZone[]): number => Math.max(0, ...zones.map((it) => it.visits ?? 0));

/** The zones with most visits first; those of which nothing is known come last. */
export const busiestFirst = (zones: readonly FunnelZone[]): FunnelZone[] =>
  [...zones].sort((a, b) => (b.visits ?? -1) - (a.visits ?? -1));
