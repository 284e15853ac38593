import { describe, expect, it } from 'vitest';
import { StoreTime } from '../../../gateway/pos/store-time.ts';

const utc = (text: string) => Date.parse(text);

describe('reads the times of tills', () => {
  it.each<[string, string, string | undefined]>([
    ['Europe/Berlin', '2026-03-01 12:00:30', '2026-03-01T11:00:30Z'],
    ['Europe/Berlin', '2026-03-01T12:00:30.250', '2026-03-01T11:00:30.250Z'],
    ['Europe/Berlin', '2026-03-01T12:00:30+05:30', '2026-03-01T06:30:30Z'],
    ['Europe/Berlin', '2026-03-01T12:00:30Z', '2026-03-01T12:00:30Z'],
    // The clock is put back: the earlier of two; forward: as much later.
    ['Europe/Berlin', '2026-10-25 02:30', '2026-10-25T00:30:00Z'],
    ['Europe/Berlin', '2026-10-25 03:00', '2026-10-25T02:00:00Z'],
    ['Europe/Berlin', '2026-03-29 02:30', '2026-03-29T01:30:00Z'],
    ['Europe/Berlin', '2026-03-29 03:00', '2026-03-29T01:00:00Z'],
    ['America/New_York', '2026-11-01 01:30', '2026-11-01T05:30:00Z'],
    // Half an hour back, at 02:00.
    ['Australia/Lord_Howe', '2026-04-05 01:45', '2026-04-04T14:45:00Z'],
    ['Australia/Lord_Howe', '2026-04-05 02:15', '2026-04-04T15:45:00Z'],
    ['Australia/Lord_Howe', '2026-10-04 02:45', '2026-10-03T15:45:00Z'],
    ['Pacific/Kiritimati', '2026-03-01 00:10', '2026-02-28T10:10:00Z'],
    ['Europe/Berlin', '2026-02-30 12:00', undefined],
    ['Europe/Berlin', '2026-03-01 24:00', undefined],
    ['Europe/Berlin', '1.3.2026 12:00', undefined],
    ['Europe/Berlin', '', undefined],
  ])('%s %s', (timeZone, text, expected) => {
    expect(new StoreTime({ timeZone }).read(text)).toBe(expected === undefined ? undefined : utc(expected));
  });
});

it('knows the business day, also after midnight where the store closes later', () => {
  const plain = new StoreTime({ timeZone: 'Europe/Berlin' });
  const bar = new StoreTime({ timeZone: 'Europe/Berlin', hours: { 'mon-sun': '18:00-02:00' } });
  const late = utc('2026-03-01T00:30:00Z');
  expect([plain.businessDay(late), bar.businessDay(late)]).toEqual(['2026-03-01', '2026-02-28']);
  expect(bar.businessDay(utc('2026-03-01T01:00:00Z'))).toBe('2026-03-01');
  const howe = new StoreTime({ timeZone: 'Australia/Lord_Howe' });
  // A day of 24.5 hours, from 13:00 UTC (+11:00) until 13:30 UTC (+10:30).
  const day = ['2026-04-04T12:59:59Z', '2026-04-04T13:00:00Z', '2026-04-05T13:29:59Z', '2026-04-05T13:30:00Z'];
  expect(day.map((text) => howe.businessDay(utc(text)))).toEqual([
    '2026-04-04',
    '2026-04-05',
    '2026-04-05',
    '2026-04-06',
  ]);
});

it('knows what is a date, and a time, whatever it was asked before', () => {
  const time = new StoreTime({ timeZone: 'UTC' });
  const dates = ['', '2026-02-28', '2026-02-28', '2026-02-30', '', '2026-2-1', '2026-02-28', 'today'];
  expect(dates.map((text) => time.isDate(text))).toEqual([false, true, true, false, false, false, true, false]);
  const [good, bad] = ['2026-02-28T10:00:00Z', '2026-02-30T10:00:00Z'];
  const at = Date.parse(good);
  expect(['', good, good, bad, bad, good].map((text) => time.read(text))).toEqual([
    ...[undefined, at, at, undefined, undefined, at],
  ]);
});
