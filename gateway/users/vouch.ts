import { AisleError } from '../../models/contract/errors.ts';
import { accountBySubject, addAccount, foldName, setGrants } from './accounts.ts';
import { audit, type People } from './people.ts';
import { endSessions, rotateSoon } from './sessions.ts';
import { beginSession, type From, type NewSession } from './sign-in.ts';
import type { Vouched } from './sign-on.ts';

/**
 * Signs in whom the directory vouches for: as a user of their own, with the roles that their groups give today. The
 * directory is asked at no other time, so that the session ends after `signOn.sessionMinutes`. Throws NO_RIGHT.
 */
export async function signInVouched(people: People, vouched: Vouched, from: From): Promise<NewSession> {
  const { db, now } = people;
  const { subject, grants, display } = vouched;
  const sessionMs = people.signOn?.sessionMs;
  const known = await accountBySubject(db, subject);
  if (known?.disabled != null) {
    const deed = { by: 'nobody' as const, name: known.name, address: from.address, action: 'sign-on' };
    await audit(people, { ...deed, outcome: 'refused', detail: 'the user is switched off' });
    throw new AisleError('NO_RIGHT', 'this user is switched off', 'Ask an administrator.');
  }
  if (known) {
    // Even the last administrator's role goes when the directory says so: the command line can make another.
    await db.transaction().execute(async (tx) => {
      await tx.updateTable('users').set({ display }).where('id', '=', known.id).execute();
      await setGrants(tx, known.id, grants);
    });
  }
  if (grants.length === 0) {
    if (known) await endSessions(db, known.id);
    const fix = 'Ask for a group that the gateway’s file names under signOn.';
    throw new AisleError('NO_RIGHT', 'you are in no group that may use this gateway', fix);
  }
  if (known) {
    await rotateSoon(db, known.id);
    return beginSession(people, { ...known, display, grants }, from, 'sign-on', sessionMs);
  }
  // A name that somebody with a password has is theirs: whoever comes from elsewhere never gets into their account.
  const account = await addAccount(db, now(), { name: nameOf(vouched), display, grants, subject });
  const detail = grants.map(({ role, scope }) => `${role} ${scope}`).join(', ');
  const deed = { by: 'system' as const, name: 'sign-on', address: from.address };
  await audit(people, { ...deed, action: 'user-add', target: account.name, detail });
  return beginSession(people, account, from, 'sign-on', sessionMs);
}

/** As a name of ours may be written. */
function nameOf({ name }: Vouched): string {
  const plain = foldName(name).replaceAll(/[^a-z0-9._@+-]/g, '-');
  return /^[a-z0-9]/.test(plain) ? plain.slice(0, 80) : `user${plain}`.slice(0, 80);
}
