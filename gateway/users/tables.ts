import type { Generated } from 'kysely';
import type { Role } from '../../models/contract/rights.ts';
import type { AuditRow } from '../../models/contract/users.ts';

/** Who may use the gateway. Secrets are there as SHA-256 only, passwords as argon2id. Times are UTC milliseconds. */
export interface UserTables {
  users: {
    id: string;
    /** In lower case. */
    name: string;
    display: string;
    password: string | null;
    /** Issuer and subject of who signs in by OpenID Connect. */
    subject: string | null;
    created: number;
    disabled: number | null;
  };
  grants: { user: string; role: Role; scope: string };
  sessions: {
    id: string;
    hash: string;
    /** The hash before the last rotation, which requests that were already under way still carry. */
    previous: string | null;
    /** When the newest hash was first seen; null: the browser may not have it. */
    confirmed: number | null;
    csrf: string;
    user: string;
    created: number;
    seen: number;
    rotated: number;
    expires: number;
    address: string;
    agent: string;
  };
  links: {
    hash: string;
    kind: 'first-admin' | 'invite' | 'reset';
    user: string | null;
    created: number;
    expires: number;
    used: number | null;
  };
  tokens: {
    id: string;
    hash: string;
    name: string;
    role: Role;
    scope: string;
    created: number;
    created_by: string;
    expires: number;
    last_used: number | null;
    revoked: number | null;
  };
  /** What nodes on other machines show the broker. */
  node_credentials: { store: string; node: string; hash: string; created: number };
  /** Tries to sign in that were not followed by a success, by account and by address. */
  tries: { key: string; count: number; last: number; until: number };
  audit: {
    id: Generated<number>;
    time: number;
    by: AuditRow['by'];
    name: string;
    action: string;
    target: string;
    outcome: AuditRow['outcome'];
    address: string;
    detail: string;
  };
}
