import { PRIVACY_DOCUMENTS, type Privacy } from '../../models/contract/privacy.ts';
import { ROLE_RIGHTS, ROLES, type Role } from '../../models/contract/rights.ts';
import type { Site } from '../../models/contract/site.ts';
import { EXEMPT, NEVER } from '../../models/privacy/exempt.ts';
import { threshold } from '../../models/privacy/partition.ts';
import { daysKept, KEPT_ON, RETENTION, RETENTION_KINDS } from '../../models/privacy/retention.ts';
import { needOf } from '../api/roles.ts';

const PLACE = "the gateway's data base";

/** What is kept and published of a store, as its site file and the table of rights have it now. */
export function privacyOf(site: Site): Privacy {
  const { k, heatMinutes } = site.privacy;
  const kInForce = threshold(k);
  const open = kInForce === 1;
  return {
    ...{ store: site.store, k, kInForce, heatMinutes },
    grid: open
      ? { visits: 'zone and minute', ways: 'pair of places and period', heat: 'cell and period' }
      : { visits: 'zone and quarter of an hour', ways: 'pair of places and hour', heat: 'cell and hour' },
    nodes: site.nodes.map(({ id, cameras }) => ({ node: id, cameras })),
    kept: [
      ...RETENTION_KINDS.map((kind) => {
        const { what, why } = RETENTION[kind];
        return { kind, what, why, where: PLACE, days: daysKept(kind, site.retentionDays) };
      }),
      ...Object.entries(KEPT_ON).map(([kind, text]) => ({ kind, ...text, where: PLACE, days: null })),
    ],
    exempt: EXEMPT.map(({ figure, why, routes }) => ({ figure, why, roles: rolesOf(routes) })),
    never: [...NEVER],
    documents: [...PRIVACY_DOCUMENTS],
  };
}

/** The roles that may call one of the routes; a route that this gateway does not have gives nobody anything. */
function rolesOf(routes: readonly string[]): Role[] {
  return ROLES.filter((role) =>
    routes.some((route) => {
      const [method, path] = route.split(' ');
      const need = needOf(method, path);
      if (need === undefined) return false;
      if (need === 'open' || need === 'self') return true;
      return ROLE_RIGHTS[role].includes(typeof need === 'string' ? need : need.everywhere);
    }),
  );
}
