import type { BucketSize } from '../../models/contract/api/query.ts';
import { instant } from '../../models/contract/ids.ts';
import { SalesAnswer, type SalesFigures } from '../../models/contract/sales.ts';
import { type FacingAnswer, Shelves } from '../../models/contract/shelves.ts';
import { MIDNIGHT_MS, NOW_MS, type PageStateName, valid } from './page-answers.ts';

/** More canned answers for tests of the page: what the tills sold, and what lies on the shelves. */
const HOUR = 3_600_000;
const nothing: SalesFigures = {
  ...{ transactions: null, returns: null, staff: null, collected: null, unpriced: null, net: null, items: null },
  ...{ itemsPerTransaction: null, netPerTransaction: null, entries: null, units: null, matched: null, coverage: null },
  ...{ conversion: { value: null, interval: null }, perPerson: { value: null, interval: null } },
  netPerEntry: { value: null, interval: null },
};
const sold = (transactions: number): SalesFigures => ({
  ...{
    transactions,
    returns: transactions > 20 ? 2 : 0,
    staff: 0,
    collected: 0,
    unpriced: 0,
    net: transactions * 18.4,
  },
  ...{ items: transactions * 7, itemsPerTransaction: 7, netPerTransaction: 18.4, entries: transactions * 2 },
  ...{ units: Math.round(transactions * 1.6), matched: transactions, coverage: 0.97 },
  conversion: { value: 0.625, interval: [0.58, 0.68] },
  perPerson: { value: 0.5, interval: [0.46, 0.54] },
  netPerEntry: { value: 9.2, interval: [8.5, 9.9] },
});

/** Sales from eight o'clock on; a store without tills where nothing came yet or is measured. */
export function sales(state: PageStateName, bucket: BucketSize): SalesAnswer {
  const known = state !== 'empty' && state !== 'older';
  const points: SalesAnswer['points'] = [];
  for (let at = MIDNIGHT_MS; at < NOW_MS; at += HOUR) {
    const hour = (at - MIDNIGHT_MS) / HOUR;
    const seconds = Math.min(HOUR, NOW_MS - at) / 1000;
    points.push({ start: instant(at), seconds, ...(known ? sold(hour < 8 ? 0 : 10 + 4 * (hour - 8)) : nothing) });
  }
  return valid(SalesAnswer, {
    ...{ from: instant(MIDNIGHT_MS), to: instant(NOW_MS), bucket, currency: known ? 'EUR' : null },
    ...{ currencies: known ? ['EUR'] : [], tillsUntil: known ? instant(NOW_MS - 60_000) : null },
    ...{ entryToTill: known ? { minutes: 9, score: 0.4 } : null, total: known ? sold(42) : nothing, points },
  });
}

const SHELF = { empty: 0, low: 0.21, full: 0.8, unknown: null };
const facing = (n: number, state: FacingAnswer['state'], since: string | null = null): FacingAnswer => ({
  ...{ facing: `f${n}`, sku: `95200000000${n}`, name: n === 9 ? null : `Product ${n}`, capacity: 12, state, since },
  ...{ seenAt: state === 'unknown' ? null : instant(NOW_MS - 120_000), fill: SHELF[state] },
  fillInterval: state === 'unknown' ? null : [Math.max(0, SHELF[state]! - 0.15), Math.min(1, SHELF[state]! + 0.15)],
  ...{ emptyS: state === 'unknown' ? null : state === 'empty' ? 3000 : 0, knownS: state === 'unknown' ? 0 : 30_000 },
});

/** Two shelves of which one has gaps; nobody looks at shelves where a node is older than that. */
export function shelves(state: PageStateName): Shelves {
  const seen = state === 'normal' || state === 'suppressed';
  const range = { from: instant(MIDNIGHT_MS), to: instant(NOW_MS), bucket: 'day' as const };
  const none = { emptyS: null, knownS: 0, share: null, events: 0 };
  const out = seen ? { emptyS: 6000, knownS: 240_000, share: 0.025, events: 2 } : none;
  const as = (it: FacingAnswer['state']) => (seen ? it : 'unknown');
  const since = (hour: number) => (seen ? instant(MIDNIGHT_MS + hour * HOUR) : null);
  const dairy = [1, 2, 3, 4].map((n) => facing(n, as('full')));
  const snacks = [facing(5, as('full')), facing(6, as('low')), facing(7, as('empty'), since(9)), facing(8, 'unknown')];
  snacks.push(facing(9, as('empty'), since(-3)));
  const tally = (facings: FacingAnswer[]) => {
    const counts = { full: 0, low: 0, empty: 0, unknown: 0 };
    for (const it of facings) counts[it.state]++;
    return counts;
  };
  const list = [
    { shelf: 'dairy-1', camera: 'door', now: tally(dairy), facings: dairy },
    { shelf: 'snacks-2', camera: 'door', now: tally(snacks), facings: snacks },
  ];
  return valid(Shelves, {
    ...{ ...range, at: seen ? instant(NOW_MS - 120_000) : null },
    now: { ...tally([...dairy, ...snacks]), outOfStockShare: seen ? 0.25 : null },
    shelves: state === 'older' ? [] : list,
    ...{ total: out, points: [{ start: range.from, seconds: (NOW_MS - MIDNIGHT_MS) / 1000, ...out }] },
  });
}
