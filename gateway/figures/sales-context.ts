import type { Site } from '../../models/contract/site.ts';
import type { Sales } from '../pos/sales.ts';
import type { Store } from '../store/store.ts';

/** What sales are read from. */
export interface SalesContext {
  store: Store;
  sales: Sales;
}
export interface SalesRange {
  store: string;
  site: { site: Site };
  fromMs: number;
  toMs: number;
  nowMs: number;
}
