import type { StoreSummary } from '../../models/contract/api/stores.ts';
import { ROLES, type Role } from '../../models/contract/rights.ts';
import type { Grant } from '../../models/contract/users.ts';
import { roleNames, scopeWords } from '../session/may.ts';
import { useAnswer } from '../ui/answer.ts';

/** Scopes that the stores in sight give rise to. */
function useScopes(): string[] {
  const [{ data }] = useAnswer<{ stores: StoreSummary[] }>('/api/v1/stores');
  const stores = data?.stores ?? [];
  const regions = [...new Set(stores.flatMap((it) => it.region ?? []))];
  const clusters = [...new Set(stores.flatMap((it) => it.cluster ?? []))];
  const groups = [...regions.map((it) => `region:${it}`), ...clusters.map((it) => `cluster:${it}`)];
  return ['all', ...groups, ...stores.map((it) => `store:${it.store}`)];
}

const nameOfScope = (scope: string): string => (scope === 'all' ? 'All stores' : scopeWords(scope));

interface SelectProps<T extends string> {
  label?: string;
  ids?: { id: string; 'aria-describedby': string | undefined };
  value: T;
  onValue: (value: T) => void;
}

export function RoleSelect({ label, ids, value, onValue }: SelectProps<Role>) {
  return (
    <select {...ids} aria-label={label} value={value} onChange={(event) => onValue(event.currentTarget.value as Role)}>
      {ROLES.map((it) => (
        <option key={it} value={it}>
          {roleNames[it]}
        </option>
      ))}
    </select>
  );
}

export function ScopeSelect({ label, ids, value, onValue }: SelectProps<string>) {
  const scopes = useScopes();
  const all = scopes.includes(value) ? scopes : [...scopes, value];
  return (
    <select {...ids} aria-label={label} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
      {all.map((it) => (
        <option key={it} value={it}>
          {nameOfScope(it)}
        </option>
      ))}
    </select>
  );
}

interface GrantsProps {
  grants: readonly Grant[];
  onGrants: (grants: Grant[]) => void;
}

/** Which role somebody has where. */
export function GrantsEditor({ grants, onGrants }: GrantsProps) {
  const put = (i: number, change: Partial<Grant>): void =>
    onGrants(grants.map((it, at) => (at === i ? { ...it, ...change } : it)));
  return (
    <fieldset class="form-wide grants">
      <legend>Roles</legend>
      {grants.map((it, i) => (
        <div key={i} class="grant">
          <RoleSelect label={`Role ${i + 1}`} value={it.role} onValue={(role) => put(i, { role })} />
          <span class="muted">in</span>
          <ScopeSelect label={`Where role ${i + 1} holds`} value={it.scope} onValue={(scope) => put(i, { scope })} />
          <button
            type="button"
            class="button button-small"
            aria-label={`Take role ${i + 1} away`}
            onClick={() => onGrants(grants.filter((_, at) => at !== i))}
          >
            Remove
          </button>
        </div>
      ))}
      {grants.length === 0 && <p class="muted">No role: they see nothing.</p>}
      <button
        type="button"
        class="button button-small"
        onClick={() => onGrants([...grants, { role: 'viewer', scope: grants[0]?.scope ?? 'all' }])}
      >
        Add a role
      </button>
    </fieldset>
  );
}
