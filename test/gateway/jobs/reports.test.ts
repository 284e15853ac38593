import { afterEach, describe, expect, it } from 'vitest';
import { periodBefore } from '../../../gateway/jobs/reports/job.ts';
import { reportMail } from '../../../gateway/jobs/reports/mail.ts';
import { parseGatewayConfig } from '../../../models/contract/gateway-config-parse.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, T0, traffic, zone } from '../../support/messages.ts';

let api: TestApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});
const HOUR = 3_600_000;
const CONFIG = `
mail: { host: 127.0.0.1, port: 2525, security: none, from: aisle@shop.example }
channels: [{ id: post, kind: email, to: [manager@shop.example] }]
reports:
  - { id: daily, period: day, channel: post }
  - { id: weekly, period: week, channel: post }
backups: { enabled: false }
upkeep: { schedule: "0 0 1 1 *" }`;

it.each([
  ['2026-03-30', 'day', 'Europe/Berlin', 23],
  ['2026-10-26', 'day', 'Europe/Berlin', 25],
  ['2026-10-05', 'day', 'Australia/Lord_Howe', 23.5],
  ['2026-04-06', 'day', 'Australia/Lord_Howe', 24.5],
  ['2026-11-02', 'day', 'America/New_York', 24],
  ['2026-11-02', 'week', 'America/New_York', 7 * 24 + 1],
  ['2026-11-05', 'week', 'America/New_York', 7 * 24 + 1],
] as const)('what is due on %s for the %s in %s is of %s hours', (day, period, zoneName, hours) => {
  const [fromMs, toMs] = periodBefore(day, period, zoneName);
  expect((toMs - fromMs) / HOUR - (day === '2026-11-02' && period === 'day' ? 1 : 0)).toBe(hours);
});

describe('a report', () => {
  it('is put into the outbox once for each store-day, with what is not known as not known', async () => {
    const parsed = parseGatewayConfig(CONFIG);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    api = await testApi(testSite({ zones: SHOP_ZONES, k: 1 }), T0, { config: parsed.config });
    const { runner, db, store } = api;
    await runner.tick();
    for (let n = 0; n < 20; n++) {
      await feed(store, envelope('agg/traffic', n + 1, traffic(n, { in: 3, out: 2 })));
      await feed(store, envelope('agg/zone', 100 + n, zone(n, { zone: 'aisle', visits: 2, visitsVariance: 0.2 })));
    }
    for (let hour = 0; hour < 100; hour++) {
      api.time.nowMs += HOUR;
      await runner.tick();
      await runner.idle();
    }
    const rows = await db.selectFrom('delivery').select(['idempotency', 'payload']).orderBy('id').execute();
    // T0 is a Thursday: its day, those after it, and on Monday the week.
    expect(rows.map(({ idempotency }) => idempotency)).toEqual([
      'report/daily/demo/2026-10-01',
      'report/daily/demo/2026-10-02',
      'report/daily/demo/2026-10-03',
      'report/daily/demo/2026-10-04',
      'report/weekly/demo/2026-09-28',
    ]);
    const { mail } = JSON.parse(rows[0].payload);
    expect(mail.subject).toBe('Test store: 2026-10-01');
    expect(mail.text).toContain('entries: 60');
    expect(mail.text).toMatch(/entries: 60 \(\d+ to \d+\), seen 1 % of the time/);
    const csv: string[][] = mail.attachments[0].content
      .trim()
      .split('\r\n')
      .map((line: string) => line.split(','));
    const of = (part: string, figure: string) => csv.find((it) => it[3] === part && it[5] === figure)!;
    expect(of('store', 'entries').slice(6, 8)).toEqual(['crossings', '60']);
    expect(of('zone aisle', 'visits')[7]).toBe('40');
    // Nothing was told of the queue: it is empty in the file, and not known in the text.
    expect(of('queue queue', 'served')[7]).toBe('');
    expect(mail.text).toMatch(/Queue\n( {2}.*\n)*? {2}served: not known/);
    expect(of('zone till', 'visits')[7]).toBe('');
    const next = JSON.parse(rows[1].payload).mail.text;
    expect(next).toContain('entries: not known');
  });

  it('says what the page says: without the time that a note blanks out', async () => {
    const parsed = parseGatewayConfig(CONFIG);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    api = await testApi(testSite({ zones: SHOP_ZONES, k: 1 }), T0, { config: parsed.config });
    const { runner, db, store, app } = api;
    for (let n = 0; n < 20; n++) await feed(store, envelope('agg/traffic', n + 1, traffic(n, { in: 3, out: 2 })));
    const drill = { from: new Date(T0).toISOString(), to: new Date(T0 + 10 * 60_000).toISOString() };
    const noted = await app.inject({
      ...{ method: 'POST', url: '/api/v1/stores/demo/notes', headers: { ...(await api.as('manager')) } },
      payload: { ...drill, kind: 'drill', text: 'drill', effect: 'figures' },
    });
    expect(noted.statusCode, noted.body).toBe(200);
    const { job, ...place } = runner.posts.find((post) => post.job.name === 'report-daily')!;
    const nowMs = T0 + 24 * HOUR;
    const context = { ...place, due: { dueMs: nowMs, day: '2026-10-02' }, nowMs };
    await job.run(context, () => undefined, new AbortController().signal);
    const [{ payload }] = await db.selectFrom('delivery').select('payload').execute();
    expect(JSON.parse(payload).mail.text).toContain('entries: 30');
  });

  it('writes CSV that no spreadsheet takes for a formula', () => {
    const figure = { unit: 'x', value: 1, low: null, high: null, coverage: null };
    const figures = [{ part: 'zone a', name: '=cmd|"x"', figure: 'a,b', ...figure }];
    const span = { store: 's', title: '<b>', timeZone: 'UTC', fromMs: 0, toMs: 86_400_000 };
    const { attachments, html } = reportMail({ ...span, figures }, 'day');
    expect(attachments[0].content.split('\r\n')[1]).toBe(
      `s,1970-01-01T00:00:00.000Z,1970-01-02T00:00:00.000Z,zone a,"'=cmd|""x""","a,b",x,1,,,`,
    );
    expect(html).toContain('&#60;b&#62;');
  });
});

it('says of small numbers that they are too few to show, and of what they are kept out of that it is a lower bound', () => {
  const figure = { part: 'zone a', name: 'A', unit: 'visits', low: null, high: null, coverage: 1 };
  const { text } = reportMail(
    {
      ...{ store: 'demo', title: 'Demo', timeZone: 'Europe/Berlin', fromMs: T0, toMs: T0 + 24 * HOUR },
      figures: [
        { ...figure, figure: 'visits', value: null, few: 'suppressed' },
        { ...figure, figure: 'served', value: 12, few: 'withheld' },
        { ...figure, figure: 'gave up', value: null },
      ],
    },
    'day',
  );
  expect(text).toContain('visits: too few to show');
  expect(text).toContain('served: at least 12');
  expect(text).toContain('gave up: not known');
});
