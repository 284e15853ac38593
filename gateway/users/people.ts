import type { Grant } from '../../models/contract/users.ts';
import type { Db } from '../store/tables.ts';
import { type Deed, writeAudit } from './audit.ts';
import { type Cost, Passwords } from './passwords.ts';
import type { OpenSession } from './sessions.ts';
import type { SignOn } from './sign-on.ts';

/** What the functions of this room work with. */
export interface People {
  db: Db;
  /** The wall's clock: a session does not live in a simulated store's time. */
  now(): number;
  passwords: Passwords;
  /** Signing in by OpenID Connect, where it is configured. */
  signOn?: SignOn;
  /** What does not change once it is so. */
  known: { users: boolean };
}

/** Whoever asks for something. */
export interface Actor {
  /** `open`: at this computer, without signing in. */
  by: 'user' | 'token' | 'open' | 'nobody';
  id: string | null;
  name: string;
  display: string | null;
  grants: readonly Grant[];
  session?: OpenSession;
}

export const NOBODY: Actor = { by: 'nobody', id: null, name: '', display: null, grants: [] };
/** Looks at everything, and changes nothing. */
export const OPEN_VIEWER: Actor = { ...NOBODY, by: 'open', grants: [{ role: 'viewer', scope: 'all' }] };

export function openPeople(db: Db, now: () => number, { cost, signOn }: { cost?: Cost; signOn?: SignOn } = {}): People {
  return { db, now, passwords: new Passwords(cost), signOn, known: { users: false } };
}

/** Whether anybody could sign in yet. A user is switched off, never taken out, so that a yes stays one. */
export async function hasUsers({ db, known }: People): Promise<boolean> {
  if (known.users) return true;
  known.users = (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined;
  return known.users;
}

export const audit = ({ db, now }: People, deed: Deed): Promise<void> => writeAudit(db, now(), deed);

/** The audit trail's words for whoever asked. */
export const deedOf = (actor: Actor, address: string): Pick<Deed, 'by' | 'name' | 'address'> => ({
  by: actor.by,
  name: actor.name,
  address,
});
