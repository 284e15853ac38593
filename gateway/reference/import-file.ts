import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReferenceTaken } from '../../models/contract/reference.ts';
import { readFault, refuseNoFile } from '../../models/host/input-file.ts';
import type { Db } from '../store/tables.ts';
import { Intake, type IntakeOrder } from './intake.ts';
import { type RawRow, readRows } from './read-rows.ts';
import { RejectFile } from './reject-file.ts';

export interface FileOrder extends Omit<IntakeOrder, 'name' | 'via'> {
  path: string;
  /** Reject files go into a folder of it. */
  statePath: string;
}

/** Rows of a transaction. */
const BATCH_ROWS = 2000;
const CHUNK_BYTES = 1 << 18;

/**
 * Imports a file in parts, each durable before the next is read: whatever ends it, what is in is in, and importing it
 * again adds only what is missing. Throws BAD_INPUT, BAD_CALL or NOT_FOUND.
 */
export async function importReference(
  db: Db,
  { path, statePath, ...about }: FileOrder,
  wall: () => number,
): Promise<ReferenceTaken & { rejectFile: string | null }> {
  const name = basename(path);
  refuseNoFile(path, path);
  const chunks = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const reading = readRows(chunks, about.kind, name);
  const intake = new Intake(db, { ...about, name, via: 'command' }, wall);
  await intake.begin();
  const stem = `${about.store}-${about.kind.name}-${intake.id}-${name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 80)}`;
  const rejects = new RejectFile(join(statePath, 'rejects'), stem);
  try {
    let batch: RawRow[] = [];
    const put = async () => {
      rejects.add(await intake.take(batch), reading.columns);
      batch = [];
    };
    for await (const rows of reading.rows) {
      for (const row of rows) {
        batch.push(row);
        if (batch.length >= BATCH_ROWS) await put();
      }
    }
    await put();
    const taken = await intake.done();
    return { ...taken, ignored: [...reading.ignored, ...taken.ignored], rejectFile: rejects.path ?? null };
  } catch (thrown) {
    const error = readFault(thrown, name);
    await intake.failed(error as Error);
    throw error;
  } finally {
    rejects.close();
    chunks.destroy();
  }
}
