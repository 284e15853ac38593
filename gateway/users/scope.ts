import { RIGHTS, type Right, ROLE_RIGHTS } from '../../models/contract/rights.ts';
import type { Site } from '../../models/contract/site.ts';
import type { Grant } from '../../models/contract/users.ts';

export type Place = Pick<Site, 'store' | 'region' | 'cluster'>;

/** Whether a scope holds in a store. */
export function holdsIn(scope: string, { store, region, cluster }: Place): boolean {
  return (
    scope === 'all' ||
    scope === `store:${store}` ||
    (region !== undefined && scope === `region:${region}`) ||
    (cluster !== undefined && scope === `cluster:${cluster}`)
  );
}

const gives = (grant: Grant, right: Right): boolean => ROLE_RIGHTS[grant.role].includes(right);

/** Whether the grants give the right in a store. */
export const mayIn = (grants: readonly Grant[], right: Right, place: Place): boolean =>
  grants.some((grant) => gives(grant, right) && holdsIn(grant.scope, place));

/** Whether the grants give the right in any store. */
export const mayAnywhere = (grants: readonly Grant[], right: Right): boolean =>
  grants.some((grant) => gives(grant, right));

/** Whether the grants give the right in all stores, those to come with them. */
export const mayEverywhere = (grants: readonly Grant[], right: Right): boolean =>
  grants.some((grant) => gives(grant, right) && grant.scope === 'all');

export const rightsOf = (grants: readonly Grant[]): Right[] => RIGHTS.filter((right) => mayAnywhere(grants, right));

/**
 * Whether who holds `right` may hand out something that reaches as far as `scope`. A region's stores change, so a cluster
 * is never taken to lie inside a region: only a store does, by its site.
 */
export function reaches(grants: readonly Grant[], right: Right, scope: string, places: Iterable<Place>): boolean {
  const own = grants.filter((grant) => gives(grant, right));
  if (own.some((grant) => grant.scope === 'all' || grant.scope === scope)) return true;
  for (const place of places) {
    if (scope === `store:${place.store}` && own.some((grant) => holdsIn(grant.scope, place))) return true;
  }
  return false;
}
