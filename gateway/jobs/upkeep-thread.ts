import { openSqlite } from '../../models/host/sqlite.ts';
import type { Progress } from './job.ts';

export interface UpkeepInput {
  db: string;
  wallMs: number;
}
export interface Upkeep {
  /** Bytes of the write-ahead log that are still in it. */
  walBytes: number;
  removed: Record<string, number>;
}

const DAY_MS = 86_400_000;
/** How long what is done with stays: runs of jobs, what was sent, and what was given up. */
const KEEP_DAYS = { runs: 90, sent: 30, dead: 90 };

/** Looks after the data base: forgets what is done with, lets SQLite renew its statistics, and empties the log. */
export function run({ db: path, wallMs }: UpkeepInput, progress: Progress): Upkeep {
  const db = openSqlite(path);
  try {
    const before = (days: number) => wallMs - days * DAY_MS;
    const remove = (statement: string, days: number) => db.prepare(statement).run(before(days)).changes;
    const removed = {
      runs: remove("delete from job_run where state in ('done', 'failed') and finished < ?", KEEP_DAYS.runs),
      sent: remove("delete from delivery where state = 'sent' and sent < ?", KEEP_DAYS.sent),
      dead: remove("delete from delivery where state = 'dead' and created < ?", KEEP_DAYS.dead),
    };
    progress(0.3, 'renewing statistics');
    db.pragma('optimize');
    progress(0.7, 'emptying the log');
    const [{ log, checkpointed }] = db.pragma('wal_checkpoint(TRUNCATE)') as { log: number; checkpointed: number }[];
    const pageBytes = db.pragma('page_size', { simple: true }) as number;
    return { walBytes: Math.max(0, log - checkpointed) * pageBytes, removed };
  } finally {
    db.close();
  }
}
