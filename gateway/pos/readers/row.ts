import { AisleError } from '../../../models/contract/errors.ts';
import { variableMeasure } from '../../../models/contract/gtin.ts';
import { isHashed } from '../loyalty.ts';
import type { Field, From, Mapping } from '../mapping.ts';

/** The column of a reject file that keeps the line of the receipt. */
export const RECEIPT_LINE = 'aisle_receipt_line';
export const REJECT_COLUMNS = ['aisle_line', RECEIPT_LINE, 'aisle_field', 'aisle_reason'] as const;

type Value = string | number | boolean | undefined;
const NUMBERS = new Set<Field>(['revision', 'line', 'quantity', 'unitPrice', 'net', 'gross', 'discount', 'taxRate']);
const FLAGS = new Set<Field>(['correction', 'staffPurchase', 'clickAndCollect']);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const CONTROL = /\p{Cc}/u;
const ALL_CONTROL = /\p{Cc}+/gu;
const YES = new Set(['1', 'true', 'yes', 'y', 'x']);
const NO = new Set(['0', 'false', 'no', 'n']);

export class BadCell extends Error {
  readonly field: string;
  constructor(field: string, reason: string) {
    super(reason);
    this.field = field;
  }
}

/** A row in the words of the contract; `line` is left out where no column has it. */
export interface Row {
  head: Record<string, Value | Row['line'][]>;
  line: Record<string, Value>;
}

const LINE_FIELDS = new Set<Field>([
  ...(['line', 'lineKind', 'gtin', 'sku', 'description', 'quantity', 'unit', 'unitPrice'] as const),
  ...(['net', 'gross', 'discount', 'taxKind', 'taxRate'] as const),
]);

/** Turns cells into fields as a mapping says; made once a file. Throws BAD_INPUT at a column that is not there. */
export function rowReader(mapping: Mapping, columns: readonly string[], name: string): (cells: string[]) => Row {
  const nothing = new Set(mapping.nothing ?? ['']);
  const at = (column: string): number => {
    const index = columns.indexOf(column);
    if (index >= 0) return index;
    const has = columns.slice(0, 30).join(', ');
    throw new AisleError('BAD_INPUT', `${name} has no column ${column}; it has: ${has}`, 'Correct the mapping.');
  };
  const lenient = (it: From) => mapping.lenient && typeof it === 'string' && !columns.includes(it);
  const fields = Object.entries(mapping.fields ?? {}) as [Field, From][];
  const getters = fields
    .filter(([field, it]) => !lenient(it) || REQUIRED.has(field))
    .map(([field, it]) => ({
      name: field === 'lineKind' ? 'kind' : field,
      ofLine: LINE_FIELDS.has(field),
      get: getter(field, it, { at, nothing, decimal: mapping.decimal ?? '.' }),
    }));
  const rejects = (mapping.reject ?? []).map((it) => ({ ...it, index: at(it.column) }));
  const again = columns.indexOf(RECEIPT_LINE);
  const variable = mapping.variable ?? [];
  return (cells) => {
    for (const { index, equals, column, reason } of rejects) {
      if (cells[index] === equals) throw new BadCell(column, reason);
    }
    const row: Row = { head: {}, line: {} };
    for (const { name: field, ofLine, get } of getters) {
      const value = get(cells);
      if (value !== undefined) (ofLine ? row.line : row.head)[field] = value;
    }
    if (again >= 0 && cells[again] !== '') row.line.line = numberIn(RECEIPT_LINE, cells[again], '.');
    if (variable.length > 0) weigh(row, variable);
    return row;
  };
}

const REQUIRED = new Set<Field>(['till', 'number', 'time', 'currency', 'quantity']);

interface Look {
  at(column: string): number;
  nothing: Set<string>;
  decimal: '.' | ',';
}

function getter(field: Field, it: From, look: Look): (cells: string[]) => Value {
  if (typeof it !== 'string' && 'value' in it) return () => it.value;
  if (typeof it !== 'string' && 'sum' in it) {
    const indexes = it.sum.map((column) => ({ column, index: look.at(column) }));
    return (cells) => {
      let sum = 0;
      for (const { column, index } of indexes) {
        const text = cells[index].trim();
        if (!look.nothing.has(text)) sum += numberIn(column, text, look.decimal);
      }
      // Decimals that were added are rounded to what no amount is finer than.
      return Math.round(sum * 1e6) / 1e6;
    };
  }
  if (typeof it !== 'string' && 'columns' in it) {
    const indexes = it.columns.map(look.at);
    return (cells) => {
      const text = indexes.map((index) => cells[index].trim()).join(' ');
      return isHashed(text.trim()) ? text.trim() : text;
    };
  }
  const column = typeof it === 'string' ? it : it.column;
  const { map, prefix = '' } = typeof it === 'string' ? {} : it;
  const index = look.at(column);
  return (cells) => {
    const text = cells[index].trim();
    if (look.nothing.has(text)) return undefined;
    if (field === 'loyalty' && isHashed(text)) return text;
    if (map && Object.hasOwn(map, text)) return map[text] as Value;
    if (NUMBERS.has(field)) return numberIn(column, text, look.decimal);
    if (FLAGS.has(field)) return flagIn(column, text);
    // An end of a line within a text is none of its words.
    return prefix + (CONTROL.test(text) ? text.replace(ALL_CONTROL, ' ') : text);
  };
}

function numberIn(column: string, text: string, decimal: '.' | ','): number {
  const plain = decimal === ',' ? text.replaceAll('.', '').replace(',', '.') : text;
  if (NUMBER.test(plain)) return Number(plain);
  throw new BadCell(column, `"${text.slice(0, 40)}" is no number`);
}

function flagIn(column: string, text: string): boolean {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new BadCell(column, `"${text.slice(0, 40)}" is neither yes nor no`);
}

/** Takes the price or weight out of a store's own barcode. */
function weigh({ line }: Row, rules: NonNullable<Mapping['variable']>): void {
  const measured = variableMeasure(String(line.gtin ?? line.sku ?? ''), rules);
  if (!measured) return;
  line.gtin = undefined;
  line.sku = measured.item;
  if (measured.holds === 'weight') {
    line.quantity = measured.value * Math.sign(Number(line.quantity)) || measured.value;
    line.unit = 'kg';
  } else line.net ??= measured.value;
}
