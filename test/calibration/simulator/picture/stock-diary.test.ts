import { describe, expect, it } from 'vitest';
import { StockDiary } from '../../../../calibration/simulator/picture/stock-diary.ts';
import { Stream } from '../../../../calibration/simulator/random/stream.ts';
import { DEFAULTS, Simulation } from '../../../../calibration/simulator/simulation.ts';

describe('the stock diary of a day', () => {
  it('has what really lay on each shelf, between the counts as well', () => {
    const simulation = new Simulation({ ...DEFAULTS, seed: 8, days: 1, products: 200 });
    const diary = new StockDiary(simulation.world, new Stream(1));
    const seen: { tMs: number; shelf: Int32Array }[] = [];
    let lost = 0;
    const shop = simulation.open({
      dayBegan: () => undefined,
      visited: (it) => {
        lost += it.picks.filter(({ act }) => act === 'lost').length;
        diary.visited(it);
      },
      // A till's bell is as good a moment as any.
      sold: (sale) => seen.push({ tMs: sale.tMs, shelf: shop.stock.shelf.slice() }),
      reached: () => undefined,
      shelves: (tMs, onShelf) => diary.counted(tMs, onShelf),
      dayEnded: () => undefined,
    });
    const [day] = simulation.calendar;
    shop.runDay(day);
    expect(seen.length).toBeGreaterThan(100);
    for (const { tMs, shelf } of seen) expect(diary.at(tMs)).toEqual(shelf);
    const [openMs, closeMs] = [day.open?.fromMs ?? 0, day.open?.toMs ?? 0];
    expect(diary.straysAt(openMs)).toEqual([]);
    const strays = diary.straysAt(closeMs + 3_600_000);
    expect(strays.length).toBeGreaterThan(0);
    expect(strays.length).toBeLessThanOrEqual(lost);
  });
});
