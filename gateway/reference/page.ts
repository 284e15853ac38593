import { DateTime } from 'luxon';
import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import { isDay } from './check-row.ts';
import type { ReferenceKind } from './kind.ts';
import type { Reference } from './reference.ts';
import type { Version, VersionQuery } from './versions.ts';

export interface PageQuery {
  store: string;
  /** The store's business day. */
  today: string;
  date?: string;
  from?: string;
  to?: string;
  knownAt?: string;
  cursor?: string;
  limit?: number;
}

const LIMIT = 1000;

/** A page of versions: of a day, or of a range of days. Throws BAD_CALL. */
export async function readVersions(reference: Reference, kind: ReferenceKind, asked: PageQuery) {
  const { store, today, date = today, from, to, limit = LIMIT } = asked;
  for (const [name, day] of Object.entries({ date, from, to })) {
    if (day !== undefined && !isDay(day)) throw bad(`${name} is on no calendar`, 'Write it as YYYY-MM-DD.');
  }
  if ((from === undefined) !== (to === undefined))
    throw bad('of from and to only one is told', 'Tell both, or `date`.');
  if (from !== undefined && from > to!) throw bad('from is after to', 'Let from be the earlier of the two days.');
  const query: VersionQuery = {
    ...{ store, kind: kind.name, limit: limit + 1 },
    after: asked.cursor === undefined ? undefined : readCursor(asked.cursor),
    knownAtMs: asked.knownAt === undefined ? undefined : readKnownAt(asked.knownAt),
  };
  const found =
    from === undefined
      ? await reference.asOf({ ...query, date })
      : await reference.between({ ...query, from, to: to! });
  const rows = found.slice(0, limit);
  const next = found.length > limit ? cursorOf(rows[rows.length - 1]) : null;
  return { rows: rows.map(answer), next };
}

const answer = ({ key, from, to, revision, recordedMs, row }: Version) => ({
  ...{ key, from, to, revision },
  recorded: instant(recordedMs),
  // Versions without a row are ends; they are not read here.
  row: row!,
});

const cursorOf = ({ key, from }: Version): string => Buffer.from(JSON.stringify([key, from])).toString('base64url');

function readCursor(cursor: string): VersionQuery['after'] {
  try {
    const [key, from] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof key === 'string' && (from === null || typeof from === 'string')) return { key, from };
  } catch {
    // Not one of ours: as below.
  }
  throw bad('the cursor is none', 'Take it from `next` of the answer before.');
}

function readKnownAt(text: string): number {
  // An unescaped + arrives as a space.
  const moment = DateTime.fromISO(text.replace(/ (\d{2}:\d{2})$/, '+$1'), { setZone: true });
  if (moment.isValid && /T.*(Z|[+-]\d{2}:\d{2})$/i.test(moment.toISO() ?? '') && /T/i.test(text))
    return moment.toMillis();
  throw bad('knownAt is no moment in time', 'Write it as RFC 3339 with an offset.');
}

const bad = (message: string, fix: string) => new AisleError('BAD_CALL', message, fix);
