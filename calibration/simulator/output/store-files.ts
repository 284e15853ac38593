import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { instant } from '../../../models/contract/ids.ts';
import type { Site } from '../../../models/contract/site.ts';
import { siteRevision } from '../../../models/host/site-file.ts';
import { VERSION } from '../../../models/host/version.ts';
import { effectOf, WeeklySales } from '../economy/effects.ts';
import type { DayLedger } from '../economy/ledger.ts';
import type { Delivery } from '../economy/stock.ts';
import { NodeVoice } from '../macro/node-voice.ts';
import { ShelfWatch } from '../macro/shelf-watch.ts';
import { Teller } from '../macro/teller.ts';
import { Traces } from '../macro/trace.ts';
import type { Itinerary } from '../people/itinerary.ts';
import type { Simulation } from '../simulation.ts';
import type { Sale, StoreSink } from '../store/sink.ts';
import type { Day } from '../world/calendar.ts';
import { birthOf } from './birth.ts';
import { LineFile } from './line-file.ts';
import { receiptOf } from './receipt.ts';
import { TruthFiles } from './truth-files.ts';

/** Shares of crossings and visits that a simulated node misses: what good counters reach (98 %). */
const NODE_ERRORS = { missed: 0.02 };
const HOUR_MS = 3_600_000;

/** Writes what a store's real parts would give, as it happens: messages, sales, deliveries; and the truth beside it. */
export class StoreFiles implements StoreSink {
  readonly folder: string;
  readonly counts = { visits: 0, sales: 0, messages: 0 };
  readonly weekly: WeeklySales;
  private readonly simulation: Simulation;
  private readonly messages: LineFile;
  private readonly pos: LineFile;
  private readonly deliveries: LineFile;
  private readonly truth: TruthFiles;
  private readonly voice: NodeVoice;
  private readonly teller: Teller;
  private readonly watch: ShelfWatch;

  constructor(folder: string, simulation: Simulation, site: Site) {
    const { world, calendar, random } = simulation;
    this.folder = folder;
    this.simulation = simulation;
    this.weekly = new WeeklySales(world.catalogue.products.length);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'site.yaml'), `# Written by "aisle simulate".\n${stringify(site)}`);
    const traces = new Traces(world, site);
    const head = 'date,supplier,sku,units,ordered';
    this.messages = new LineFile(join(folder, 'messages.ndjson'));
    this.pos = new LineFile(join(folder, 'pos.ndjson'));
    this.deliveries = new LineFile(join(folder, 'deliveries.csv'), head);
    this.truth = new TruthFiles(folder, world, site, traces, () => simulation.shop.demand.factors());
    const revision = siteRevision(site);
    const say = (message: unknown) => {
      this.counts.messages++;
      this.messages.json(message);
    };
    this.voice = new NodeVoice(site, revision, calendar[0].midnightMs, random.sub('epoch'), say);
    this.teller = new Teller(world, site, traces, this.voice, random.sub('observed'), NODE_ERRORS);
    this.watch = new ShelfWatch(world, site, random.sub('shelves seen'));
    for (const message of birthOf(site, revision, this.voice.epoch, instant(calendar[0].midnightMs), VERSION))
      say(message);
  }

  dayBegan(day: Day, delivered: readonly Delivery[]): void {
    const { products, suppliers } = this.simulation.world.catalogue;
    for (const d of delivered) {
      const { sku, supplier } = products[d.product];
      const ordered = this.simulation.calendar[d.orderedDay].date;
      this.deliveries.line(`${day.date},${suppliers[supplier].id},${sku},${d.units},${ordered}`);
    }
    if (day.open) this.voice.begin(day.open.fromMs);
    this.truth.dayBegan();
  }

  visited(it: Itinerary, day: Day): void {
    if (it.kind !== 'staff') this.counts.visits++;
    this.teller.visited(it);
    this.truth.visited(it, day);
  }

  reached(tMs: number): void {
    const { day } = this.simulation.shop;
    const endMs = Math.min(tMs, (day.open?.toMs ?? tMs) + HOUR_MS);
    this.teller.reached(endMs);
    this.voice.reached(endMs);
    if (endMs < tMs) this.voice.end(tMs);
  }

  shelves(tMs: number, onShelf: (product: number) => number): void {
    const { data, events } = this.watch.look(tMs, onShelf);
    this.voice.shelves(data, events, tMs);
    this.truth.shelves(tMs, onShelf);
  }

  sold(sale: Sale, day: Day): void {
    this.counts.sales++;
    this.truth.sold(sale, day);
    this.pos.json(receiptOf(this.simulation.world, sale, day));
  }

  dayEnded(day: Day, ledger: DayLedger, units: (product: number) => number): void {
    this.truth.dayEnded(day, ledger, units);
    this.weekly.add(day.index, ledger.sold);
  }

  /** The truth of each promotion: this run against its twin without any. */
  promotions(without: WeeklySales): void {
    const { world, prices } = this.simulation;
    const { products, categories } = world.catalogue;
    const file = new LineFile(join(this.folder, 'truth', 'promotions.ndjson'));
    for (const promotion of prices.promotions) {
      const { index, sku, category } = products[promotion.product];
      if (world.bayOf[index] < 0 || promotion.week >= this.weekly.weeks.length) continue;
      const effect = effectOf(promotion, categories[category].products, { real: this.weekly, without });
      file.json({ id: promotion.id, sku, week: promotion.week, ...effect });
    }
    file.close();
  }

  close(): void {
    for (const file of [this.messages, this.pos, this.deliveries, this.truth]) file.close();
  }
}
