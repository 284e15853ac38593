import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { supervise } from '../../edge/supervise.ts';
import { AisleError } from '../../models/contract/errors.ts';

const BUDGET = { starts: 3, windowMs: 60_000, waitMs: 10, longestWaitMs: 80 };

describe('supervise', () => {
  it('starts again after a short wait, and backs off when the budget is used up', async () => {
    const waits: number[] = [];
    const stop = new AbortController();
    const run = () => Promise.reject(new Error('broken'));
    const onFailure = (_: Error, waitMs: number) => {
      waits.push(waitMs);
      if (waits.length === 9) stop.abort();
    };
    await supervise({ run, onFailure }, BUDGET, stop.signal);
    expect(waits).toEqual([10, 10, 10, 20, 40, 80, 80, 80, 80]);
  });

  it('waits the longest at once after a failure that trying again does not mend, and goes on trying', async () => {
    const waits: number[] = [];
    const stop = new AbortController();
    const errors = [new Error('broken'), new AisleError('SOURCE_REFUSED', 'no film', ''), new Error('broken')];
    const run = () => Promise.reject(errors[waits.length]);
    const onFailure = (_: Error, waitMs: number) => {
      waits.push(waitMs);
      if (waits.length === 3) stop.abort();
    };
    await supervise({ run, onFailure }, BUDGET, stop.signal);
    expect(waits).toEqual([10, 80, 10]);
  });

  it('has a fresh budget when the window has passed', async () => {
    const waits: number[] = [];
    const stop = new AbortController();
    let lives = 0;
    // Each life lasts half a window: never more than three ends in one.
    const run = async () => {
      lives++;
      await sleep(100);
      throw new Error('broken');
    };
    const onFailure = (_: Error, waitMs: number) => {
      waits.push(waitMs);
      if (waits.length === 8) stop.abort();
    };
    await supervise({ run, onFailure }, { ...BUDGET, windowMs: 200 }, stop.signal);
    expect(lives).toBe(8);
    expect(new Set(waits)).toEqual(new Set([10]));
  });

  it('ends when the task comes to its proper end', async () => {
    let lives = 0;
    const run = () => (++lives < 3 ? Promise.reject(new Error('broken')) : Promise.resolve());
    const life = supervise({ run, onFailure: () => undefined }, BUDGET, new AbortController().signal);
    await life;
    expect(lives).toBe(3);
  });

  it('does not report a failure that stopping has caused, and does not start again', async () => {
    const stop = new AbortController();
    const failures: Error[] = [];
    let lives = 0;
    const run = () =>
      new Promise<void>((_, reject) => {
        lives++;
        stop.signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
    const life = supervise({ run, onFailure: (error) => failures.push(error) }, BUDGET, stop.signal);
    stop.abort();
    await life;
    expect({ lives, failures }).toEqual({ lives: 1, failures: [] });
  });
});
