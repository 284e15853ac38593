import { closeSync, openSync, writeSync } from 'node:fs';

const SECOND = 1000;
const LINES = 5;

/** Receipts of a made store: five lines each, three a minute around the clock. */
function* receipts(count: number, first: number) {
  for (let i = first; i < first + count; i++) {
    const time = new Date(Date.UTC(2026, 0, 1) + i * 20 * SECOND).toISOString();
    const lines = Array.from({ length: LINES }, (_, l) => {
      const sku = String(100_000 + ((i * 37 + l * 911) % 5000));
      const quantity = 1 + ((i + l) % 3);
      const cents = 99 + ((i * 13 + l * 57) % 900);
      return { line: l + 1, sku, quantity, net: ((quantity * cents) / 100).toFixed(2) };
    });
    yield { number: i, till: 1 + (i % 6), day: time.slice(0, 10), time, lines };
  }
}

function writeFile(path: string, parts: Iterable<string>): void {
  const file = openSync(path, 'w');
  let text = '';
  for (const part of parts) {
    text += part;
    if (text.length < 1 << 20) continue;
    writeSync(file, text);
    text = '';
  }
  writeSync(file, text);
  closeSync(file);
}

/** Till lines as CSV with the contract's names; how many. */
export function writeCsv(path: string, count: number, first = 0): number {
  writeFile(path, csv(count, first));
  return count * LINES;
}

function* csv(count: number, first: number): Generator<string> {
  yield 'till,number,line,businessDay,time,currency,sku,quantity,net\n';
  for (const { number, till, day, time, lines } of receipts(count, first)) {
    for (const it of lines) {
      yield `${till},${number},${it.line},${day},${time},EUR,${it.sku},${it.quantity},${it.net}\n`;
    }
  }
}

/** The same as POSLog. */
export function writePosLog(path: string, count: number, first = 0): number {
  writeFile(path, posLog(count, first));
  return count * LINES;
}

function* posLog(count: number, first: number): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/">';
  for (const { number, till, day, time, lines } of receipts(count, first)) {
    yield `<Transaction><WorkstationID>${till}</WorkstationID><SequenceNumber>${number}</SequenceNumber><BusinessDayDate>${day}</BusinessDayDate>`;
    yield `<EndDateTime>${time}</EndDateTime><CurrencyCode>EUR</CurrencyCode><RetailTransaction>`;
    for (const it of lines) {
      yield `<LineItem><SequenceNumber>${it.line}</SequenceNumber><Sale><ItemID>${it.sku}</ItemID><ExtendedAmount>${it.net}</ExtendedAmount><Quantity>${it.quantity}</Quantity></Sale></LineItem>`;
    }
    yield '</RetailTransaction></Transaction>\n';
  }
  yield '</POSLog>\n';
}
