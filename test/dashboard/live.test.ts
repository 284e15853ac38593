import { describe, expect, it } from 'vitest';
import { faultOf } from '../../dashboard/api.ts';
import { refreshAtMs, retryDelayMs } from '../../dashboard/live.ts';
import { initialState, reduce } from '../../dashboard/state.ts';
import { problem, today } from '../support/page-answers.ts';

describe('the link to the gateway', () => {
  it.each([
    [0, 1000],
    [1, 2000],
    [4, 16_000],
    [5, 30_000],
    [40, 30_000],
  ])('try %d waits about %d ms', (attempt, ms) => {
    expect(retryDelayMs(attempt, 0.5)).toBeCloseTo(ms, 6);
    expect(retryDelayMs(attempt, 0)).toBeCloseTo(ms * 0.8, 6);
    expect(retryDelayMs(attempt, 1)).toBeCloseTo(ms * 1.2, 6);
  });

  it('asks anew soon after an event, and not too soon after the last time', () => {
    expect(refreshAtMs(100_000, 0)).toBe(100_700);
    expect(refreshAtMs(100_000, 99_000)).toBe(103_000);
  });

  it.each([
    [500, problem, { kind: 'refused', problem }],
    [502, undefined, { kind: 'away', message: '502 Bad' }],
    [503, problem, { kind: 'refused', problem }],
  ])('status %d', (status, body, fault) => expect(faultOf(status, 'Bad', body)).toEqual(fault));

  it('keeps the last figures while the gateway is away, and drops them when it refuses', () => {
    const url = '/api/v1/stores/demo/today';
    const data = today('normal');
    const start = initialState({ kind: 'today' }, 0);
    const seen = reduce(start, { type: 'answered', key: 'today', url, answer: { ok: true, data, fetchedAtMs: 5 } });
    const away = { ok: false, fault: { kind: 'away', message: 'gone' } } as const;
    const kept = reduce(seen, { type: 'answered', key: 'today', url, answer: away }).resources.today;
    expect(kept).toMatchObject({ data, fetchedAtMs: 5, url, loading: false });
    const refused = { ok: false, fault: { kind: 'refused', problem } } as const;
    expect(reduce(seen, { type: 'answered', key: 'today', url, answer: refused }).resources.today.data).toBeUndefined();
  });
});
