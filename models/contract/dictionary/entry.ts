import type { Metric } from '../dictionary.ts';

/** A figure as it is written down; the first version has no history. */
export type Entry = Omit<Metric, 'version' | 'history'> & Partial<Pick<Metric, 'version' | 'history'>>;

export const COUNTED = '95 % interval from the variance that the node tells with each count';
export const EXACT = 'exact for what was seen; the coverage says how much that is';
/** A column of the tables that have a zone's figures. */
export const zones = (column: string) => [`zones.${column}`, `zone.${column}`, `today-zones.${column}`];
export const interval = (column: string) => [`${column}.low`, `${column}.high`];
/** A column of the series of sales and of the whole range. */
export const sales = (column: string) => [`sales.${column}`, `sales-total.${column}`];
