import { hasCheckDigit } from '../../models/contract/gtin.ts';
import { currencyExponent, roundMinor, toMinor } from '../../models/contract/money.ts';
import { check } from '../../models/contract/parse.ts';
import { PosHead, PosLine } from '../../models/contract/pos.ts';
import type { LoyaltyHash } from './loyalty.ts';
import type { Receipt, ReceiptLine } from './receipt.ts';
import type { StoreTime } from './store-time.ts';

/** What a till's words are read with. */
export interface ReadContext {
  store: string;
  time: StoreTime;
  loyalty: LoyaltyHash;
}

export interface Fault {
  /** Number of the line within the receipt; null: of the whole transaction. */
  receiptLine: number | null;
  field: string;
  reason: string;
}

export interface ReadTransaction {
  /** Its good lines; undefined where the head is no good or no line is. */
  receipt?: Receipt;
  faults: Fault[];
  /** Lines that the value holds; one where that cannot be told. */
  count: number;
}

/**
 * Reads a transaction as the contract has it. Lines are taken one by one: a bad one is told, the others go on. A bad
 * head is a fault of every line.
 */
export function readTransaction(value: unknown, context: ReadContext): ReadTransaction {
  const given = (value as { lines?: unknown } | null)?.lines;
  const count = Array.isArray(given) && given.length > 0 ? given.length : 1;
  const all = (field: string, reason: string): ReadTransaction => ({
    faults: Array.from({ length: count }, (_, i) => ({ receiptLine: numberOf(given, i), field, reason })),
    count,
  });
  // Not a fault for each: a message of a few MB holds millions of nothings.
  if (count > MAX_LINES) {
    return { faults: [{ receiptLine: null, field: 'lines', reason: `are more than ${MAX_LINES}` }], count: 1 };
  }
  const checked = check(PosHead, value);
  if (!checked.ok) return all(...fieldOf(checked.reason));
  if (!Array.isArray(given) || given.length === 0) return all('lines', 'must be a list with at least one line');
  const head = readHead(checked.value, context);
  if ('reason' in head) return all(head.field, head.reason);
  const exponent = checked.value.exponent ?? null;
  const amounts = amountsOf(head.currency, exponent !== null);
  const faults: Fault[] = [];
  const taken = given.length > 1 ? new Set<number>() : undefined;
  given.forEach((item: unknown, i) => {
    const read = readLine(item, i + 1, head, amounts);
    if ('reason' in read) faults.push({ receiptLine: numberOf(given, i), ...read });
    else if (taken?.has(read.line)) faults.push({ receiptLine: read.line, field: 'line', reason: 'is there twice' });
    else {
      taken?.add(read.line);
      head.lines.push(read);
    }
  });
  const wrong = faults.length === 0 ? wrongTotal(checked.value, head, amounts) : undefined;
  if (wrong) return all('net', wrong);
  // A receipt with a line that could not be read is not whole: the lines that it lacks are not taken away.
  head.whole = faults.length === 0;
  return { ...(head.lines.length > 0 && { receipt: head }), faults, count };
}

const MAX_LINES = 5000;

type Wrong = { field: string; reason: string };

function readHead(head: PosHead, context: ReadContext): Receipt | Wrong {
  if (head.store && head.store !== context.store) {
    return { field: 'store', reason: `is ${head.store}, but this is an import of ${context.store}` };
  }
  const timeMs = context.time.read(head.time);
  if (timeMs === undefined) return { field: 'time', reason: 'is no moment in time' };
  const startMs = head.start ? context.time.read(head.start) : null;
  if (startMs === undefined) return { field: 'start', reason: 'is no moment in time' };
  if (startMs !== null && startMs > timeMs) return { field: 'start', reason: 'lies after the time' };
  const decimals = currencyExponent(head.currency);
  if (typeof head.exponent === 'number' && head.exponent !== decimals) {
    return { field: 'exponent', reason: `is ${head.exponent}, but ${head.currency} has ${decimals} decimals` };
  }
  const businessDay = head.businessDay ?? context.time.businessDay(timeMs);
  if (!context.time.isDate(businessDay)) return { field: 'businessDay', reason: 'is no date' };
  return {
    businessDay,
    till: head.till,
    number: typeof head.number === 'string' ? head.number : String(head.number),
    revision: head.revision ?? 0,
    correction: head.correction ?? false,
    startMs,
    timeMs,
    kind: head.kind ?? 'sale',
    currency: head.currency,
    loyalty: head.loyalty ? context.loyalty(head.loyalty) : null,
    staffPurchase: head.staffPurchase ?? false,
    clickAndCollect: head.clickAndCollect ?? false,
    whole: true,
    lines: [],
  };
}

