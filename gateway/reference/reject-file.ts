import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { quoted } from '../pos/readers/cells.ts';
import { REJECT_COLUMNS } from './cells.ts';
import type { Rejected } from './intake.ts';

/**
 * The rows that were rejected, each with its reason, in a form that is mended and sent again as it is: a table with three
 * columns in front, or NDJSON with the row in `raw`. Made at the first reject, for its owner alone.
 */
export class RejectFile {
  readonly #folder: string;
  readonly #stem: string;
  #fd: number | undefined;
  path: string | undefined;

  constructor(folder: string, stem: string) {
    this.#folder = folder;
    this.#stem = stem;
  }

  add(rejects: readonly Rejected[], columns: readonly string[]): void {
    if (rejects.length === 0) return;
    const ours = new Set<string>(REJECT_COLUMNS);
    const own = columns.map((name, i) => ({ name, i })).filter(({ name }) => !ours.has(name));
    if (this.#fd === undefined) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.path = join(this.#folder, `${this.#stem}.rejected.${columns.length > 0 ? 'csv' : 'ndjson'}`);
      this.#fd = openSync(this.path, 'w', 0o600);
      if (columns.length > 0) this.#line([...REJECT_COLUMNS, ...own.map(({ name }) => name)]);
    }
    for (const { line, field, reason, raw } of rejects) {
      const row = raw();
      if (typeof row === 'string') writeSync(this.#fd, `${JSON.stringify({ line, field, reason, raw: row })}\n`);
      // A line that is no row of the table is put whole into its first column.
      else
        this.#line([
          String(line),
          field,
          reason,
          ...(row.length === columns.length ? own.map(({ i }) => row[i]) : row),
        ]);
    }
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #line(cells: readonly string[]): void {
    writeSync(this.#fd!, `${cells.map(quoted).join(',')}\n`);
  }
}
