import { Paths } from '../../models/contract/api/paths.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import { Queues } from '../../models/contract/api/queues.ts';
import { instant } from '../../models/contract/ids.ts';
import { NOW_MS, type PageStateName, stepOf, valid } from './page-answers.ts';

/** More canned answers for tests of the page: queues, and ways by cell. */
type Figures = Queues['queues'][number]['total'];
const unknown: Figures = {
  length: { mean: null, max: null },
  joined: null,
  waits: { served: null, servedInterval: null, abandoned: null, abandonedInterval: null, cut: null },
  abandonmentShare: null,
  waitS: { mean: null, p50: null, p90: null },
  services: null,
  serviceS: { mean: null, p50: null, p90: null },
  coverage: null,
};
const figures = (mean: number, max: number): Figures => ({
  length: { mean, max },
  joined: 66,
  waits: { served: 57, servedInterval: [53.1, 60.9], abandoned: 6, abandonedInterval: [3.2, 8.8], cut: 2 },
  abandonmentShare: 6 / 63,
  waitS: { mean: 71.4, p50: 58, p90: 164 },
  services: 55,
  serviceS: { mean: 48.2, p50: 41, p90: 96 },
  coverage: 0.97,
});

/** A queue that grows towards ten; three quarters of an hour of the morning were not seen. */
export function queues(state: PageStateName, from: string, to: string, bucket: BucketSize): Queues {
  const [fromMs, toMs] = [Date.parse(from), Math.min(Date.parse(to), NOW_MS)];
  const measured = state !== 'empty' && state !== 'older';
  const points: Queues['queues'][number]['points'] = [];
  const stepMs = stepOf(bucket, toMs - fromMs);
  for (let at = fromMs; at < toMs; at += stepMs) {
    const hour = (at - fromMs) / 3_600_000;
    const mean = hour < 8 ? 0 : 1.2 + 1.1 * Math.sin(hour * 5) + (hour - 8) * 0.6;
    const seen = measured && !(hour >= 8.5 && hour < 8.75);
    points.push({
      start: instant(at),
      seconds: Math.min(stepMs, toMs - at) / 1000,
      ...(seen ? figures(Math.max(0, mean), Math.ceil(mean * 2)) : { ...unknown, coverage: measured ? 0 : null }),
    });
  }
  const total = measured ? figures(0.41, 7) : unknown;
  return valid(Queues, { from, to, bucket, queues: [{ zone: 'queue', name: 'Queue', total, points }] });
}

const columns = 54;
const rows = 36;
/** Ways along the promenade to the right, and down to the tills. */
export function paths(state: PageStateName, from: string, to: string): Paths {
  const cells: Paths['cells'] = [];
  for (let cell = 0; cell < columns * rows && state !== 'empty' && state !== 'older'; cell++) {
    const [x, y] = [((cell % columns) + 0.5) / 2, (Math.floor(cell / columns) + 0.5) / 2];
    const along = Math.max(0, Math.round(12 * Math.exp(-(((y - 9.5 - Math.sin(x / 4)) / 1.4) ** 2)) - 1));
    const down = x > 20 && y > 8 && y < 15 ? Math.round(9 * Math.exp(-(((x - 22) / 1.2) ** 2))) : 0;
    if (along + down === 0) continue;
    const suppressed = state === 'suppressed' && Math.max(along, down) < 5;
    cells.push({ cell, directions: suppressed ? null : [0, 1, along, 1, down, 0, along >> 1, 0], suppressed });
  }
  const suppressedCells = cells.filter((it) => it.suppressed).length;
  const none = state === 'empty' || state === 'older';
  return valid(Paths, {
    ...{ from, to, floor: '0', cellM: 0.5, columns, rows, cells, unplaced: 0 },
    suppressed: suppressedCells > 0,
    suppressedCells,
    k: state === 'suppressed' ? 5 : 1,
    coverage: none ? null : 0.973,
    latest: none ? null : instant(NOW_MS - 80_000),
  });
}
