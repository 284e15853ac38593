import { NoteBook } from '../../gateway/notes/notes.ts';
import { packCells, packSteps } from '../../gateway/store/pack.ts';
import { kyselyStore, sqliteOf } from '../../gateway/store/sqlite-store.ts';
import type { Db } from '../../gateway/store/tables.ts';
import type { HeatCell, PathCell } from '../../models/contract/aggregate.ts';
import { parseSite } from '../../models/contract/site-parse.ts';
import { type LoadedSite, siteRevision } from '../../models/host/site-file.ts';

export const STORE = 'year';
export const DAYS = 400;
const QUARTER_MS = 900_000;
const FIRST = Date.UTC(2025, 8, 1) - 4 * 3_600_000;
/** Midnight in the store's time zone, so that a range is of whole business days. */
export const FROM = Date.UTC(2025, 8, 1) - 2 * 3_600_000;
export const TO = FROM + DAYS * 86_400_000;
const QUARTERS = (TO - FIRST) / QUARTER_MS + 8;
const [COLUMNS, ROWS, CELL_M] = [40, 25, 0.5];
const ids = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}-${i + 1}`);
const ZONES = ['entrance', ...ids('area', 2), ...ids('shelf', 3)];
const QUEUES = ids('queue', 3);
const TILLS = ids('till', 3);
const LINES = [...ids('door', 2), ...ids('way', 3)];
const FACINGS = ids('facing', 6);
const KINDS: Record<string, string> = {
  entrance: 'entrance',
  area: 'area',
  shelf: 'fixture',
  queue: 'queue',
  till: 'till',
};

/** A store with six zones, three queues and five lines, open from Monday to Saturday. */
export function yearSite(k: number): LoadedSite {
  const zone = (id: string, i: number) =>
    `  - { id: ${id}, floor: "0", kind: ${KINDS[id.split('-')[0]]}, polygon: [[${i}, 0], [${i + 1}, 0], [${i + 1}, 5], [${i}, 5]]${
      id.startsWith('queue') ? `, tills: [${TILLS.join(', ')}]` : ''
    } }`;
  const line = (id: string, i: number) =>
    `  - { id: ${id}, floor: "0", role: ${id.startsWith('door') ? 'street' : 'internal'}, from: [${i}, 6], to: [${i + 1}, 6] }`;
  const facing = (id: string, i: number) =>
    `{ id: ${id}, sku: "sku-${i}", px: [[${i}, 0], [${i + 1}, 0], [${i + 1}, 9]], capacity: 9 }`;
  const parsed = parseSite(`
version: 1
store: ${STORE}
timeZone: Europe/Berlin
hours: { mon-fri: "08:00-20:00", sat: "09:00-18:00" }
floors: [{ id: "0", widthM: ${COLUMNS * CELL_M}, heightM: ${ROWS * CELL_M}, cellM: ${CELL_M} }]
nodes: [{ id: edge-1, cameras: [cam] }]
cameras:
  - id: cam
    floor: "0"
    source: { kind: file, path: video.avi }
    calibration: { points: [{ px: [0, 0], m: [0, 0] }, { px: [100, 0], m: [20, 0] }, { px: [100, 100], m: [20, 12] }, { px: [0, 100], m: [0, 12] }] }
zones:
${[...ZONES, ...QUEUES, ...TILLS].map(zone).join('\n')}
lines:
${LINES.map(line).join('\n')}
shelves: [{ id: bread, camera: cam, facings: [${FACINGS.map(facing).join(', ')}] }]
privacy: { k: ${k}, heatMinutes: 15 }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return { path: 'year.yaml', site: parsed.site, revision: siteRevision(parsed.site) };
}

