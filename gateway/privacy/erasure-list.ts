import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { AisleError } from '../../models/contract/errors.ts';
import { check } from '../../models/contract/parse.ts';
import type { Db } from '../store/tables.ts';

/**
 * A loyalty id that was erased: its keyed hash. The list of them lies beside the data base, so that whatever data base
 * is put in its place (a back-up, a copy by hand) does not bring one back.
 */
export const Erasure = Type.Object(
  { store: Type.String(), loyalty: Type.String(), at: Type.Integer() },
  { additionalProperties: false },
);
export type Erasure = Static<typeof Erasure>;

const FILE = 'erased.ndjson';
/** Ids of one statement: SQLite binds 32,766 values. */
const STATEMENT_IDS = 500;
const idOf = ({ store, loyalty }: Erasure): string => `${store} ${loyalty}`;

/** Adds to the list beside the data base; on the disk when it returns. */
export function keepErasures(statePath: string, erasures: readonly Erasure[]): void {
  if (erasures.length === 0) return;
  const fd = openSync(join(statePath, FILE), 'a', 0o600);
  try {
    // A line that a kill cut off ends here, and does not spoil the next.
    const lines = erasures.map((it) => `${JSON.stringify(it)}\n`);
    writeSync(fd, `\n${lines.join('')}`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The list beside the data base. What a kill cut off was never answered as erased. Throws BAD_INPUT. */
export function readErasures(statePath: string): Erasure[] {
  let text: string;
  try {
    text = readFileSync(join(statePath, FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    const fix = 'It holds which loyalty ids must not come back: mend its rights, do not delete it.';
    throw new AisleError('BAD_INPUT', `cannot read ${FILE}: ${(error as Error).message}`, fix, { cause: error });
  }
  return text.split('\n').flatMap((line) => {
    const checked = check(Erasure, parsed(line));
    return checked.ok ? [checked.value] : [];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Takes erased ids off the receipts of a data base, which keeps them in mind. Answers how many receipts named one. */
export async function eraseAgain(db: Db, erasures: readonly Erasure[]): Promise<number> {
  let receipts = 0;
  for (let i = 0; i < erasures.length; i += STATEMENT_IDS) {
    const part = erasures.slice(i, i + STATEMENT_IDS);
    receipts += await db.transaction().execute(async (tx) => {
      const rows = tx
        .insertInto('loyalty_erased')
        .values(part.map(({ store, loyalty, at }) => ({ store, loyalty, at })));
      await rows.onConflict((oc) => oc.doNothing()).execute();
      let done = 0;
      for (const store of new Set(part.map((it) => it.store))) {
        const ids = part.filter((it) => it.store === store).map(({ loyalty }) => loyalty);
        const query = tx.updateTable('receipts').set({ loyalty: null }).where('store', '=', store);
        done += Number((await query.where('loyalty', 'in', ids).executeTakeFirst()).numUpdatedRows);
      }
      return done;
    });
  }
  return receipts;
}

/**
 * Lets the list and the data base know the same erasures, `others` with them. To be called before anybody asks the data
 * base for receipts. Answers how many receipts named an id that was erased.
 */
export async function settleErasures(db: Db, statePath: string, others: readonly Erasure[] = []): Promise<number> {
  const inDb = await db.selectFrom('loyalty_erased').selectAll().execute();
  const listed = readErasures(statePath);
  const [inDbIds, listedIds] = [new Set(inDb.map(idOf)), new Set(listed.map(idOf))];
  const all = new Map([...listed, ...others, ...inDb].map((it) => [idOf(it), { ...it, at: Number(it.at) }]));
  keepErasures(
    statePath,
    [...all.values()].filter((it) => !listedIds.has(idOf(it))),
  );
  return eraseAgain(
    db,
    [...all.values()].filter((it) => !inDbIds.has(idOf(it))),
  );
}
