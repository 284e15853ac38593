import type { FastifyInstance } from 'fastify';
import type { Right } from '../../models/contract/rights.ts';

/** What a route asks of whoever calls it. `open`: nothing. `self`: to be signed in as a person. Else a right. */
export type Need = Right | 'open' | 'self';

/**
 * What every route needs, by method and path as they are registered; HEAD is as GET. A path with `:store` (and a query
 * with `store`) needs it for that store; the others answer what the caller may see. `everywhere` asks for the right in
 * all stores. A route that is not here is refused when the API is put together.
 */
export const ROUTE_NEEDS: Record<string, Need | { everywhere: Right }> = {
  // Whether it runs, what the API is, the page itself: all of it public knowledge.
  'GET /livez': 'open',
  'GET /readyz': 'open',
  'GET /api/openapi.json': 'open',
  'GET /*': 'open',
  // Operation
  'GET /metrics': { everywhere: 'view' },
  'GET /api/v1/nodes': 'view',
  'GET /api/v1/stores/:store/nodes': 'view',
  'GET /api/v1/stores/:store/events': 'view',
  // Figures of the cameras
  'GET /api/v1/live': 'view',
  'GET /api/v1/stores': 'view',
  'GET /api/v1/stores/:store': 'view',
  'GET /api/v1/stores/:store/today': 'view',
  'GET /api/v1/stores/:store/traffic': 'view',
  'GET /api/v1/stores/:store/zones': 'view',
  'GET /api/v1/stores/:store/zones/:zone': 'view',
  'GET /api/v1/stores/:store/queues': 'view',
  'GET /api/v1/stores/:store/shelves': 'view',
  'GET /api/v1/stores/:store/heat': 'view',
  'GET /api/v1/stores/:store/flows': 'view',
  'GET /api/v1/stores/:store/paths': 'view',
  'GET /api/v1/stores/:store/export/:table': 'view',
  // What the route of the table itself asks for is asked besides.
  'GET /api/v1/export/:table': 'view',
  'GET /api/v1/dictionary': 'view',
  'GET /api/v1/stores/:store/sales': 'view',
  'GET /api/v1/stores/:store/funnel': 'view',
  // Sales, products, stock
  'POST /api/v1/stores/:store/pos/transactions': 'import',
  'POST /api/v1/stores/:store/pos/files': 'import',
  'GET /api/v1/stores/:store/pos/imports': 'import',
  'GET /api/v1/stores/:store/pos/imports/:id/rejects': 'import',
  'GET /api/v1/stores/:store/pos/imports/:id/rejects/file': 'import',
  'GET /api/v1/stores/:store/pos/clocks': 'import',
  'DELETE /api/v1/stores/:store/pos/clocks': 'import',
  'GET /api/v1/compare': 'view',
  // What the store's other systems tell
  'GET /api/v1/stores/:store/products': 'view',
  'POST /api/v1/stores/:store/products': 'import',
  'GET /api/v1/stores/:store/suppliers': 'view',
  'POST /api/v1/stores/:store/suppliers': 'import',
  'GET /api/v1/stores/:store/deliveries': 'view',
  'POST /api/v1/stores/:store/deliveries': 'import',
  'GET /api/v1/stores/:store/orders': 'view',
  'POST /api/v1/stores/:store/orders': 'import',
  'GET /api/v1/stores/:store/stock': 'view',
  'POST /api/v1/stores/:store/stock': 'import',
  'GET /api/v1/stores/:store/planogram': 'view',
  'POST /api/v1/stores/:store/planogram': 'import',
  'GET /api/v1/stores/:store/prices': 'view',
  'POST /api/v1/stores/:store/prices': 'import',
  'GET /api/v1/stores/:store/promotions': 'view',
  'POST /api/v1/stores/:store/promotions': 'import',
  'GET /api/v1/stores/:store/campaigns': 'view',
  'POST /api/v1/stores/:store/campaigns': 'import',
  'GET /api/v1/stores/:store/weather': 'view',
  'POST /api/v1/stores/:store/weather': 'import',
  'GET /api/v1/stores/:store/holidays': 'view',
  'POST /api/v1/stores/:store/holidays': 'import',
  'GET /api/v1/stores/:store/roster': 'view',
  'POST /api/v1/stores/:store/roster': 'import',
  'GET /api/v1/stores/:store/targets': 'view',
  'POST /api/v1/stores/:store/targets': 'plan',
  'GET /api/v1/stores/:store/reference': 'view',
  'GET /api/v1/stores/:store/reference/history': 'view',
  'GET /api/v1/stores/:store/reference/imports': 'import',
  'GET /api/v1/stores/:store/reference/imports/:id/rejects': 'import',
  // Alerts, jobs, notes
  'GET /api/v1/stores/:store/alerts': 'view',
  'PATCH /api/v1/stores/:store/alerts/:alert': 'act',
  'GET /api/v1/stores/:store/alerts/rules': 'view',
  'GET /api/v1/alerts': { everywhere: 'operate' },
  'PATCH /api/v1/alerts/:alert': { everywhere: 'operate' },
  'GET /api/v1/alerts/channels': { everywhere: 'operate' },
  'GET /api/v1/push/key': 'view',
  'POST /api/v1/stores/:store/push': 'act',
  'DELETE /api/v1/stores/:store/push': 'act',
  'GET /api/v1/jobs': 'operate',
  'POST /api/v1/jobs/:job/run': 'operate',
  'GET /api/v1/stores/:store/notes': 'view',
  'POST /api/v1/stores/:store/notes': 'act',
  'PATCH /api/v1/stores/:store/notes/:note': 'act',
  'DELETE /api/v1/stores/:store/notes/:note': 'act',
  'GET /api/v1/stores/:store/notes/:note/history': 'view',
  // People and rights
  'GET /api/v1/stores/:store/privacy': 'view',
  'GET /api/v1/stores/:store/privacy/:document': 'view',
  'GET /api/v1/session': 'open',
  'POST /api/v1/session': 'open',
  'DELETE /api/v1/session': 'self',
  'PUT /api/v1/session/password': 'self',
  'GET /api/v1/sessions': 'self',
  'DELETE /api/v1/sessions/:session': 'self',
  'POST /api/v1/links/look': 'open',
  'POST /api/v1/links/claim': 'open',
  'GET /api/v1/sign-on/start': 'open',
  'GET /api/v1/sign-on/done': 'open',
  'GET /api/v1/users': 'administer',
  'POST /api/v1/users': 'administer',
  'PATCH /api/v1/users/:user': 'administer',
  'POST /api/v1/users/:user/link': 'administer',
  'DELETE /api/v1/users/:user/sessions': 'administer',
  'GET /api/v1/tokens': 'administer',
  'POST /api/v1/tokens': 'administer',
  'DELETE /api/v1/tokens/:token': 'administer',
  'GET /api/v1/audit': { everywhere: 'administer' },
};

/** What the table says of a route; undefined where it says nothing. */
export function needOf(method: string, path: string): Need | { everywhere: Right } | undefined {
  const key = `${method === 'HEAD' ? 'GET' : method} ${path}`;
  return Object.hasOwn(ROUTE_NEEDS, key) ? ROUTE_NEEDS[key] : undefined;
}

/** Refuses every route that is registered from here on and has no line in the table. */
export function refuseRoutesWithoutNeed(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      if (needOf(one, url) !== undefined) continue;
      throw new Error(`the route ${one} ${url} has no line in gateway/api/roles.ts: say what it needs`);
    }
  });
}
