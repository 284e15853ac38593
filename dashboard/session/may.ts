import type { StoreSummary } from '../../models/contract/api/stores.ts';
import { type Right, ROLE_RIGHTS, type Role } from '../../models/contract/rights.ts';
import type { Grant } from '../../models/contract/users.ts';
import type { SessionState } from './keeper.ts';

/** Asks whether whoever looks may do something in the store that is shown. */
export type May = (right: Right) => boolean;

/** What may be done in a store, so that the page offers it; the gateway judges each request again. */
export function mayIn({ session, mayChange }: SessionState, store: StoreSummary | undefined): May {
  return (right) => {
    if (!session || (right !== 'view' && !mayChange)) return false;
    return session.grants.some((it) => ROLE_RIGHTS[it.role].includes(right) && holdsIn(it, store));
  };
}

const holdsIn = ({ scope }: Grant, store: StoreSummary | undefined): boolean =>
  scope === 'all' ||
  scope === `store:${store?.store}` ||
  (store?.cluster != null && scope === `cluster:${store.cluster}`) ||
  (store?.region != null && scope === `region:${store.region}`);

/** Whether a right is held in all stores, as the audit trail asks. */
export const mayEverywhere = ({ session }: SessionState, right: Right): boolean =>
  session?.grants.some((it) => it.scope === 'all' && ROLE_RIGHTS[it.role].includes(right)) ?? false;

export const roleNames: Record<Role, string> = {
  viewer: 'Viewer',
  manager: 'Manager',
  planner: 'Planner',
  ops: 'Operations',
  admin: 'Administrator',
};

/** A scope in words: `all stores`, `store demo`. */
export const scopeWords = (scope: string): string => (scope === 'all' ? 'all stores' : scope.replace(':', ' '));
