import { DateTime } from 'luxon';
import { instant } from '../../../models/contract/ids.ts';
import { escapeHtml } from '../../alerts/mail-text.ts';
import type { Mail } from '../../alerts/outbox.ts';
import type { Figure, Report } from './report.ts';

const COLUMNS = ['store', 'from', 'to', 'part', 'name', 'figure', 'unit', 'value', 'low', 'high', 'coverage'];

/**
 * A field of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe: names of zones come from a
 * file that somebody wrote.
 */
function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** The report in long form, one figure a line. What is not known is empty. */
export function reportCsv({ store, fromMs, toMs, figures }: Report): string {
  const line = (it: Figure) => [
    store,
    instant(fromMs),
    instant(toMs),
    it.part,
    it.name,
    it.figure,
    it.unit,
    it.value,
    it.low,
    it.high,
    it.coverage,
  ];
  return [COLUMNS, ...figures.map(line)].map((fields) => `${fields.map(field).join(',')}\r\n`).join('');
}

const rounded = (value: number): string =>
  Math.abs(value) >= 10 ? String(Math.round(value)) : String(Number(value.toFixed(2)));

/** A figure for people: "not known" where it is not, the share seen where that is less than all. */
function said({ value, low, high, unit, coverage, few }: Figure): string {
  if (value === null) return few === 'suppressed' ? 'too few to show' : 'not known';
  const share = unit === 'share';
  const number = share ? `${Math.round(value * 100)} %` : `${rounded(value)}${unit === 's' ? ' s' : ''}`;
  const interval = low !== null && high !== null ? ` (${rounded(low)} to ${rounded(high)})` : '';
  const seen = coverage !== null && coverage < 0.995 ? `, seen ${Math.floor(coverage * 100)} % of the time` : '';
  return `${few === 'withheld' ? 'at least ' : ''}${number}${interval}${seen}`;
}

/** The report as a mail: text, a simple table, and the CSV beside it. */
export function reportMail(report: Report, period: 'day' | 'week'): Mail {
  const { store, title, timeZone, fromMs, toMs, figures } = report;
  const day = (tMs: number) => DateTime.fromMillis(tMs, { zone: timeZone }).toISODate()!;
  const [first, last] = [day(fromMs), day(toMs - 1)];
  const span = period === 'day' ? first : `${first} to ${last}`;
  const parts = [...new Set(figures.map(({ part }) => part))].map((part) => figures.filter((it) => it.part === part));
  const text = parts
    .map((of) => `${of[0].name}\n${of.map((it) => `  ${it.figure}: ${said(it)}`).join('\n')}\n`)
    .join('\n');
  const rows = parts.flatMap((of) => [
    `<tr><th align="left" colspan="2">${escapeHtml(of[0].name)}</th></tr>`,
    ...of.map((it) => `<tr><td>${escapeHtml(it.figure)}</td><td>${escapeHtml(said(it))}</td></tr>`),
  ]);
  const foot = 'A figure that was not seen, or that would tell of too few people, is not known; it is never 0.';
  return {
    subject: `${title}: ${span}`,
    text: `${title}, ${span}\n\n${text}\n${foot}\n`,
    html: `<h1>${escapeHtml(title)}, ${span}</h1><table>${rows.join('')}</table><p>${foot}</p>`,
    attachments: [
      { name: `${store}-${first}.csv`, contentType: 'text/csv; charset=utf-8', content: reportCsv(report) },
    ],
  };
}
