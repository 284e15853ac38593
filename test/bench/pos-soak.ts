import { join } from 'node:path';
import { groupBy } from '../../gateway/group-by.ts';
import type { Sales } from '../../gateway/pos/sales.ts';
import { keepHeapSmall } from '../../gateway/pos/small-heap.ts';
import { readyForImport, sqliteSales } from '../../gateway/pos/sqlite-sales.ts';
import { openSqliteDb } from '../../gateway/store/sqlite-store.ts';
import { tempFolder } from '../support/gateway.ts';
import { importOne } from './pos-import.ts';

/**
 * A program: `pos-soak.ts MINUTES`, which tells its parent how its memory went. The parent writes the files, as the tills
 * do, and sends the path of each when it is asked for one: what it takes to write them is not in the figure.
 */
const nextFile = (): Promise<string> =>
  new Promise((resolve) => {
    process.once('message', (path) => resolve(path as string));
    process.send?.('next');
  });

/**
 * Imports one file after the other, and fits a line through the resident memory of each second. The heap's garbage goes up
 * and down by tens of megabytes, so that over minutes this slope is off by more than 1 MB/min either way; the line through
 * the least of each quarter of a minute, when garbage has just been collected, shows what stays.
 */
async function soak(sales: Sales, folder: string, minutes: number) {
  const samples: Sample[] = [];
  const began = performance.now();
  const timer = setInterval(() => {
    samples.push({ minute: (performance.now() - began) / 60_000, megabytes: process.memoryUsage.rss() / 1e6 });
  }, 1000);
  let lines = 0;
  let next = nextFile();
  while ((performance.now() - began) / 60_000 < minutes) {
    const path = await next;
    next = nextFile();
    lines += await importOne(sales, folder, path);
  }
  clearInterval(timer);
  // The heap grows to its working size first; a leak goes on after that.
  const settled = samples.filter(({ minute }) => minute > minutes / 5);
  const slope = slopeOf(leastOf(settled));
  const slopeOfAll = slopeOf(settled);
  const residentMb = Math.round(samples.at(-1)?.megabytes ?? 0);
  return { minutes, lines, slopeMbPerMinute: slope, slopeOfAllSeconds: slopeOfAll, residentMb };
}

interface Sample {
  minute: number;
  megabytes: number;
}

/** The least sample of each quarter of a minute. */
function leastOf(samples: readonly Sample[]): Sample[] {
  const quarters = groupBy(samples, ({ minute }) => Math.floor(minute * 4));
  return [...quarters.values()].map((own) => own.reduce((a, b) => (b.megabytes < a.megabytes ? b : a)));
}

function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, samples.length);
  const [x, y] = [mean((s) => s.minute), mean((s) => s.megabytes)];
  const slope = mean((s) => (s.minute - x) * (s.megabytes - y)) / mean((s) => (s.minute - x) ** 2);
  return Math.round(slope * 100) / 100;
}

const folder = tempFolder();
try {
  const db = await openSqliteDb(join(folder.path, 'gateway.db'));
  // As the command has it.
  readyForImport(db);
  keepHeapSmall();
  const answer = await soak(sqliteSales(db), folder.path, Number(process.argv[2]));
  await db.destroy();
  process.send?.(answer);
  process.disconnect?.();
} finally {
  folder.remove();
}
