import { expect, it } from 'vitest';
import { parseDurable } from '../../../models/contract/parse.ts';
import { envelope, traffic } from '../../support/messages.ts';

it.each(['2026-13-45T99:99:99Z', '2026-10-01T24:30:00Z'])(
  'refuses %s as time of a message and of its bucket',
  (wrong) => {
    const good = envelope('agg/traffic', 1, traffic(0, { in: 1, out: 0 }));
    const parse = (message: object) => parseDurable('agg/traffic', JSON.stringify(message));
    expect(parse(good).ok).toBe(true);
    expect(parse({ ...good, time: wrong })).toEqual({ ok: false, reason: '/time is no moment in time' });
    expect(parse({ ...good, data: { ...(good.data as object), start: wrong } })).toEqual({
      ok: false,
      reason: '/data/start is no moment in time',
    });
  },
);
