import type { FunnelProduct, FunnelZone } from '../../models/contract/funnel.ts';
import type { Zone } from '../../models/contract/site.ts';
import type { ProductSum } from '../pos/sales.ts';
import type { Shares, ZoneFigures } from './zone-figures.ts';

/** Where the planogram has a product: zones with the places it has there. */
export type Places = ReadonlyMap<string, ReadonlyMap<string, number>>;

interface Sold {
  units: number;
  net: number;
}

/** Places by product. A row without a zone is where its shelf's zone is, if that is known. */
export function placesOf(
  rows: readonly { sku: string; zone?: string; shelf?: string; facings?: number }[],
  zoneOfShelf: (shelf: string) => string | undefined,
): Places {
  const places = new Map<string, Map<string, number>>();
  for (const { sku, zone, shelf, facings = 1 } of rows) {
    const at = zone ?? (shelf === undefined ? undefined : zoneOfShelf(shelf));
    if (at === undefined) continue;
    const of = places.get(sku) ?? new Map<string, number>();
    places.set(sku, of);
    of.set(at, (of.get(at) ?? 0) + facings);
  }
  return places;
}

/** What was sold, shared out to the zones of each product by its facings there; `elsewhere` has no place. */
export function soldByZone(
  sums: readonly ProductSum[],
  places: Places,
  currency: string | null,
): { zones: Map<string, Sold>; elsewhere: number } {
  const zones = new Map<string, Sold>();
  let elsewhere = 0;
  for (const { sku, quantity, net, currency: of } of sums) {
    const at = places.get(sku);
    if (!at) {
      elsewhere += quantity;
      continue;
    }
    const all = [...at.values()].reduce((sum, n) => sum + n, 0);
    for (const [zone, facings] of at) {
      const sold = zones.get(zone) ?? { units: 0, net: 0 };
      zones.set(zone, sold);
      sold.units += (quantity * facings) / all;
      if (of === currency) sold.net += (net * facings) / all;
    }
  }
  return { zones, elsewhere };
}

const per = (a: number | null, b: number | null): number | null => (a === null || !b ? null : a / b);

/** What is sold is that of the whole range: visits of a part of it must not stand for all. */
const LEAST_COVERAGE = 0.8;

/** The visits of a zone that what is sold may be held against; null where they are not all there. */
export const allVisits = ({
  visits,
  coverage,
  withheld,
}: Pick<ZoneFigures, 'visits' | 'coverage' | 'withheld'>): number | null =>
  withheld || coverage === null || coverage < LEAST_COVERAGE ? null : visits;

/** The funnel of one zone; `sold` null where nothing is known of it. What is withheld of its visits stays so. */
export function funnelZone(
  { zone, shares, ...figures }: { zone: Zone; shares: Shares } & ZoneFigures,
  sold: Sold | null,
  decimals: number,
): FunnelZone {
  const { visits, engaged, interactions, dwellS, coverage, suppressed, withheld, protection } = figures;
  const whole = allVisits(figures);
  const net = sold && sold.net / 10 ** decimals;
  const stops = interactions?.stops ?? null;
  return {
    ...{ zone: zone.id, name: zone.name ?? zone.id, visits, engaged },
    engagedShare: shares.engaged,
    dwellS: { p50: dwellS.p50 },
    stops,
    stopShare: shares.stop,
    reaches: interactions?.reaches ?? null,
    sold: sold?.units ?? null,
    soldPerVisit: per(sold?.units ?? null, whole),
    net,
    netPerVisit: per(net, whole),
    coverage,
    ...(suppressed ? { suppressed: true } : {}),
    ...(withheld ? { withheld } : {}),
    ...(protection ? { protection } : {}),
  };
}

const MOST_PRODUCTS = 100;

/** Products that brought most, each beside the visits of its zones. */
export function funnelProducts(
  sums: readonly ProductSum[],
  places: Places,
  {
    currency,
    decimals,
    nameOf,
    visitsOf,
  }: {
    currency: string | null;
    decimals: number;
    nameOf: (sku: string) => string | null;
    visitsOf: (zone: string) => number | null;
  },
): FunnelProduct[] {
  const own = sums.filter((sum) => sum.currency === currency).sort((a, b) => b.net - a.net);
  return own.slice(0, MOST_PRODUCTS).map(({ sku, quantity, net }) => {
    const zones = [...(places.get(sku)?.keys() ?? [])];
    const all = zones.map(visitsOf);
    const visits = zones.length > 0 && all.every((n) => n !== null) ? all.reduce((sum, n) => sum + n!, 0) : null;
    const soldPerVisit = per(quantity, visits);
    return { sku, name: nameOf(sku), zones, sold: quantity, net: net / 10 ** decimals, visits, soldPerVisit };
  });
}
