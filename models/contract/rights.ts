/** Rights and roles as plain tables, without schemas: the page loads them too. */

/**
 * What somebody may do.
 * - `view`: read figures, plans and states
 * - `act`: work on alerts, write notes and marks
 * - `import`: send sales and reference data
 * - `plan`: layouts, promotions, orders, targets
 * - `operate`: nodes, jobs, back-ups, what goes beyond one store
 * - `administer`: users, tokens, settings, the audit trail, personal data
 */
export const RIGHTS = ['view', 'act', 'import', 'plan', 'operate', 'administer'] as const;
export type Right = (typeof RIGHTS)[number];

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
