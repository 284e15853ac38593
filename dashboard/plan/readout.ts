import type { Heat } from '../../models/contract/api/heat.ts';
import type { StoreDetail } from '../../models/contract/api/stores.ts';
import type { ZonesAnswer } from '../../models/contract/api/zones.ts';
import { cellAt } from '../../models/geometry/grid.ts';
import { count, DASH, duration, figure } from '../format.ts';

/** The numbers of the cell or zone under the pointer or the cursor, in words. */
export interface Readout {
  title: string;
  facts: string[];
}

const metres = (m: number): string => m.toFixed(m % 1 === 0 ? 0 : Number.isInteger(m * 10) ? 1 : 2);

/** The cell with this index. */
export function cellReadout(heat: Heat, cell: number): Readout {
  const [column, row] = [cell % heat.columns, Math.floor(cell / heat.columns)];
  const span = (n: number): string => `${metres(n * heat.cellM)}–${metres((n + 1) * heat.cellM)} m`;
  const title = `x ${span(column)}, y ${span(row)}`;
  const personS = heat.personS[cell];
  if (!heat.suppressed && personS === null) return { title, facts: ['not known'] };
  if (personS === null) return { title, facts: [`withheld: fewer than ${heat.k} visits, or none`] };
  if (personS === 0) return { title, facts: ['nobody seen here'] };
  const visits = heat.visits[cell];
  return {
    title,
    facts: [
      `${figure(personS / heat.cellM ** 2)} person-seconds per m²`,
      `${figure(personS)} person-seconds`,
      `${count(visits)} ${visits === 1 ? 'visit' : 'visits'}`,
    ],
  };
}

export function zoneReadout(
  zone: StoreDetail['zones'][number],
  figures: ZonesAnswer['zones'][number] | undefined,
  inside: number | undefined,
): Readout {
  const { mean, p50 } = figures?.dwellS ?? { mean: null, p50: null };
  return {
    title: zone.name,
    facts: [
      inside === undefined ? 'now: not known' : `${inside} inside now`,
      `${count(figures?.visits)} visits`,
      p50 === null ? `mean dwell ${mean === null ? DASH : duration(mean)}` : `median dwell ${duration(p50)}`,
    ],
  };
}

/** The cell under a position in metres; undefined off the floor. */
export function cellUnder(heat: Heat, xM: number, yM: number): number | undefined {
  const cell = cellAt(heat, xM, yM);
  return cell < 0 ? undefined : cell;
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The cell an arrow key leads to from `cell` (from the busiest one when there is none); undefined for other keys. */
export function cellByKey(heat: Heat, cell: number | undefined, key: string): number | undefined {
  const step = STEPS[key];
  if (!step) return undefined;
  if (cell === undefined) return busiestCell(heat);
  const column = Math.min(heat.columns - 1, Math.max(0, (cell % heat.columns) + step[0]));
  const row = Math.min(heat.rows - 1, Math.max(0, Math.floor(cell / heat.columns) + step[1]));
  return row * heat.columns + column;
}

function busiestCell(heat: Heat): number {
  let best = 0;
  for (let i = 1; i < heat.personS.length; i++) if ((heat.personS[i] ?? -1) > (heat.personS[best] ?? -1)) best = i;
  return best;
}
