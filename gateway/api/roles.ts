import type { FastifyInstance } from 'fastify';

/**
 * What a route asks of whoever calls it. `open`: nothing. `self`: to be signed in. The others are rights that a role
 * gives, in the place where it is given:
 *
 * - `view`: read figures, plans and states
 * - `act`: work on alerts, write notes and marks
 * - `import`: send sales and reference data
 * - `plan`: layouts, promotions, orders, targets
 * - `operate`: nodes, jobs, back-ups, what goes beyond one store
 * - `administer`: users, tokens, settings, the audit trail, personal data
 */
export const RIGHTS = ['view', 'act', 'import', 'plan', 'operate', 'administer'] as const;
export type Right = (typeof RIGHTS)[number];
export type Need = Right | 'open' | 'self';

export const ROLES = ['viewer', 'manager', 'planner', 'ops', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What each role may do. They are no ladder: a planner does not work on alerts, a manager draws no layouts. */
export const ROLE_RIGHTS: Record<Role, readonly Right[]> = {
  viewer: ['view'],
  manager: ['view', 'act', 'import'],
  planner: ['view', 'import', 'plan'],
  ops: ['view', 'act', 'import', 'operate'],
  admin: RIGHTS,
};

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
  'GET /api/v1/stores/:store/heat': 'view',
  'GET /api/v1/stores/:store/flows': 'view',
  'GET /api/v1/stores/:store/paths': 'view',
  // Sales, products, stock
  // Alerts, jobs, notes
  // People and rights
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
