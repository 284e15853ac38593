import type { PosReject } from '../../models/contract/pos.ts';

/** Rejects as a table for whoever mends the file. What a spreadsheet would run as a formula is told to be text. */
export function rejectsCsv(rejects: readonly PosReject[]): string {
  const rows = rejects.map((it) => [String(it.line), String(it.receiptLine ?? ''), text(it.field), text(it.reason)]);
  return [['line', 'receiptLine', 'field', 'reason'], ...rows]
    .map((row) => `${row.map(quoted).join(',')}\r\n`)
    .join('');
}

const text = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
