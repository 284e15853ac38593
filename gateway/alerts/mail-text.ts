import type { AlertNotice } from '../../models/contract/alerts.ts';
import type { Mail } from './outbox.ts';

const CHANGES = { opened: 'New', returned: 'Again', escalated: 'Unclaimed', closed: 'Over' } as const;

/** Text for HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The news of one alert as a mail. */
export function alertMail({ data: { change, alert } }: AlertNotice): Mail {
  const rows: [string, string][] = [
    ['Store', alert.store ?? 'none: the gateway itself'],
    ['Severity', alert.severity],
    ['Department', alert.department],
    ['Since', alert.opened],
    ...(alert.over === null ? [] : ([['Over', alert.over]] as [string, string][])),
    ...(alert.claimedBy === null ? [] : ([['Claimed by', alert.claimedBy]] as [string, string][])),
    ['Rule', alert.rule],
    ['Alert', alert.id],
  ];
  return {
    subject: `${CHANGES[change]}: ${alert.text} (${alert.store ?? 'gateway'})`,
    text: [alert.text, '', ...rows.map(([name, value]) => `${name}: ${value}`), ''].join('\n'),
    html: `<p>${escapeHtml(alert.text)}</p><table>${rows
      .map(([name, value]) => `<tr><th align="left">${name}</th><td>${escapeHtml(value)}</td></tr>`)
      .join('')}</table>`,
    attachments: [],
  };
}
