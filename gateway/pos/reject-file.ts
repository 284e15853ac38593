import { closeSync, existsSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PosImport } from '../../models/contract/pos.ts';
import type { Rejected } from './intake.ts';
import { quoted } from './readers/cells.ts';
import { REJECT_COLUMNS } from './readers/row.ts';

/**
 * The lines of an import that were rejected, each with its reason, in a form that is mended and sent again as it is: a
 * table as a table with four columns in front, all else as NDJSON with the record in `raw`. Made at the first reject.
 * Loyalty ids are hashed in it; what else the till sent is for the file's owner alone.
 */
export class RejectFile {
  readonly #folder: string;
  readonly #stem: string;
  readonly #columns: () => readonly string[];
  readonly #flag: 'w' | 'a';
  #fd: number | undefined;
  path: string | undefined;

  /** `a` goes on with the file that is there. */
  constructor(folder: string, stem: string, columns: () => readonly string[], flag: 'w' | 'a' = 'w') {
    this.#folder = folder;
    this.#stem = stem;
    this.#columns = columns;
    this.#flag = flag;
  }

  add(rejects: readonly Rejected[]): void {
    if (rejects.length === 0) return;
    const columns = this.#columns();
    const asTable = columns.length > 0;
    const text = rejects.map((it) => (asTable ? tableLine(it, columns) : jsonLine(it))).join('');
    if (this.#fd === undefined) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.path = join(this.#folder, `${this.#stem}.rejected.${asTable ? 'csv' : 'ndjson'}`);
      this.#fd = openSync(this.path, this.#flag, 0o600);
      if (asTable) write(this.#fd, `${[...REJECT_COLUMNS, ...own(columns)].map(quoted).join(',')}\n`);
    }
    write(this.#fd, text);
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

/** What a day's pushes may leave; a till that sends nonsense all day must not fill the disk. */
const MOST_PUSHED_BYTES = 64 << 20;

/** Adds to the reject file of the day's pushes. Answers its name; undefined where nothing was added. */
export function addPushed(folder: string, stem: string, rejects: readonly Rejected[]): string | undefined {
  const file = new RejectFile(folder, stem, () => [], 'a');
  const { size = 0 } = statSync(join(folder, `${stem}.rejected.ndjson`), { throwIfNoEntry: false }) ?? {};
  if (size >= MOST_PUSHED_BYTES) return undefined;
  try {
    file.add(rejects);
    return file.path && basename(file.path);
  } finally {
    file.close();
  }
}

/**
 * Where the reject file of an import is: with the others, or in the store's folder beside the file that it is of. Undefined
 * where there is none, or none any more.
 */
export function rejectPath(
  statePath: string,
  store: string,
  { id, name, via, rejectFile }: PosImport,
): string | undefined {
  if (rejectFile === null) return undefined;
  const beside = join(statePath, 'inbox', store, 'rejected', `${id}-${basename(name)}.rejected`);
  const paths = [
    join(statePath, 'rejects', basename(rejectFile)),
    ...(via === 'folder' ? [`${beside}.csv`, `${beside}.ndjson`] : []),
  ];
  return paths.find((path) => existsSync(path));
}

/** A name for the reject file of an import that is safe in every file system. */
export const rejectStem = (store: string, importId: number, name: string): string =>
  `${store}-${importId}-${basename(name)
    .replace(/\.gz$/, '')
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(0, 80)}`;

const OURS = new Set<string>(REJECT_COLUMNS);
/** A reject file that is sent again has our columns already. */
const own = (columns: readonly string[]) => columns.filter((column) => !OURS.has(column));

function tableLine({ item, fault }: Rejected, columns: readonly string[]): string {
  const cells = item.raw(fault) as string[];
  const kept = cells.length < columns.length ? cells : cells.filter((_, i) => !OURS.has(columns[i]));
  const about = [String(item.at), String(fault.receiptLine ?? ''), fault.field, fault.reason];
  return `${[...about, ...kept].map(quoted).join(',')}\n`;
}

function jsonLine({ item, fault }: Rejected): string {
  const { field, reason, receiptLine } = fault;
  return `${JSON.stringify({ line: item.at, receiptLine, field, reason, raw: item.raw(fault) })}\n`;
}

function write(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
