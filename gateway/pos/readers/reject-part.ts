import { PosHead, PosLine } from '../../../models/contract/pos.ts';
import { hashedId, type LoyaltyHash } from '../loyalty.ts';
import type { Fault } from '../transaction.ts';

const HEAD = Object.keys(PosHead.properties).filter((name) => name !== 'net');
const LINE = Object.keys(PosLine.properties);

/**
 * What a reject file keeps of a transaction: its head and the lines of a fault, with the fields of the contract alone (who
 * sat at the till stays out) and the loyalty id hashed.
 */
export function partsOf(value: unknown, loyalty: LoyaltyHash): (fault: Fault) => unknown {
  if (typeof value === 'string') return () => withoutIds(value, loyalty);
  if (value === null || typeof value !== 'object') return () => value;
  let parts: { head: object; byNumber: Map<number, unknown[]> | undefined } | undefined;
  return ({ receiptLine }) => {
    // Of few transactions anything is rejected; of those it may be each line.
    parts ??= { head: headOf(value, loyalty), byNumber: linesOf(value) };
    const { head, byNumber } = parts;
    return byNumber ? { ...head, lines: byNumber.get(receiptLine ?? 0) ?? [] } : head;
  };
}

function headOf(value: object, loyalty: LoyaltyHash): object {
  const { loyalty: id } = value as { loyalty?: unknown };
  const kept = pick(value, HEAD);
  return id == null ? kept : { ...kept, loyalty: isPlain(id) ? hashedId(loyalty, String(id)) : null };
}

function linesOf(value: object): Map<number, unknown[]> | undefined {
  const { lines } = value as { lines?: unknown };
  if (!Array.isArray(lines)) return undefined;
  const byNumber = new Map<number, unknown[]>();
  for (const [i, line] of lines.entries()) {
    const number = numberOf(line, i);
    const part = line !== null && typeof line === 'object' ? { ...pick(line, LINE), line: number } : line;
    byNumber.set(number, [...(byNumber.get(number) ?? []), part]);
  }
  return byNumber;
}

const ID = /("loyalty"\s*:\s*)("(?:[^"\\]|\\.)*"|"[\s\S]*|[^,}\]]*)/g;

/** A text that is no JSON, with the loyalty ids in it hashed; one whose end cannot be told is taken out. */
export const withoutIds = (text: string, loyalty: LoyaltyHash): string =>
  text.replace(ID, (_, name: string, value: string) => {
    const id = parsed(value);
    return name + (isPlain(id) ? JSON.stringify(hashedId(loyalty, String(id))) : 'null');
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isPlain = (id: unknown): id is string | number => typeof id === 'string' || typeof id === 'number';

const numberOf = (line: unknown, i: number): number => {
  const number = (line as { line?: unknown } | null)?.line;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : i + 1;
};

const pick = (value: object, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
