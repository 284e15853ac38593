import { ShelfData } from '../../models/contract/aggregate.ts';
import { CameraEvent, ShelfEvent } from '../../models/contract/event.ts';
import { check } from '../../models/contract/parse.ts';
import type { Db } from '../store/tables.ts';

/** What a message says of a subject of an alert source. */
interface Signal {
  source: 'shelf-empty' | 'camera-lost';
  subject: string;
  value: number | null;
  text: string;
}

/** Messages that are read in one go; a tick that finds more goes on at once. */
const PAGE = 2000;
/** A data base that was there before alerts were: what is older than so many messages is not looked at. */
const LOOK_BACK = 50_000;
const CURSOR = 'signals';

/**
 * Reads what has come since the last call for the events that alerts are made of, and keeps the newest of each subject.
 * It follows the ids of stored messages, so that a restart misses and repeats nothing. The order of arrival does not
 * matter: by its time the newest wins. Returns how many messages were read.
 */
export async function readSignals(db: Db): Promise<number> {
  let read = 0;
  for (;;) {
    const page = await readPage(db);
    read += page;
    if (page < PAGE) return read;
  }
}

async function readPage(db: Db): Promise<number> {
  const cursor = await db.selectFrom('alert_cursor').select('message').where('name', '=', CURSOR).executeTakeFirst();
  const from = cursor?.message ?? (await startOf(db));
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'store', 'kind', 'time', 'body'])
    .where('id', '>', from)
    .orderBy('id')
    .limit(PAGE)
    .execute();
  const last = rows.at(-1)?.id ?? from;
  if (cursor && rows.length === 0) return 0;
  await db.transaction().execute(async (tx) => {
    for (const { store, kind, time, body } of rows) {
      // The text of an old message may have been deleted.
      if (!Object.hasOwn(READERS, kind) || body === '') continue;
      const { data } = JSON.parse(body) as { data: unknown };
      for (const { source, subject, value, text } of READERS[kind](data)) {
        await tx
          .insertInto('alert_signal')
          .values({ source, store, subject, value, at: time, text })
          .onConflict((oc) =>
            oc
              .columns(['source', 'store', 'subject'])
              .doUpdateSet({ value, at: time, text })
              .where('alert_signal.at', '<=', time),
          )
          .execute();
      }
    }
    await tx
      .insertInto('alert_cursor')
      .values({ name: CURSOR, message: last })
      .onConflict((oc) => oc.column('name').doUpdateSet({ message: last }))
      .execute();
  });
  return rows.length;
}

async function startOf(db: Db): Promise<number> {
  const newest = await db
    .selectFrom('messages')
    .select((e) => e.fn.max<number | null>('id').as('id'))
    .executeTakeFirst();
  return Math.max(0, (newest?.id ?? 0) - LOOK_BACK);
}

const EMPTY: Record<string, number | null> = { empty: 1, low: 0, full: 0, refilled: 0, unknown: null };

const READERS: Record<string, (data: unknown) => Signal[]> = {
  'event/shelf': (data) => {
    const event = check(ShelfEvent, data);
    if (!event.ok) return [];
    const { shelf, facing, change } = event.value;
    return [{ source: 'shelf-empty', subject: `${shelf}/${facing}`, value: EMPTY[change] ?? null, text: '' }];
  },
  'agg/shelf': (data) => {
    const rows = check(ShelfData, data);
    if (!rows.ok) return [];
    return rows.value.facings.map(({ shelf, facing, state }) => ({
      source: 'shelf-empty' as const,
      subject: `${shelf}/${facing}`,
      value: EMPTY[state] ?? null,
      text: '',
    }));
  },
  'event/camera': (data) => {
    const event = check(CameraEvent, data);
    // That a camera was moved says nothing of whether it is there.
    if (!event.ok || event.value.change === 'moved') return [];
    const { camera, change, reason } = event.value;
    return [{ source: 'camera-lost', subject: camera, value: change === 'lost' ? 1 : 0, text: reason }];
  },
};
