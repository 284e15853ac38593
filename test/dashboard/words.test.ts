import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneyWords, precisionWords } from '../../dashboard/alerts/words.ts';
import { exportUrl, FORMATS } from '../../dashboard/download/export-url.ts';
import { spanWords } from '../../dashboard/notes/words.ts';
import { blocksOf, spansOf } from '../../dashboard/privacy/markdown.ts';
import { FORMATS as GATEWAY_FORMATS } from '../../gateway/export/formats.ts';
import { rules } from '../support/page-people.ts';
import { privacyDocument } from '../support/page-privacy.ts';

describe('alerts in words', () => {
  it('say how often a rule was right, with its number', () => {
    expect(rules().rules.map(precisionWords)).toEqual([
      'right 9 of 10 times (90 %)',
      'right 3 of 4 times (75 %)',
      'right 2 of 2 times (100 %)',
      'not judged yet',
    ]);
  });
  it.each<[number, string | undefined, string | undefined]>([
    [120, 'EUR', '€120 an hour'],
    [2.5, 'GBP', '£2.5 an hour'],
    [42.4, undefined, '42 an hour'],
    [0, 'EUR', undefined],
  ])('say of %s %s: %s', (money, currency, words) => expect(moneyWords(money, currency)).toBe(words));
});

describe('the time of a note', () => {
  it.each([
    ['2026-03-28T09:00:00Z', '2026-03-28T09:30:00Z', 'Sat 28 Mar, 10:00–10:30'],
    ['2026-03-28T09:00:00Z', '2026-03-28T23:00:00Z', 'Sat 28 Mar, 10:00–24:00'],
    // The clock goes on by an hour in between.
    ['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z', 'Sun 29 Mar, 01:30–03:30'],
    ['2026-03-28T22:00:00Z', '2026-03-29T22:00:00Z', 'Sat 28 Mar, 23:00 – Mon 30 Mar, 00:00'],
  ])('from %s to %s is %s', (from, to, words) => expect(spanWords({ from, to }, 'Europe/Berlin')).toBe(words));
});

describe('the file of an answer', () => {
  const base = '/api/v1/stores/demo';
  it.each([
    [`${base}/traffic?from=a&to=b&bucket=hour`, `${base}/export/traffic?from=a&to=b&bucket=hour&format=csv`],
    [`${base}/zones?from=a&to=b`, `${base}/export/zones?from=a&to=b&format=csv`],
    [`${base}/zones/corner?from=a&bucket=hour`, `${base}/export/zone?from=a&bucket=hour&zone=corner&format=csv`],
    [`${base}/heat?floor=0`, `${base}/export/heat?floor=0&format=csv`],
    [`${base}/queues?bucket=quarter`, `${base}/export/queues?bucket=quarter&format=csv`],
    [`${base}/sales?bucket=hour`, `${base}/export/sales?bucket=hour&format=csv`],
    [`${base}/shelves`, `${base}/export/shelves?format=csv`],
    [`${base}/funnel?from=a`, `${base}/export/funnel?from=a&format=csv`],
    [`${base}/today`, `${base}/export/today?format=csv`],
    [`${base}/paths?from=a&floor=0`, `${base}/export/paths?from=a&floor=0&format=csv`],
    [`${base}/alerts?status=all&limit=50`, `${base}/export/alerts?status=all&format=csv`],
    [`${base}/alerts/rules`, `${base}/export/alert-rules?format=csv`],
    [`${base}/pos/imports`, `${base}/export/imports?format=csv`],
    [`${base}/pos/imports/12/rejects`, `${base}/export/rejects?id=12&format=csv`],
    [`${base}/notes`, `${base}/export/notes?format=csv`],
    ['/api/v1/nodes', '/api/v1/export/nodes?format=csv'],
    ['/api/v1/compare?metric=sales', '/api/v1/export/compare?metric=sales&format=csv'],
    ['/api/v1/alerts', '/api/v1/export/gateway-alerts?format=csv'],
    ['/api/v1/audit?limit=100&before=7', '/api/v1/export/audit?format=csv'],
    ['/api/v1/users', '/api/v1/export/users?format=csv'],
    ['/api/v1/session', undefined],
    [`${base}/notes/x/history`, undefined],
    [base, undefined],
    [undefined, undefined],
  ])('%s is %s', (url, file) => expect(exportUrl(url, 'csv')).toBe(file));
  it('may be one of several tables', () =>
    expect(exportUrl(`${base}/funnel?from=a`, 'csv', 'waits')).toBe(`${base}/export/waits?from=a&format=csv`));
  it('comes in what the gateway can write', () =>
    expect([...FORMATS].sort()).toEqual(Object.keys(GATEWAY_FORMATS).sort()));
});

describe('documents', () => {
  it('are read into headings, text, lists and tables', () => {
    expect(blocksOf(privacyDocument).map(({ kind }) => kind)).toEqual([
      ...['heading', 'text', 'list', 'heading', 'table', 'text'],
    ]);
    expect(blocksOf('| a | b |\n| --- | --- |\n| 1 \\| 2 | |')).toEqual([
      { kind: 'table', head: ['a', 'b'], rows: [['1 | 2', '']] },
    ]);
    expect(spansOf('the `gateway` is **here**').map(({ kind }) => kind)).toEqual(['plain', 'code', 'plain', 'strong']);
  });

  it('lose nothing that stands in them', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z `*|_#-]{1,20}$/), { maxLength: 6 }), (lines) => {
        const letters = (text: string) => text.replace(/[^a-z]/g, '');
        const shown = blocksOf(lines.join('\n\n')).map((block) => {
          if (block.kind === 'table') return [block.head, ...block.rows].flat().join('');
          return block.kind === 'list'
            ? block.items.join('')
            : spansOf(block.text)
                .map((it) => it.text)
                .join('');
        });
        expect(letters(shown.join(''))).toBe(letters(lines.join('')));
      }),
    );
  });
});
