import type { AlertNotice } from '../../models/contract/alerts.ts';
import type { Db } from '../store/tables.ts';

/** A report for people, with what hangs on it. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
  attachments: { name: string; contentType: string; content: string }[];
}
/** What a channel is given to send. */
export type Payload = { kind: 'alert'; notice: AlertNotice } | { kind: 'report'; store: string; mail: Mail };

export interface NewDelivery {
  /** The same text is put in once, whatever happens. */
  idempotency: string;
  channel: string;
  /** What is sent in order: an alert, a report. */
  sequence: string;
  payload: Payload;
}

/** Puts deliveries into the outbox, in the caller's transaction; those that are there already are left alone. */
export async function putDeliveries(db: Db, deliveries: readonly NewDelivery[], wallMs: number): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map(({ payload, ...delivery }) => ({
    ...delivery,
    payload: JSON.stringify(payload),
    ...{ state: 'waiting' as const, attempts: 0, next_at: wallMs, created: wallMs },
    ...{ sent: null, error: null, holder: null, lease_until: null },
  }));
  await db
    .insertInto('delivery')
    .values(rows)
    .onConflict((oc) => oc.column('idempotency').doNothing())
    .execute();
}

export interface TakenDelivery {
  id: number;
  idempotency: string;
  channel: string;
  payload: Payload;
  attempts: number;
}

/** How long a taken delivery is another's: longer than any channel tries. */
const LEASE_MS = 120_000;

/**
 * Takes the next delivery that may be sent: the oldest whose time has come, and of its sequence and channel the first
 * that waits; `of` keeps to one channel, or leaves some out. Nobody else takes it until it is settled, or the lease has
 * run out because this process is gone.
 */
export async function takeDelivery(
  db: Db,
  holder: string,
  wallMs: number,
  of: { channel?: string; notOf?: readonly string[] } = {},
): Promise<TakenDelivery | undefined> {
  const { channel, notOf = [] } = of;
  const row = await db
    .updateTable('delivery')
    .set((eb) => ({ holder, lease_until: wallMs + LEASE_MS, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', (eb) =>
      eb
        .selectFrom('delivery as d')
        .select('d.id')
        .where('d.state', '=', 'waiting')
        .where('d.next_at', '<=', wallMs)
        .where((e) => e.or([e('d.lease_until', 'is', null), e('d.lease_until', '<=', wallMs)]))
        .$if(channel !== undefined, (query) => query.where('d.channel', '=', channel!))
        .$if(notOf.length > 0, (query) => query.where('d.channel', 'not in', notOf))
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('delivery as earlier')
                .select('earlier.id')
                .whereRef('earlier.channel', '=', 'd.channel')
                .whereRef('earlier.sequence', '=', 'd.sequence')
                .where('earlier.state', '=', 'waiting')
                .whereRef('earlier.id', '<', 'd.id'),
            ),
          ),
        )
        .orderBy('d.next_at')
        .orderBy('d.id')
        .limit(1),
    )
    .returning(['id', 'idempotency', 'channel', 'payload', 'attempts'])
    .executeTakeFirst();
  return row && { ...row, payload: JSON.parse(row.payload) as Payload };
}

export async function settleSent(db: Db, id: number, wallMs: number): Promise<void> {
  const change = { state: 'sent' as const, sent: wallMs, error: null, holder: null, lease_until: null };
  await db.updateTable('delivery').set(change).where('id', '=', id).execute();
}

/** Puts a delivery back for `nextMs`, or among the dead when that is null. */
export async function settleFailed(db: Db, id: number, error: string, nextMs: number | null): Promise<void> {
  const free = { error: error.slice(0, 500), holder: null, lease_until: null };
  const change = nextMs === null ? { ...free, state: 'dead' as const } : { ...free, next_at: nextMs };
  await db.updateTable('delivery').set(change).where('id', '=', id).execute();
}
