import { Heat } from '../../models/contract/api/heat.ts';
import { instant } from '../../models/contract/ids.ts';
import { NOW_MS, type PageStateName, valid } from './page-answers.ts';

/** A floor that looks walked on, for tests of the page. */
const columns = 54;
const rows = 36;
const hill = (x: number, y: number, cx: number, cy: number, sx: number, sy: number): number =>
  Math.exp(-(((x - cx) / sx) ** 2) - ((y - cy) / sy) ** 2);
/** A floor that looks walked on: a band from the door, a busy shelf, a queue, and scatter of a fixed pattern. */
function walkedOn(): number[] {
  return Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [((i % columns) + 0.5) / 2, (Math.floor(i / columns) + 0.5) / 2];
    const scatter = ((i * 7919) % 101) / 101;
    const value =
      26 * hill(x, y, 13, 9.5 + Math.sin(x / 4), 12, 1.3) +
      60 * hill(x, y, 21, 5, 2.6, 1.3) +
      34 * hill(x, y, 22, 14, 1.2, 2);
    return value * (0.55 + 0.9 * scatter) < 1.1 ? 0 : Number((value * (0.55 + 0.9 * scatter)).toFixed(2));
  });
}

export function heat(state: PageStateName, from: string, to: string): Heat {
  const empty = state === 'empty';
  const personS: (number | null)[] = empty ? new Array(columns * rows).fill(null) : walkedOn();
  const total = personS.reduce<number>((sum, it) => sum + (it ?? 0), 0);
  const visits = personS.map((it) => (it === null ? null : it > 0 ? 1 + Math.floor(it / 4) : 0));
  let hidden = 0;
  if (state === 'suppressed') {
    for (let i = 0; i < personS.length; i++) {
      if (visits[i] === 0 || visits[i]! >= 5) continue;
      personS[i] = null;
      visits[i] = null;
      hidden++;
    }
  }
  return valid(Heat, {
    from,
    to,
    floor: '0',
    cellM: 0.5,
    columns,
    rows,
    personS,
    visits,
    totalPersonS: total,
    unplaced: state === 'suppressed' ? { personS: 84.5, visits: 31 } : { personS: 0, visits: 0 },
    suppressed: hidden > 0,
    suppressedCells: hidden,
    k: state === 'suppressed' ? 5 : 1,
    coverage: empty ? null : 0.973,
    latest: empty ? null : instant(NOW_MS - 80_000),
  });
}
