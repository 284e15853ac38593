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
/** Answers about one of several, which the query of the file names. */
const ONE = [
  { of: /^zones\/([^/]+)$/, table: 'zone', name: 'zone' },
  { of: /^pos\/imports\/(\d+)\/rejects$/, table: 'rejects', name: 'id' },
];
const API = '/api/v1';

/**
 * Where the file with the figures of an answer is; undefined where they are not exported. `part` is the table's name
 * where one answer is exported as several.
 */
export function exportUrl(url: string | undefined, format: Format, part?: string): string | undefined {
  const found = /^\/api\/v1(\/stores\/[^/?]+)?\/([^?]+)(?:\?(.*))?$/.exec(url ?? '');
  if (!found) return undefined;
  const [, root = '', path, query] = found;
  const one = ONE.find(({ of }) => root !== '' && of.test(path));
  const table = one?.table ?? (root === '' ? OF_GATEWAY : OF_STORE)[path];
  if (table === undefined) return undefined;
  const search = new URLSearchParams(query);
  // Of a list that is shown page by page the file has all.
  for (const page of ['limit', 'cursor', 'before']) search.delete(page);
  if (one) search.set(one.name, decodeURIComponent(one.of.exec(path)![1]));
  search.set('format', format);
  return `${API}${root}/export/${part ?? table}?${search}`;
}
