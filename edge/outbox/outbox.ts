import { uuidv7 } from 'uuidv7';
import type { AggregateData } from '../../models/contract/aggregate.ts';
import { type Envelope, MAX_MESSAGE_BYTES, schemaName } from '../../models/contract/envelope.ts';
import { AisleError } from '../../models/contract/errors.ts';
import type { EventData } from '../../models/contract/event.ts';
import { instant } from '../../models/contract/ids.ts';
import type { AckMessage } from '../../models/contract/node-messages.ts';
import { openSqlite, type Sqlite } from '../../models/host/sqlite.ts';

/** A message on its way into the outbox. */
export type Outgoing = (({ family: 'agg' } & AggregateData) | ({ family: 'event' } & EventData)) & {
  late: boolean;
  /** Of the site file that it was counted under, where that is not the present one. */
  siteRevision?: string;
};

export interface Waiting {
  seq: number;
  /** e.g. `agg/heat`. */
  channel: string;
  body: string;
}

export interface OutboxStats {
  waiting: number;
  oldest: string | null;
  bytes: number;
  lastSeq: number;
}

/**
 * Keeps every message until the gateway says that it has stored it. `epoch` names this file for ever, `seq` counts
 * without gaps; message, number and the node's checkpoint go to disk in one transaction.
 */
export class Outbox {
  readonly epoch: string;
  private readonly db: Sqlite;
  private readonly source: string;
  /** Counted here: counting the file's rows reads all of it, and after a month that is hundreds of megabytes. */
  private waiting: number;

  /** Opens or creates the file. Throws STORE_BUSY when another node process has it open. */
  constructor(path: string, store: string, node: string) {
    // Whoever has it open keeps it: there is nothing to wait for.
    this.db = openSqlite(path, 1000);
    this.source = `aisle/1/${store}/${node}`;
    try {
      this.db.pragma('locking_mode = EXCLUSIVE');
      // A checkpoint knows for seconds who went where: the next one leaves nothing of it in free pages.
      this.db.pragma('secure_delete = ON');
      this.db.exec(`
        BEGIN IMMEDIATE;
        CREATE TABLE IF NOT EXISTS meta (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL, last_seq INTEGER NOT NULL, checkpoint TEXT);
        CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, channel TEXT NOT NULL, time TEXT NOT NULL, body TEXT NOT NULL);
        COMMIT;`);
      this.db.prepare('INSERT OR IGNORE INTO meta (one, epoch, last_seq) VALUES (1, ?, 0)').run(uuidv7());
      this.epoch = (this.db.prepare('SELECT epoch FROM meta').get() as { epoch: string }).epoch;
      this.waiting = (this.db.prepare('SELECT count(*) AS n FROM messages').get() as { n: number }).n;
    } catch (cause) {
      this.db.close();
      throw openFault(path, cause);
    }
  }

  /** Stores messages and, in the same transaction, what book and cameras still hold. Answers the last number given. */
  append(messages: readonly Outgoing[], siteRevision: string, nowMs: number, checkpoint?: string): number {
    const insert = this.db.prepare('INSERT INTO messages (seq, channel, time, body) VALUES (?, ?, ?, ?)');
    const last = this.db.transaction(() => {
      let seq = this.lastSeq();
      for (const message of messages) {
        seq++;
        const envelope = this.wrap(message, seq, siteRevision, nowMs);
        const body = JSON.stringify(envelope);
        if (Buffer.byteLength(body) > MAX_MESSAGE_BYTES) {
          throw new RangeError(
            `a ${message.kind} message of ${Buffer.byteLength(body)} bytes is too large for the wire`,
          );
        }
        insert.run(seq, `${message.family}/${message.kind}`, envelope.time, body);
      }
      this.db
        .prepare('UPDATE meta SET last_seq = ?, checkpoint = coalesce(?, checkpoint)')
        .run(seq, checkpoint ?? null);
      return seq;
    })();
    this.waiting += messages.length;
    return last;
  }

  /** The node's last checkpoint. */
  checkpoint(): string | undefined {
    return (
      (this.db.prepare('SELECT checkpoint FROM meta').get() as { checkpoint: string | null }).checkpoint ?? undefined
    );
  }

  /** The next messages after a number, in order. */
  after(seq: number, limit: number): Waiting[] {
    return this.db
      .prepare('SELECT seq, channel, body FROM messages WHERE seq > ? ORDER BY seq LIMIT ?')
      .all(seq, limit) as Waiting[];
  }

  /** Forgets what the gateway has stored; answers how many messages went. An ack of another epoch is none of ours. */
  acknowledge(ack: AckMessage): number {
    if (ack.epoch !== this.epoch) return 0;
    const remove = this.db.prepare('DELETE FROM messages WHERE seq BETWEEN ? AND ?');
    const removed = this.db.transaction(() => {
      let changes = remove.run(1, ack.upTo).changes;
      for (const [from, to] of ack.ranges) changes += remove.run(from, to).changes;
      return changes;
    })();
    this.waiting -= removed;
    return removed;
  }

  stats(): OutboxStats {
    const oldest = this.db.prepare('SELECT time FROM messages ORDER BY seq LIMIT 1').get() as
      | { time: string }
      | undefined;
    const pages = this.db.pragma('page_count', { simple: true }) as number;
    const pageSize = this.db.pragma('page_size', { simple: true }) as number;
    return { waiting: this.waiting, oldest: oldest?.time ?? null, bytes: pages * pageSize, lastSeq: this.lastSeq() };
  }

  close(): void {
    this.db.close();
  }

  private lastSeq(): number {
    return (this.db.prepare('SELECT last_seq FROM meta').get() as { last_seq: number }).last_seq;
  }

  private wrap(message: Outgoing, seq: number, siteRevision: string, nowMs: number): Envelope {
    return {
      specversion: '1.0',
      id: `${this.epoch}/${seq}`,
      source: this.source,
      type: `aisle.${message.family}.${message.kind}`,
      time: instant(nowMs),
      dataschema: schemaName(message.family, message.kind),
      data: message.data,
      epoch: this.epoch,
      seq,
      late: message.late,
      siteRevision: message.siteRevision ?? siteRevision,
    };
  }
}

function openFault(path: string, cause: unknown): AisleError {
  const { code, message } = cause as { code?: string; message: string };
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') {
    return new AisleError(
      'STORE_BUSY',
      `another process uses the outbox ${path}`,
      'Stop the other edge node of this name first.',
      { cause },
    );
  }
  const fix = 'Check that the disk has room and that the folder may be written.';
  return new AisleError('BAD_INPUT', `cannot open the outbox ${path}: ${message}`, fix, { cause });
}