/** Whole numbers below `most`, the same at each call with the same arguments. */
function draw(most: number, ...of: number[]): number {
  let x = 0x9e3779b9;
  for (const n of of) {
    x = Math.imul(x ^ n, 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    x ^= x >>> 16;
  }
  return (x >>> 0) % most;
}

/** Fills an empty data base with what a year of messages would leave there, in rows of a quarter of an hour. */
export async function fillYear(db: Db): Promise<void> {
  const sqlite = sqliteOf(db);
  for (const pragma of ['foreign_keys = OFF', 'synchronous = OFF', 'cache_size = -200000']) sqlite.pragma(pragma);
  const into = (table: string, columns: number) =>
    sqlite.prepare(`insert into ${table} values (${new Array(columns).fill('?').join(', ')})`);
  const put = {
    message: sqlite.prepare(
      `insert into messages (store, node, epoch, seq, kind, time, received, late, site_revision, hash, body)
       values ('${STORE}', 'edge-1', 'e', ?, 'agg/zone', ?, ?, ?, 'r', 'h', '')`,
    ),
    ...{ traffic: into('traffic', 13), zone: into('zone', 16), dwell: into('dwell', 8), queue: into('queue', 17) },
    ...{ wait: into('wait', 9), flow: into('flow', 8), ends: into('ends', 8), period: into('flow_period', 7) },
    ...{ heat: into('heat', 13), path: into('path', 12), shelf: into('shelf', 11) },
    floor: sqlite.prepare(
      `insert into floor_occupancy (message, store, start, seconds, node, floor, coverage, occupancy_s, occupancy_max)
       values (?, '${STORE}', ?, 900, 'edge-1', '0', 1, ?, ?)`,
    ),
    ...{ receipt: into('receipts', 21), line: into('receipt_lines', 15) },
    event: sqlite.prepare(`insert into camera_event values (?, '${STORE}', 'edge-1', ?, 'cam', 'lost', 'no-frames')`),
  };
  let receipts = 0;
  const quarter = (i: number) => {
    const start = FIRST + i * QUARTER_MS;
    const hour = (Math.floor(start / 3_600_000) + 2) % 24;
    const busy = hour >= 8 && hour < 20 ? 6 + 4 * Math.min(hour - 7, 20 - hour) : 0;
    const late = i % 500 === 0 ? 1 : 0;
    const message = i + 1;
    put.message.run(i, start + QUARTER_MS, start + QUARTER_MS, late);
    const seen = i % 701 === 0 ? 0.7 : 1;
    const head = [message, STORE, start, 900];
    LINES.forEach((id, n) => {
      const [count, back] = busy ? [draw(busy, i, n, 1), draw(busy, i, n, 2)] : [0, 0];
      const units = n < 2 ? [count >> 1, back >> 1] : [null, null];
      put.traffic.run(...head, id, seen, count, back, count * 0.1, back * 0.1, count, ...units);
    });
    [...ZONES, ...QUEUES].forEach((id, n) => {
      const visits = busy ? draw(busy, i, n, 3) : 0;
      const ended = Math.max(0, visits - draw(2, i, n, 4));
      const acts = id.startsWith('shelf') ? [visits >> 1, visits >> 2] : [null, null];
      const sums = [visits, visits * 0.2, ended, visits - ended, visits >> 1, ended * 41.5, visits * 55.25];
      put.zone.run(...head, id, seen, ...sums, Math.min(visits, 6), ...acts);
      if (ended > 0) put.dwell.run(...head, id, 4 + draw(3, i, n, 5), ended - (ended >> 1), visits - ended);
      if (ended > 1) put.dwell.run(...head, id, 8, ended >> 1, 0);
    });
    QUEUES.forEach((id, n) => {
      const visits = busy ? draw(busy, i, n, 6) : 0;
      const gone = draw(2, i, n, 7) && visits > 3 ? 1 : 0;
      const served = visits - gone;
      const waits = [visits, served, served * 0.1, gone, gone * 0.1, 0, served * 62.5, served, served * 33.25];
      put.queue.run(...head, id, seen, visits * 70.5, Math.min(visits, 5), ...waits);
      if (visits > 0) put.wait.run(...head, id, 5 + draw(3, i, n, 8), served, gone, served);
    });
    put.floor.run(message, start, busy * 300, busy);
    for (let f = 0; f < FACINGS.length; f++) {
      const state = draw(40, i, f, 9) === 0 ? 'empty' : 'full';
      const fill = state === 'empty' ? 0 : 0.8;
      put.shelf.run(...head, 'bread', FACINGS[f], 1, state, fill, 0.01, state === 'empty' ? 900 : 0);
    }
    const cells: HeatCell[] = [];
    const steps: PathCell[] = [];
    for (let cell = draw(7, i, 10); busy && cell < COLUMNS * ROWS; cell += 4 + draw(24, i, cell, 11)) {
      const visits = 1 + draw(busy >> 1, i, cell, 12);
      cells.push([cell, visits * 3.5, visits]);
      steps.push([cell, Array.from({ length: 8 }, (_, way) => draw(1 + (visits >> 1), i, cell, way))]);
    }
    const grid = [CELL_M, COLUMNS, ROWS, 1];
    put.heat.run(...head, 'edge-1', '0', ...grid, busy * 2.5, busy >> 3, packCells(cells));
    put.path.run(...head, 'edge-1', '0', ...grid, busy >> 3, packSteps(steps));
    put.period.run(...head, 'edge-1', busy >> 2, busy >> 3);
    if (!busy) return;
    for (let f = 0; f < 8; f++) {
      const count = draw(busy >> 1, i, f, 13);
      const [from, to] = [ZONES[draw(6, i, f, 14)], [...ZONES, ...QUEUES][draw(9, i, f, 15)]];
      if (count > 0 && from !== to) put.flow.run(...head, from, to, count, count * 0.2);
      const end = [`line:${LINES[draw(2, i, f, 16)]}`, `zone:${QUEUES[draw(3, i, f, 17)]}`];
      if (count > 1) put.ends.run(...head, ...end, count, count * 0.2);
    }
    const day = new Date(start + 7_200_000).toISOString().slice(0, 10);
    for (let r = draw(6, i, 18); r >= 0; r--) {
      const id = ++receipts;
      const at = start + draw(900, i, r, 19) * 1000;
      const kind = draw(30, i, r, 20) === 0 ? 'void' : 'sale';
      const net = 100 + draw(4000, i, r, 21);
      const sums = [net, net, 0, 2, 0, 0, 2, 1];
      put.receipt.run(id, STORE, day, TILLS[r % 3], `${id}`, 0, null, at, kind, 'EUR', null, 0, 0, ...sums);
      for (let n = 1; n <= 2; n++) {
        const line = ['sale', `sku-${draw(300, id, n)}`, null, 1, 'each', net, net >> 1, net >> 1, 0, null, null, 0];
        put.line.run(id, n, ...line, `h${id}/${n}`);
      }
    }
    if (i % 20 === 0) put.event.run(message, start);
  };
  for (let from = 0; from < QUARTERS; from += 2000) {
    sqlite.transaction(() => {
      for (let i = from; i < Math.min(QUARTERS, from + 2000); i++) quarter(i);
    })();
  }
  const sums = 'count(*), count(*), 0, 0, 0, 0, sum(net), sum(gross), 0, sum(items), 0';
  const sold = `from receipts where kind = 'sale'`;
  sqlite.exec(`insert into sales_minute select store, time - time % 60000, currency, ${sums} ${sold} group by 1, 2, 3`);
  sqlite.exec(`insert into sales_day select store, day, currency, ${sums} ${sold} group by 1, 2, 3`);
  sqlite.exec('analyze');
  const notes = new NoteBook(db);
  for (const day of [40, 210]) {
    const fromMs = FROM + day * 86_400_000 + 12 * 3_600_000;
    const note = { fromMs, toMs: fromMs + 1_200_000, kind: 'blocked', text: 'blocked', effect: 'figures' } as const;
    await notes.add(STORE, note, { by: 'bench', atMs: TO });
  }
  // As the nightly job does.
  await kyselyStore(db).rollUp(STORE, DAYS + 5, Number.POSITIVE_INFINITY);
}
