import type { Transaction } from 'kysely';
import { groupBy } from '../group-by.ts';
import { dropRollups } from '../rollups/stale.ts';
import type { Accepted, Batch, Incoming } from './batch.ts';
import { emptyRows, project, type Rows } from './project.ts';
import type { Db, Tables } from './tables.ts';

/** Parameters of one statement; SQLite takes 32,766, PostgreSQL 65,535. */
const MAX_PARAMETERS = 30_000;

/**
 * Stores a batch in one transaction: each key once, with all rows that it stands for. `stale`: days whose roll-ups it
 * makes wrong.
 */
export function accept(db: Db, batch: Batch, stale: Parameters<typeof dropRollups>[1] = []): Promise<Accepted> {
  return db.transaction().execute(async (tx) => {
    const accepted = await sort(tx, batch.messages);
    await insertMessages(tx, accepted.inserted);
    await dropRollups(tx, stale);
    await insertAll(tx, 'conflicts', accepted.conflicts.map(conflictRow), true);
    const newRefusals = await refuse(tx, batch);
    await count(tx, accepted, newRefusals);
    for (const { store, node, epoch, upTo } of batch.contiguous) {
      await tx
        .insertInto('epochs')
        .values({ store, node, epoch, up_to: upTo })
        .onConflict((oc) => oc.columns(['store', 'node', 'epoch']).doUpdateSet({ up_to: upTo }))
        .execute();
    }
    return accepted;
  });
}

const keyOf = (m: Incoming) => `${m.store}/${m.node}/${m.message.envelope.epoch}/${m.message.envelope.seq}`;

/** What is new, what is there already, and what claims a key whose content is another. */
async function sort(tx: Transaction<Tables>, messages: Incoming[]): Promise<Accepted> {
  const known = new Map<string, string>();
  for (const [, group] of groupBy(messages, (m) => `${m.store}/${m.node}/${m.message.envelope.epoch}`)) {
    const { store, node, message } = group[0];
    const rows = await tx
      .selectFrom('messages')
      .select(['seq', 'hash'])
      .where('store', '=', store)
      .where('node', '=', node)
      .where('epoch', '=', message.envelope.epoch)
      .where('seq', 'in', [...new Set(group.map((m) => m.message.envelope.seq))])
      .execute();
    for (const row of rows) known.set(`${store}/${node}/${message.envelope.epoch}/${row.seq}`, row.hash);
  }
  const accepted: Accepted = { inserted: [], duplicates: [], conflicts: [] };
  for (const message of messages) {
    const hash = known.get(keyOf(message));
    if (hash === undefined) {
      known.set(keyOf(message), message.hash);
      accepted.inserted.push(message);
    } else {
      (hash === message.hash ? accepted.duplicates : accepted.conflicts).push(message);
    }
  }
  return accepted;
}

async function insertMessages(tx: Transaction<Tables>, messages: Incoming[]): Promise<void> {
  if (messages.length === 0) return;
  const rows: Rows = emptyRows();
  const byKey = new Map(messages.map((m) => [keyOf(m), m]));
  for (const chunk of chunks(messages, 12)) {
    const stored = await tx
      .insertInto('messages')
      .values(chunk.map((m) => ({ ...conflictRow(m), ...aboutMessage(m) })))
      .returning(['id', 'store', 'node', 'epoch', 'seq'])
      .execute();
    for (const { id, store, node, epoch, seq } of stored) {
      project(byKey.get(`${store}/${node}/${epoch}/${seq}`)!, id, rows);
    }
  }
  for (const table of Object.keys(rows) as (keyof Rows)[]) await insertAll(tx, table, rows[table]);
}

const conflictRow = (m: Incoming) => ({
  store: m.store,
  node: m.node,
  epoch: m.message.envelope.epoch,
  seq: m.message.envelope.seq,
  kind: `${m.message.family}/${m.message.kind}`,
  received: m.receivedMs,
  hash: m.hash,
  body: JSON.stringify(m.message.envelope),
});

const aboutMessage = (m: Incoming) => ({
  time: Date.parse(m.message.envelope.time),
  late: m.message.envelope.late ? 1 : 0,
  site_revision: m.message.envelope.siteRevision,
});

async function insertAll<T extends keyof Tables>(
  tx: Transaction<Tables>,
  table: T,
  rows: object[],
  skipKnown = false,
): Promise<void> {
  if (rows.length === 0) return;
  for (const chunk of chunks(rows, Object.keys(rows[0]).length)) {
    // The rows are typed where they are made; Kysely cannot follow a table that is a variable.
    const insert = tx.insertInto(table).values(chunk as never);
    await (skipKnown ? insert.onConflict((oc) => oc.doNothing()) : insert).execute();
  }
}

function* chunks<T>(rows: T[], columns: number): Generator<T[]> {
  const size = Math.floor(MAX_PARAMETERS / columns);
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
}

/** Keeps each refused text once, and how often it came. Returns those of each node that are new. */
async function refuse(tx: Transaction<Tables>, batch: Batch): Promise<Map<string, number>> {
  const fresh = new Map<string, number>();
  for (const refusal of batch.refusals) {
    const { store, node, channel, reason, raw, hash, receivedMs, epoch = null, seq = null } = refusal;
    const row = { store, node, channel, reason, epoch, seq, received: receivedMs, hash, raw, times: 1 };
    const stored = await tx
      .insertInto('refused')
      .values(row)
      .onConflict((oc) =>
        oc.columns(['store', 'node', 'channel', 'hash']).doUpdateSet((eb) => ({ times: eb('refused.times', '+', 1) })),
      )
      .returning('times')
      .executeTakeFirstOrThrow();
    if (stored.times === 1) fresh.set(`${store}/${node}`, (fresh.get(`${store}/${node}`) ?? 0) + 1);
  }
  return fresh;
}

async function count(tx: Transaction<Tables>, accepted: Accepted, refused: Map<string, number>): Promise<void> {
  const tally = (list: Incoming[]) => groupBy(list, (m) => `${m.store}/${m.node}`);
  const [inserted, duplicates, conflicts] = [
    tally(accepted.inserted),
    tally(accepted.duplicates),
    tally(accepted.conflicts),
  ];
  const nodes = new Set([...inserted.keys(), ...duplicates.keys(), ...conflicts.keys(), ...refused.keys()]);
  for (const name of nodes) {
    const [store, node] = name.split('/');
    const add = {
      messages: inserted.get(name)?.length ?? 0,
      duplicates: duplicates.get(name)?.length ?? 0,
      conflicts: conflicts.get(name)?.length ?? 0,
      refused: refused.get(name) ?? 0,
    };
    await tx
      .insertInto('nodes')
      .values({ store, node, state: null, last_seen: null, birth: null, health: null, ...add })
      .onConflict((oc) =>
        oc.columns(['store', 'node']).doUpdateSet((eb) => ({
          messages: eb('nodes.messages', '+', add.messages),
          duplicates: eb('nodes.duplicates', '+', add.duplicates),
          conflicts: eb('nodes.conflicts', '+', add.conflicts),
          refused: eb('nodes.refused', '+', add.refused),
        })),
      )
      .execute();
  }
}
