import { expect, it } from 'vitest';
import { TillFeed } from '../../../calibration/simulator/till-feed.ts';
import { check } from '../../../models/contract/parse.ts';
import { PosTransaction } from '../../../models/contract/pos.ts';

const config = { kind: 'simulated', seed: 2, products: 110, cameras: 3 } as const;
const MORNING = Date.UTC(2025, 0, 6, 7);

it('hands out each receipt once, when its time has come, as the contract has it', () => {
  const feed = new TillFeed(config);
  expect(feed.until(MORNING - 1)).toEqual([]);
  const hours = [1, 2, 2, 3, 40].map((hour) => feed.until(MORNING + hour * 3_600_000));
  const all = hours.flat();
  expect(hours[2]).toEqual([]);
  expect(all.length).toBeGreaterThan(100);
  expect(new Set(all.map(({ businessDay, till, number }) => `${businessDay} ${till} ${number}`)).size).toBe(all.length);
  const times = all.map(({ time }) => Date.parse(time));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Math.max(...hours[0].map(({ time }) => Date.parse(time)))).toBeLessThanOrEqual(MORNING + 3_600_000);
  for (const receipt of all) {
    const checked = check(PosTransaction, receipt);
    expect(checked.ok ? '' : checked.reason).toBe('');
  }
  // However it is asked, the same receipts come.
  expect(new TillFeed(config).until(MORNING + 40 * 3_600_000)).toEqual(all);
});
