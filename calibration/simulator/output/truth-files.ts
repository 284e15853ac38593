import { join } from 'node:path';
import type { Site } from '../../../models/contract/site.ts';
import type { DayLedger } from '../economy/ledger.ts';
import { passageOf } from '../macro/passage.ts';
import { BEHIND_MS } from '../macro/teller.ts';
import type { Traces } from '../macro/trace.ts';
import { arrivedMs, type Itinerary, leftMs } from '../people/itinerary.ts';
import type { Sale, StoreSink } from '../store/sink.ts';
import type { Day } from '../world/calendar.ts';
import type { World } from '../world/world.ts';
import { LineFile } from './line-file.ts';

/** What really happened, one JSON object a line; times in UTC milliseconds. Nothing but a measurement may read it. */
export class TruthFiles implements StoreSink {
  private readonly files: Record<
    'visits' | 'crossings' | 'dwell' | 'queues' | 'picks' | 'stock' | 'scans' | 'days' | 'facings',
    LineFile
  >;
  private readonly world: World;
  private readonly site: Site;
  /** What moves the day's demand and is in no data set: factors. */
  private readonly hidden: () => { demand: number; passersBy: number };
  private readonly traces: Traces;
  private readonly watched: readonly { sku: string; product: number }[];

  constructor(
    folder: string,
    world: World,
    site: Site,
    traces: Traces,
    hidden: () => { demand: number; passersBy: number },
  ) {
    const file = (name: string) => new LineFile(join(folder, 'truth', `${name}.ndjson`));
    this.world = world;
    this.hidden = hidden;
    this.site = site;
    this.traces = traces;
    const products = new Map(world.catalogue.products.map((p) => [p.sku, p.index]));
    this.watched = site.shelves.flatMap((s) => s.facings.map(({ sku }) => ({ sku, product: products.get(sku) ?? 0 })));
    this.files = {
      visits: file('visits'),
      crossings: file('crossings'),
      dwell: file('dwell'),
      queues: file('queues'),
      picks: file('picks'),
      stock: file('stock'),
      scans: file('scans'),
      days: file('days'),
      facings: file('facings'),
    };
  }

  dayBegan(): void {}
  reached(): void {}

  visited(it: Itinerary, day: Day): void {
    const { files, site } = this;
    const { visit, kind, household, size, wait, sale } = it;
    const till = wait?.till === undefined ? null : wait.till + 1;
    files.visits.line(
      `{"visit":${visit},"date":"${day.date}","kind":"${kind}","job":${it.job === undefined ? null : `"${it.job}"`},"household":${household},"size":${size},"fromMs":${arrivedMs(it)},"toMs":${leftMs(it)},"stops":${it.steps.length - 2},"till":${till},"number":${sale ?? null}}`,
    );
    for (const p of it.picks) {
      const { sku } = this.world.catalogue.products[p.product];
      files.picks.line(`{"visit":${visit},"sku":"${sku}","units":${p.units},"tMs":${p.tMs},"act":"${p.act}"}`);
    }
    if (wait) {
      files.queues.line(
        `{"visit":${visit},"people":${size},"till":${till},"joinMs":${wait.joinMs},"endMs":${wait.endMs},"startMs":${wait.startMs},"doneMs":${wait.doneMs}}`,
      );
    }
    for (let person = 0; person < size; person++) {
      const passage = passageOf(it, this.traces, person * BEHIND_MS);
      for (const c of passage.crossings) {
        files.crossings.line(
          `{"visit":${visit},"person":${person},"line":"${site.lines[c.line].id}","in":${c.in},"tMs":${Math.round(c.tMs)}}`,
        );
      }
      // Staff are counted at doors alone.
      if (kind === 'staff') continue;
      for (const v of passage.visits) {
        files.dwell.line(
          `{"visit":${visit},"person":${person},"zone":"${site.zones[v.zone].id}","fromMs":${Math.round(v.fromMs)},"toMs":${Math.round(v.toMs)}}`,
        );
      }
    }
  }

  /** Units in each facing that a camera watches. */
  shelves(tMs: number, onShelf: (product: number) => number): void {
    const units = this.watched.map(({ sku, product }) => [sku, onShelf(product)]);
    if (units.length > 0) this.files.facings.json({ tMs, units: Object.fromEntries(units) });
  }

  /** Scans that went to another number than what was taken. */
  sold(sale: Sale, day: Day): void {
    const { products } = this.world.catalogue;
    for (const [i, line] of sale.lines.entries()) {
      if (line.product === line.scanned) continue;
      this.files.scans.json({
        date: day.date,
        till: sale.till + 1,
        number: sale.number,
        line: i + 1,
        sku: products[line.product].sku,
        scanned: products[line.scanned].sku,
      });
    }
  }

  dayEnded(day: Day, ledger: DayLedger, units: (product: number) => number): void {
    this.files.days.json({ date: day.date, open: day.open !== undefined, ...this.hidden() });
    for (const { index: p, sku } of this.world.catalogue.products) {
      if (this.world.bayOf[p] < 0) continue;
      this.files.stock.line(
        `{"date":"${day.date}","sku":"${sku}","opening":${ledger.opening[p]},"delivered":${ledger.delivered[p]},"sold":${ledger.sold[p]},"stolen":${ledger.stolen[p]},"spoiled":${ledger.spoiled[p]},"closing":${units(p)},"wanted":${ledger.wanted[p]},"lost":${ledger.lost[p]},"emptyS":${Math.round(ledger.emptyMs[p] / 1000)}}`,
      );
    }
  }

  close(): void {
    for (const file of Object.values(this.files)) file.close();
  }
}
