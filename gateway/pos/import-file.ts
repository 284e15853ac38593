import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import type { Site } from '../../models/contract/site.ts';
import { readFault, refuseNoFile } from '../../models/host/input-file.ts';
import { type Counts, type Item, NO_COUNTS, takeIn } from './intake.ts';
import { loadMapping } from './load-mapping.ts';
import { loyaltyHash } from './loyalty.ts';
import { readerOf } from './readers/registry.ts';
import { RejectFile, rejectStem } from './reject-file.ts';
import type { Sales } from './sales.ts';
import { StoreTime } from './store-time.ts';

/** What is to be imported; plain data, since it also goes to a worker thread. */
export interface FileImport {
  path: string;
  /** As the sender called it; else the file's name. */
  name?: string;
  store: string;
  via: 'command' | 'upload' | 'folder';
  format?: string;
  /** A preset or the path of a mapping. */
  mapping?: string;
  /** Of the store; UTC where nobody knows it. */
  site: Pick<Site, 'timeZone' | 'hours'>;
  /** Where keys and reject files lie. */
  statePath: string;
  /** Lines a transaction; 500 unless told otherwise. */
  batchLines?: number;
  /** Milliseconds to leave to others between two transactions. */
  pauseMs?: number;
}

export interface ImportResult extends Counts {
  importId: number;
  rejectFile: string | null;
}

export const BATCH_LINES = 500;
/** The lines of a chunk live until all of them are stored: more of them would be old garbage. */
const CHUNK_BYTES = 1 << 16;

/**
 * Imports a file in parts, each durable before the next is read: whatever ends it, what is in is in, and importing it
 * again adds only what is missing. Throws BAD_INPUT, BAD_CALL or NOT_FOUND with how far it came.
 */
export async function importFile(
  sales: Sales,
  order: FileImport,
  wall: () => number,
  { signal, progress }: { signal?: AbortSignal; progress?: (counts: Counts) => void } = {},
): Promise<ImportResult> {
  const { path, store, via, statePath } = order;
  const name = order.name ?? basename(path);
  refuseNoFile(path, order.name ?? path);
  const reader = readerOf(order.format, name);
  const mapping = order.mapping === undefined ? undefined : loadMapping(order.mapping, statePath);
  const chunks = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const context = { store, time: new StoreTime(order.site), loyalty: loyaltyHash(statePath, store), mapping, name };
  const reading = reader.open(chunks, context);
  const about = { store, name, via, format: reader.kind, mapping: order.mapping ?? null, startedMs: wall() };
  const importId = await sales.beginImport(about);
  const rejects = new RejectFile(join(statePath, 'rejects'), rejectStem(store, importId, name), () =>
    reading.columns ? reading.columns() : [],
  );
  const counts: Counts = { ...NO_COUNTS };
  const put = async (items: Item[]) => {
    const taken = await takeIn(sales, { store, importId, nowMs: wall(), source: name }, items);
    rejects.add(taken.rejects);
    counts.accepted += taken.accepted;
    counts.duplicates += taken.duplicates;
    counts.rejected += taken.rejected;
    progress?.(counts);
    if (order.pauseMs) await new Promise((resolve) => setTimeout(resolve, order.pauseMs));
  };
  const end = (state: 'done' | 'failed', error: string | null) =>
    sales.endImport(importId, {
      ...{ endedMs: wall(), state, error },
      rejectFile: rejects.path === undefined ? null : basename(rejects.path),
    });
  let batch: Item[] = [];
  const readAll = async () => {
    let lines = 0;
    for await (const items of reading.items) {
      for (const item of items) {
        batch.push(item);
        lines += linesIn(item);
        if (lines < (order.batchLines ?? BATCH_LINES)) continue;
        signal?.throwIfAborted();
        await put(batch);
        [batch, lines] = [[], 0];
      }
    }
  };
  try {
    await readAll().catch(async (error: unknown) => {
      // What stands before the place that cannot be read is good.
      if (error instanceof AisleError && batch.length > 0) await put(batch);
      throw error;
    });
    if (batch.length > 0) await put(batch);
    await end('done', null);
    return { ...counts, importId, rejectFile: rejects.path ?? null };
  } catch (thrown) {
    const error = readFault(thrown, name);
    const { message } = error as Error;
    await end('failed', message);
    const { accepted, duplicates, rejected } = counts;
    if (!(error instanceof AisleError) || accepted + duplicates + rejected === 0) throw error;
    const far = `before it: ${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected`;
    throw new AisleError(error.code, `${message} (${far})`, error.fix, { cause: error });
  } finally {
    rejects.close();
    chunks.destroy();
  }
}

const linesIn = (item: Item): number => (item.receipt?.lines.length ?? 0) + item.faults.length + 1;
