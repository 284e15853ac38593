import type { Static } from 'typebox';
import Type from 'typebox';
import { RangeQuery } from '../../../models/contract/api/query.ts';
import { Funnel } from '../../../models/contract/funnel.ts';
import { currencyExponent } from '../../../models/contract/money.ts';
import type { ReferenceRow } from '../../../models/contract/reference-rows.ts';
import { allVisits, funnelProducts, funnelZone, placesOf, soldByZone } from '../../figures/funnel.ts';
import { funnelWaits } from '../../figures/funnel-waits.ts';
import { storeDays } from '../../figures/store-days.ts';
import type { ProductSum } from '../../pos/sales.ts';
import { published } from '../../privacy/ranges.ts';
import { publishedZones } from '../../privacy/zones.ts';
import { readRange } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'From visits over stops to what was sold, by zone and product',
  description:
    'What is sold is put where the planogram of the range’s last day has it, shared out by facings where that is in several zones. Waits stand beside the receipts that were taken back.',
  params: StoreParams,
  querystring: Type.Object(
    { from: RangeQuery.properties.from, to: RangeQuery.properties.to },
    { additionalProperties: false },
  ),
  response: { 200: Funnel, ...problems },
} as const;

export const funnel: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/funnel', { schema }, async (request): Promise<Static<typeof Funnel>> => {
    const range = published(readRange(context, request.params.store, request.query));
    const { site } = range.site;
    const date = storeDays(site).at(range.toMs - 1).date;
    const rows = await context.reference.planogramOf(range.store, date);
    const products = new Map(
      (await context.reference.productsOf(range.store, date)).map((it) => [it.sku, it.name ?? null]),
    );
    const places = placesOf(rows, zoneOfShelf(rows));
    const sums = await context.sales.productSums(range, storeDays(site).around(range));
    const currency = mainCurrency(sums);
    const decimals = currencyExponent(currency ?? '');
    const told = rows.length > 0 && (await context.sales.newestMinute(range.store)) !== null;
    const sold = soldByZone(sums, places, currency);
    const zones = await publishedZones(context, range);
    const visits = new Map(zones.map((it) => [it.zone.id, allVisits(it)]));
    return {
      ...range.answer,
      currency,
      planogram: rows.length > 0 ? rows.length : null,
      zones: zones
        .filter(({ zone }) => zone.kind === 'fixture' || zone.kind === 'area' || sold.zones.has(zone.id))
        .map((it) => funnelZone(it, told ? (sold.zones.get(it.zone.id) ?? { units: 0, net: 0 }) : null, decimals)),
      products: funnelProducts(sums, places, {
        ...{ currency, decimals },
        nameOf: (sku) => products.get(sku) ?? null,
        visitsOf: (zone) => visits.get(zone) ?? null,
      }),
      soldElsewhere: sold.elsewhere,
      waits: await funnelWaits(context, range),
    };
  });
};

/** A shelf's zone, as other rows of the planogram tell it. */
function zoneOfShelf(rows: readonly ReferenceRow<'planogram'>[]): (shelf: string) => string | undefined {
  const zones = new Map(rows.flatMap(({ shelf, zone }) => (shelf && zone ? [[shelf, zone] as const] : [])));
  return (shelf) => zones.get(shelf);
}

/** That of the most lines. */
function mainCurrency(sums: readonly ProductSum[]): string | null {
  const lines = new Map<string, number>();
  for (const sum of sums) lines.set(sum.currency, (lines.get(sum.currency) ?? 0) + sum.lines);
  return [...lines].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
