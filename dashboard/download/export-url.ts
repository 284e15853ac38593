export const FORMATS = ['csv', 'json', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/** What the gateway exports of a store, by the path of the answer below it, and the table that it is first of all. */
const OF_STORE: Record<string, string> = {
  ...{ traffic: 'traffic', zones: 'zones', queues: 'queues', heat: 'heat', paths: 'paths', sales: 'sales' },
  ...{ shelves: 'shelves', funnel: 'funnel', today: 'today', alerts: 'alerts', 'alerts/rules': 'alert-rules' },
  ...{ notes: 'notes', nodes: 'nodes', 'pos/imports': 'imports' },
};
/** The same of what goes beyond one store. */
const OF_GATEWAY: Record<string, string> = {
  ...{
    compare: 'compare',
    nodes: 'nodes',
    jobs: 'jobs',
    users: 'users',
    tokens: 'tokens',
    audit: 'audit',
    alerts: 'gateway-alerts',
  },
};
const API = '/api/v1';

/**
 * Where the file with the figures of an answer is; undefined where they are not exported. `part` is the table's name
 * where one answer is exported as several.
 */
export function exportUrl(url: string | undefined, format: Format, part?: string): string | undefined {
  const found = /^\/api\/v1(\/stores\/[^/?]+)?\/([a-z/]+?)(?:\?(.*))?$/.exec(url ?? '');
  const zone = /^\/api\/v1(\/stores\/[^/?]+)\/zones\/([^/?]+)(?:\?(.*))?$/.exec(url ?? '');
  const [, root = '', path, query] = zone ? [zone[0], zone[1], 'zones', zone[3]] : (found ?? []);
  if (path === undefined) return undefined;
  const table = zone ? 'zone' : (root === '' ? OF_GATEWAY : OF_STORE)[path];
  if (table === undefined) return undefined;
  const search = new URLSearchParams(query);
  // Of a list that is shown page by page the file has all.
  for (const page of ['limit', 'cursor', 'before']) search.delete(page);
  if (zone) search.set('zone', decodeURIComponent(zone[2]));
  search.set('format', format);
  return `${API}${root}/export/${part ?? table}?${search}`;
}
