import { COMPARE_METRICS, Compare, type CompareMetric } from '../../models/contract/compare.ts';
import { Funnel, type FunnelWait, type FunnelZone } from '../../models/contract/funnel.ts';
import { instant } from '../../models/contract/ids.ts';
import { MIDNIGHT_MS, NOW_MS, type PageStateName, valid } from './page-answers.ts';

/** More canned answers for tests of the page: from visits to sales, and stores beside one another. */
const HOUR = 3_600_000;
const zone = (id: string, name: string, changes: Partial<FunnelZone>): FunnelZone => ({
  ...{ zone: id, name, visits: null, engaged: null, engagedShare: null, dwellS: { p50: null }, stops: null },
  ...{ stopShare: null, reaches: null, sold: null, soldPerVisit: null, net: null, netPerVisit: null, coverage: 0.97 },
  ...changes,
});

/** Two fixtures and a promenade; `older`: without a planogram; `suppressed`: the corner is withheld. */
export function funnel(state: PageStateName, from: string, to: string): Funnel {
  const known = state !== 'empty' && state !== 'older';
  const sold = (units: number, visits: number) =>
    known ? { sold: units, soldPerVisit: units / visits, net: units * 2.5, netPerVisit: (units * 2.5) / visits } : {};
  const corner = { visits: 141, engaged: 102, engagedShare: 0.72, dwellS: { p50: 47 }, stops: 96, stopShare: 0.68 };
  const withheld = { suppressed: true, sold: 31, net: 77.5 } as const;
  const zones =
    state === 'empty'
      ? [zone('corner', 'Corner shelf', { coverage: null }), zone('promenade', 'Promenade', { coverage: null })]
      : [
          zone(
            'corner',
            'Corner shelf',
            state === 'suppressed' ? withheld : { ...corner, reaches: 41, ...sold(31, 141) },
          ),
          zone('promenade', 'Promenade', {
            ...{ visits: 388, engaged: 120, engagedShare: 0.31, dwellS: { p50: 24 } },
            ...(known ? { sold: 0, soldPerVisit: 0, net: 0, netPerVisit: 0 } : {}),
          }),
          zone('window', 'Window', {
            visits: 22,
            withheld: true,
            coverage: 0.84,
            ...(known ? { sold: 40.5, net: 99 } : {}),
          }),
        ];
  const waits: FunnelWait[] = [];
  for (let at = MIDNIGHT_MS; at < NOW_MS; at += HOUR) {
    const n = (at - MIDNIGHT_MS) / HOUR - 7;
    const open = known && n > 0;
    waits.push({
      ...{ start: instant(at), seconds: Math.min(HOUR, NOW_MS - at) / 1000 },
      waitS: { mean: open ? 40 * n : null, p90: open ? 95 * n : null },
      ...{ served: known ? Math.max(0, 12 * n) : null, gaveUp: known ? Math.max(0, 2 * n - 1) : null },
      ...{ transactions: known ? Math.max(0, 11 * n) : null, cancelled: known ? Math.max(0, n - 1) : null },
    });
  }
  const product = (n: number, name: string | null, zones: string[]) => ({
    ...{ sku: `95200000000${n}`, name, zones, sold: 20 / n, net: 50 / n },
    ...{ visits: zones.length > 0 ? 141 : null, soldPerVisit: zones.length > 0 ? 20 / n / 141 : null },
  });
  return valid(Funnel, {
    ...{ from, to, currency: known ? 'EUR' : null, planogram: known ? 9 : null, zones },
    products: known ? [product(1, 'Product 1', ['corner']), product(9, null, [])] : [],
    ...{ soldElsewhere: known ? 12 : 0, waits },
  });
}

/** Three stores of a cluster and one beside it of which little is known. */
export function compare(metric: string | null): Compare {
  const as = COMPARE_METRICS.find((it) => it === metric) ?? 'entries';
  const unit: Record<CompareMetric, number> = { entries: 1, sales: 18.4, conversion: 1 / 15_000 };
  const sum = as !== 'conversion';
  const rates = (value: number, areaM2: number, openHours: number) => ({
    value: value * unit[as],
    perM2: sum ? (value * unit[as]) / areaM2 : null,
    perOpenHour: sum ? (value * unit[as]) / openHours : null,
  });
  const store = (id: string, name: string, value: number, areaM2: number, before: number | null) => ({
    ...{ store: id, name, cluster: 'city', from: '2026-03-01', to: '2026-03-08', ...rates(value, areaM2, 72) },
    ...{ currency: as === 'sales' ? 'EUR' : null, openHours: 72, coverage: as === 'sales' ? null : 0.97 },
    ...{ before: before === null ? null : before * unit[as], change: before === null ? null : value / before - 1 },
    benchmark: { stores: 3, ...rates(8200, 700, 72) },
  });
  const nothing = { value: null, perM2: null, perOpenHour: null, coverage: null, benchmark: null, cluster: null };
  return valid(Compare, {
    metric: as,
    stores: [
      store('demo', 'Demo store', 8200, 486, 7900),
      store('south-1', 'South 1', 11_400, 1250, 11_900),
      store('harbour', 'Harbour, with a name that is rather long', 4100, 310, null),
      { ...store('new', 'New store', 0, 300, null), ...nothing },
    ],
    likeForLike: sum ? { stores: 2, value: 19_600 * unit[as], before: 19_800 * unit[as], change: 196 / 198 - 1 } : null,
  });
}