/** How a number of the input becomes minor units. A unit price may be finer than the currency. */
interface Amounts {
  exact(amount: number): number | undefined;
  rough(amount: number): number;
}

const AMOUNTS = new Map<string, Amounts>();

function amountsOf(currency: string, minorUnits: boolean): Amounts {
  const key = minorUnits ? 'minor' : String(currencyExponent(currency));
  let amounts = AMOUNTS.get(key);
  if (!amounts) {
    const decimals = currencyExponent(currency);
    amounts = minorUnits
      ? { exact: (it) => (Number.isSafeInteger(it) ? it : undefined), rough: (it) => Math.round(it) }
      : { exact: (it) => toMinor(it, decimals), rough: (it) => roundMinor(it, decimals) };
    AMOUNTS.set(key, amounts);
  }
  return amounts;
}

function readLine(item: unknown, place: number, head: Receipt, amounts: Amounts): ReceiptLine | Wrong {
  const checked = check(PosLine, item);
  if (!checked.ok) {
    const [field, reason] = fieldOf(checked.reason);
    return { field, reason };
  }
  const line = checked.value;
  if (line.gtin && !hasCheckDigit(line.gtin)) return { field: 'gtin', reason: `${line.gtin} has a wrong check digit` };
  const net = minor(line.net, amounts);
  if (net === undefined) return noAmount('net', line.net, head);
  const gross = minor(line.gross, amounts);
  if (gross === undefined) return noAmount('gross', line.gross, head);
  const discount = minor(line.discount, amounts);
  if (discount === undefined) return noAmount('discount', line.discount, head);
  const kind = line.kind ?? (head.kind === 'return' ? 'return' : 'sale');
  const full = completed(net, gross, discount);
  if ('reason' in full) return full;
  if (kind === 'return' && ((full.net ?? 0) > 0 || line.quantity > 0)) {
    return { field: (full.net ?? 0) > 0 ? 'net' : 'quantity', reason: 'is above 0 in a return' };
  }
  return {
    line: line.line ?? place,
    kind,
    sku: line.sku ?? line.gtin ?? null,
    description: line.description ?? null,
    quantity: line.quantity,
    unit: line.unit ?? 'each',
    unitPrice: line.unitPrice == null ? null : amounts.rough(line.unitPrice),
    net: full.net,
    gross: full.gross,
    discount: full.discount,
    taxKind: line.taxKind ?? null,
    taxRate: line.taxRate ?? null,
  };
}

const minor = (amount: number | null | undefined, amounts: Amounts): number | null | undefined =>
  amount == null ? null : amounts.exact(amount);

const noAmount = (field: string, amount: unknown, head: Receipt): Wrong => ({
  field,
  reason: `${amount} is no amount of ${head.currency}`,
});

type Money = { net: number | null; gross: number | null; discount: number | null };

/** Two of net, gross and discount give the third. */
function completed(net: number | null, gross: number | null, discount: number | null): Money | Wrong {
  if (net !== null && gross !== null && discount !== null && net + discount !== gross) {
    return { field: 'gross', reason: `${gross} is not net ${net} + discount ${discount}` };
  }
  if (net === null && gross !== null) return { net: gross - (discount ?? 0), gross, discount: discount ?? 0 };
  if (net !== null && gross !== null) return { net, gross, discount: gross - net };
  if (net !== null) return { net, gross: net + (discount ?? 0), discount: discount ?? 0 };
  return { net, gross, discount };
}

/** A total that the lines do not add up to tells that some are missing. */
function wrongTotal(head: PosHead, receipt: Receipt, amounts: Amounts): string | undefined {
  if (head.net == null) return undefined;
  const counted = receipt.lines.filter((line) => line.kind !== 'void');
  if (counted.some((line) => line.net === null)) return undefined;
  const sum = counted.reduce((net, line) => net + line.net!, 0);
  return amounts.exact(head.net) === sum
    ? undefined
    : `${head.net} is not what the lines add up to (${sum} minor units)`;
}

function numberOf(lines: unknown, at: number): number | null {
  const item = Array.isArray(lines) ? (lines[at] as { line?: unknown } | null) : null;
  if (item === null) return Array.isArray(lines) ? at + 1 : null;
  return typeof item?.line === 'number' && Number.isSafeInteger(item.line) ? item.line : at + 1;
}

/** `/net must be number` → field and reason. */
function fieldOf(text: string): [field: string, reason: string] {
  const match = /^\/(\S*)\s+(.*)$/s.exec(text);
  return match ? [match[1] || 'transaction', match[2]] : ['transaction', text];
}
