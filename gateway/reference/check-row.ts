import { Compile, type Validator } from 'typebox/compile';
import { DAY_PATTERN, type ReferenceRow } from '../../models/contract/reference-rows.ts';
import type { Site } from '../../models/contract/site.ts';
import { jsonText } from './json-text.ts';
import type { Fault, ReferenceKind } from './kind.ts';

/** A row as it is kept: what it is known by, its days, and what it says. */
export interface CheckedRow {
  key: string;
  /** Undefined: the row names none. */
  from: string | undefined;
  to: string | null;
  /** The row without its effective dates, as JSON with its fields in the order of the schema. */
  body: string;
}

/** Half of a character, or an end of text: data bases do not give them back as they were. */
const BROKEN = /[\0\ud800-\udfff]/u;

/** Checks rows of a kind; made once an import. Fields that the kind does not have are left out and told to `ignored`. */
export class RowChecker {
  readonly #kind: ReferenceKind;
  readonly #site: Site | undefined;
  readonly #fields: readonly string[];
  readonly #days: readonly string[];
  readonly #validator: Validator;
  readonly ignored = new Set<string>();

  constructor(kind: ReferenceKind, site: Site | undefined) {
    const properties = kind.row.properties;
    this.#kind = kind;
    this.#site = site;
    this.#fields = Object.keys(properties);
    this.#days = this.#fields.filter((name) => properties[name].pattern === DAY_PATTERN);
    this.#validator = Compile(kind.row);
  }

  check(value: unknown): CheckedRow | Fault {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      return { field: 'line', reason: 'is no row with fields' };
    }
    const row: Record<string, unknown> = {};
    for (const [name, told] of Object.entries(value)) {
      if (told === undefined || told === null) continue;
      if (this.#fields.includes(name)) row[name] = told;
      else {
        const reason = this.#kind.refuses?.(name);
        if (reason !== undefined) return { field: name.slice(0, 80), reason };
        if (this.ignored.size < 100) this.ignored.add(name.slice(0, 80));
      }
    }
    this.#kind.complete?.(row);
    return this.#schemaFault(row) ?? this.#dayFault(row) ?? this.#rest(row);
  }

  #schemaFault(row: Record<string, unknown>): Fault | undefined {
    const required = this.#kind.row.required ?? [];
    const lacks = required.find((name) => row[name] === undefined);
    if (lacks !== undefined) return { field: lacks, reason: 'is missing' };
    if (!this.#validator.Check(row)) {
      const [first] = this.#validator.Errors(row);
      const field = first?.instancePath.split('/')[1] ?? 'line';
      return { field, reason: `${told(row[field])} ${first?.message ?? 'is not valid'}` };
    }
    const broken = this.#fields.find((name) => typeof row[name] === 'string' && BROKEN.test(row[name] as string));
    return broken === undefined ? undefined : { field: broken, reason: 'holds what is no character' };
  }

  /** The pattern lets through what is on no calendar, such as 31 February. */
  #dayFault(row: Record<string, unknown>): Fault | undefined {
    const bad = this.#days.find((name) => row[name] !== undefined && !isDay(row[name] as string));
    return bad === undefined ? undefined : { field: bad, reason: `${row[bad]} is on no calendar` };
  }

  #rest(row: Record<string, unknown>): CheckedRow | Fault {
    const kind = this.#kind;
    const fault = kind.fault?.(row as unknown as ReferenceRow, this.#site);
    if (fault) return fault;
    const key = kind.key.map((name) => encoded(row[name])).join('/');
    const kept: Record<string, unknown> = {};
    for (const name of this.#fields) if (row[name] !== undefined) kept[name] = row[name];
    if (kind.dates === 'day') {
      const date = row.date as string;
      return { key, from: date, to: date, body: JSON.stringify(kept) };
    }
    const { from, to, ...said } = kept;
    return { key, from: from as string | undefined, to: (to as string) ?? null, body: JSON.stringify(said) };
  }
}

export const isFault = (checked: CheckedRow | Fault): checked is Fault => 'reason' in checked;

/** Whether a text of the right form is a day of the calendar. */
export const isDay = (text: string): boolean => {
  const tMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(tMs) && new Date(tMs).toISOString().startsWith(text);
};

const told = (value: unknown) => (typeof value === 'string' ? `"${value.slice(0, 40)}"` : jsonText(value).slice(0, 40));

/** A part of a key, in which no slash stands. */
export const encoded = (value: unknown): string =>
  value === undefined ? '' : String(value).replace(/[%/]/g, (it) => (it === '%' ? '%25' : '%2F'));
