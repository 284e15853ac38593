export const FORMATS = ['csv', 'json', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/** What the gateway exports; a zone's own figures are the table `zone`. */
const TABLES = new Set(['traffic', 'zones', 'queues', 'heat', 'sales', 'shelves', 'funnel']);

/**
 * Where the file with the figures of an answer is; undefined where they are not exported. `part` is the table's name
 * where one answer is exported as several.
 */
export function exportUrl(url: string | undefined, format: Format, part?: string): string | undefined {
  const found = /^(\/api\/v1\/stores\/[^/?]+)\/([a-z]+)(?:\/([^/?]+))?(?:\?(.*))?$/.exec(url ?? '');
  if (!found) return undefined;
  const [, store, table, zone, query] = found;
  if (!TABLES.has(table) || (zone !== undefined && table !== 'zones')) return undefined;
  const search = new URLSearchParams(query);
  if (zone !== undefined) search.set('zone', decodeURIComponent(zone));
  search.set('format', format);
  return `${store}/export/${part ?? (zone === undefined ? table : 'zone')}?${search}`;
}
