import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { dueBetween, nextDue, parseSchedule } from '../../../gateway/jobs/schedule.ts';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'] as const;
const ms = (text: string) => DateTime.fromISO(text, { setZone: true }).toMillis();
const due = (text: string, zone: string, from: string, to: string) =>
  dueBetween(parseSchedule(text), zone, ms(from), ms(to)).map(({ dueMs }) =>
    DateTime.fromMillis(dueMs, { zone }).toFormat("yyyy-MM-dd'T'HH:mm ZZ"),
  );

describe('a schedule', () => {
  it.each<[string, string, string, string, string[]]>([
    // Berlin: 02:00 → 03:00 on 29 March, 03:00 → 02:00 on 25 October.
    [
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00Z',
      '2026-03-30T12:00Z',
      ['2026-03-29T03:30 +02:00', '2026-03-30T02:30 +02:00'],
    ],
    [
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00Z',
      '2026-10-26T12:00Z',
      ['2026-10-25T02:30 +02:00', '2026-10-26T02:30 +01:00'],
    ],
    // New York: 8 March, 1 November.
    ['30 2 * * *', 'America/New_York', '2026-03-07T12:00Z', '2026-03-08T23:00Z', ['2026-03-08T03:30 -04:00']],
    ['30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', '2026-11-01T23:00Z', ['2026-11-01T01:30 -04:00']],
    // Lord Howe moves by half an hour: 02:00 → 02:30 on 4 October, 02:00 → 01:30 on 5 April.
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T03:00Z', '2026-10-04T12:00Z', ['2026-10-04T02:45 +11:00']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T03:00Z', '2026-04-05T12:00Z', ['2026-04-05T01:45 +11:00']],
    // Every hour follows real hours: 23 and 25 of them.
    [
      '0 * * * *',
      'Europe/Berlin',
      '2026-03-29T00:30+01:00',
      '2026-03-29T04:30+02:00',
      ['2026-03-29T01:00 +01:00', '2026-03-29T03:00 +02:00', '2026-03-29T04:00 +02:00'],
    ],
    [
      '0 * * * *',
      'Europe/Berlin',
      '2026-10-25T01:30+02:00',
      '2026-10-25T03:30+01:00',
      ['2026-10-25T02:00 +02:00', '2026-10-25T02:00 +01:00', '2026-10-25T03:00 +01:00'],
    ],
    [
      '0 6 * * 1',
      'UTC',
      '2026-10-01T00:00Z',
      '2026-10-13T00:00Z',
      ['2026-10-05T06:00 +00:00', '2026-10-12T06:00 +00:00'],
    ],
    ['0 6 * * 7', 'UTC', '2026-10-01T00:00Z', '2026-10-05T00:00Z', ['2026-10-04T06:00 +00:00']],
    // Both kinds of days narrowed: either is enough.
    [
      '0 6 5 * 1',
      'UTC',
      '2026-11-01T00:00Z',
      '2026-11-10T00:00Z',
      ['2026-11-02T06:00 +00:00', '2026-11-05T06:00 +00:00', '2026-11-09T06:00 +00:00'],
    ],
  ])('%s in %s from %s to %s', (text, zone, from, to, expected) => {
    expect(due(text, zone, from, to)).toEqual(expected);
  });

  it.each(['', '* * * *', '* * * * * *', '61 2 * * *', '0 2 L * *', '0 0 31 2 *', 'at noon'])(
    '"%s" is refused with a fix',
    (text) => {
      expect(() => parseSchedule(text)).toThrow(
        expect.objectContaining({ fix: expect.stringContaining('five fields') }),
      );
    },
  );

  it.each(ZONES)('names every day of a year in %s exactly once, at whatever time of the day', (zone) => {
    const start = DateTime.fromISO('2026-01-01', { zone });
    const days = Array.from({ length: 365 }, (_, i) => start.plus({ days: i }).toISODate());
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const schedule = parseSchedule(`${minute} ${hour} * * *`);
        const all = dueBetween(schedule, zone, start.toMillis() - 1, start.plus({ years: 1 }).toMillis() - 1);
        expect(all.map(({ day }) => day)).toEqual(days);
        expect(new Set(all.map(({ dueMs }) => dueMs)).size).toBe(365);
      }),
      { numRuns: 6 },
    );
  });

  it('gives the same whether it is looked at once or often, and next agrees', () => {
    const start = ms('2026-03-27T00:00Z');
    const cuts = fc.array(fc.integer({ min: 1, max: 6 * 86_400 }), { maxLength: 30 });
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom('30 2 * * *', '15 2 * * *', '*/20 1-3 * * *', '0 * * * *'),
        cuts,
        (zone, text, at) => {
          const schedule = parseSchedule(text);
          const end = start + 7 * 86_400_000;
          const edges = [start, ...at.map((s) => start + s * 1000).sort((a, b) => a - b), end];
          const pieces = edges.slice(1).flatMap((to, i) => dueBetween(schedule, zone, edges[i], to));
          const whole = dueBetween(schedule, zone, start, end);
          expect(pieces).toEqual(whole);
          expect(nextDue(schedule, zone, start)).toBe(whole[0].dueMs);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('of a long time without looking keeps the newest', () => {
    const found = dueBetween(parseSchedule('0 2 * * *'), 'UTC', 0, ms('2026-10-01T12:00Z'), 3);
    expect(found.map(({ day }) => day)).toEqual(['2026-09-29', '2026-09-30', '2026-10-01']);
  });
});
