import { AisleError } from '../../../models/contract/errors.ts';
import { csv } from './csv.ts';
import { ndjson } from './ndjson.ts';
import { poslog } from './poslog.ts';
import type { PosReader } from './reader.ts';

/** Every format; a new one is a file of its own and a line here. */
export const READERS: readonly PosReader[] = [csv, ndjson, poslog];

/** By its kind, else by the ending of the file's name (before a .gz). Throws BAD_CALL that lists what there is. */
export function readerOf(kind: string | undefined, name: string): PosReader {
  const ending = /\.([a-z0-9]+)$/i.exec(name.replace(/\.gz$/i, ''))?.[1].toLowerCase();
  const found = READERS.find((it) => (kind === undefined ? it.endings.includes(ending ?? '') : it.kind === kind));
  if (found) return found;
  const kinds = READERS.map((it) => it.kind).join(', ');
  throw new AisleError(
    'BAD_CALL',
    kind === undefined ? `${name} does not tell its format by its ending` : `there is no format ${kind}`,
    `Give the format: ${kinds}.`,
  );
}
