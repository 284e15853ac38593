import { isIPv4, isIPv6 } from 'node:net';
import type { AuditRow } from '../../models/contract/users.ts';
import type { Db } from '../store/tables.ts';

/** What happened, by whom and from where. The address is shortened here, in one place. */
export interface Deed {
  by: AuditRow['by'];
  name: string;
  action: string;
  target?: string;
  outcome?: AuditRow['outcome'];
  address?: string;
  detail?: string;
}

const MOST = 200;
const short = (text: string | undefined): string => (text ?? '').slice(0, MOST);

/** An address without what tells one person's device from another's: the last byte of IPv4, the last 80 bits of IPv6. */
export function shortAddress(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:/, '');
  if (isIPv4(plain)) return plain.replace(/\.\d+$/, '.0');
  if (!isIPv6(plain)) return '';
  if (plain === '::1') return plain;
  return `${plain.split('::')[0].split(':').slice(0, 3).join(':')}::`;
}

export async function writeAudit(db: Db, timeMs: number, deed: Deed): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      time: timeMs,
      by: deed.by,
      name: short(deed.name),
      action: deed.action,
      target: short(deed.target),
      outcome: deed.outcome ?? 'done',
      address: shortAddress(deed.address),
      detail: short(deed.detail),
    })
    .execute();
}

/** Newest first; one more than `limit` says that there are more. */
export async function readAudit(db: Db, before: number | undefined, limit: number) {
  let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  return query.execute();
}
