import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, clamp, firstClear, overlaps, zonePlaces } from '../../dashboard/plan/labels.ts';
import { cellByKey, cellReadout } from '../../dashboard/plan/readout.ts';
import { inwards, labelPoint } from '../../dashboard/plan/shape.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';
import { heat } from '../support/page-heat.ts';

describe("a line's arrow", () => {
  it.each([
    // From left to right on a plan whose y points down, right is down.
    [{ from: [0, 0], to: [4, 0], in: 'right' }, [0, 1]],
    [{ from: [0, 0], to: [4, 0], in: 'left' }, [0, -1]],
    [{ from: [3, 7], to: [3, 12], in: 'left' }, [1, 0]],
  ] as const)('%j points in by %j', (line, [x, y]) => {
    const unit = inwards(line);
    expect(unit[0]).toBeCloseTo(x, 12);
    expect(unit[1]).toBeCloseTo(y, 12);
  });

  it('points to the side that the contract calls in', () => {
    const m = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(m, m, m, m, fc.constantFrom('left' as const, 'right' as const), (x1, y1, x2, y2, side) => {
        fc.pre(Math.hypot(x2 - x1, y2 - y1) > 0.1);
        const [nx, ny] = inwards({ from: [x1, y1], to: [x2, y2], in: side });
        const s = (x2 - x1) * ny - (y2 - y1) * nx;
        expect(Math.sign(s)).toBe(side === 'right' ? 1 : -1);
      }),
    );
  });
});

describe('labels', () => {
  it('stand inside their zone, also where its middle is outside', () => {
    const corner: [number, number][] = [
      [0, 0],
      [9, 0],
      [9, 9],
      [7, 9],
      [7, 2],
      [0, 2],
    ];
    expect(polygonOwns(corner, ...labelPoint(corner))).toBe(true);
  });

  it('keep clear of what is written already', () => {
    const bounds = { x: 0, y: 0, width: 200, height: 100 };
    const places = zonePlaces(bounds, [100, 50], 60, 20);
    const taken: Box[] = [places[0]];
    const place = firstClear(places, taken)!;
    expect(overlaps(place, taken[0])).toBe(false);
    expect(firstClear(places, [bounds])).toBeUndefined();
  });

  it('stay on the plan', () => {
    expect(clamp({ x: -20, y: 95, width: 30, height: 20 }, 200, 100)).toEqual({ x: 1, y: 79, width: 30, height: 20 });
  });
});

describe('reading the heat by the keyboard', () => {
  const normal = heat('normal', '2026-03-08T08:00:00Z', '2026-03-08T09:00:00Z');
  const hidden = heat('suppressed', '2026-03-08T08:00:00Z', '2026-03-08T09:00:00Z');
  const empty = heat('empty', '2026-03-08T08:00:00Z', '2026-03-08T09:00:00Z');

  it('begins at the busiest cell and stops at the edges', () => {
    const first = cellByKey(normal, undefined, 'ArrowLeft')!;
    expect(normal.personS[first]).toBe(Math.max(...normal.personS.map((it) => it ?? 0)));
    expect(cellByKey(normal, 0, 'ArrowUp')).toBe(0);
    expect(cellByKey(normal, 0, 'ArrowRight')).toBe(1);
    expect(cellByKey(normal, 0, 'ArrowDown')).toBe(normal.columns);
    expect(cellByKey(normal, 0, 'x')).toBeUndefined();
  });

  it('tells nobody, withheld and not known apart', () => {
    expect(cellReadout(normal, normal.personS.indexOf(0)).facts).toEqual(['nobody seen here']);
    expect(cellReadout(hidden, hidden.personS.indexOf(null)).facts).toEqual(['withheld: fewer than 5 visits, or none']);
    expect(cellReadout(empty, 0).facts).toEqual(['not known']);
    expect(cellReadout(normal, 0).title).toBe('x 0–0.5 m, y 0–0.5 m');
  });
});
