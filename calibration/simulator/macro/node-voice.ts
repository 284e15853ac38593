import { Book } from '../../../models/aggregate/book.ts';
import type { Closed } from '../../../models/aggregate/open-buckets.ts';
import { planOf } from '../../../models/aggregate/plan.ts';
import type { AggregateData, ShelfData } from '../../../models/contract/aggregate.ts';
import { type Envelope, schemaName } from '../../../models/contract/envelope.ts';
import type { EventData } from '../../../models/contract/event.ts';
import { instant } from '../../../models/contract/ids.ts';
import type { Site } from '../../../models/contract/site.ts';
import { type Channel, topicOf } from '../../../models/contract/topics.ts';
import type { Stream } from '../random/stream.ts';
import { PeriodColumns } from './period-columns.ts';

const MINUTE_MS = 60_000;
/** The book takes what is seen in steps of a second at most; one second stands for its minute. */
const SAMPLE = 60;

/** A message as it goes over the wire. */
export interface Wire {
  topic: string;
  qos: 0 | 1;
  retain: boolean;
  payload: unknown;
}

/** A node's durable messages out of the facts of its book: same sums, same envelopes as a node's own. */
export class NodeVoice {
  readonly book: Book;
  readonly periods: PeriodColumns;
  readonly epoch: string;
  private readonly site: Site;
  private readonly node: string;
  private readonly revision: string;
  private readonly say: (message: Wire) => void;
  private seq = 0;
  private watchedTo = 0;

  constructor(site: Site, revision: string, startMs: number, random: Stream, say: (message: Wire) => void) {
    this.site = site;
    this.node = site.nodes[0].id;
    this.revision = revision;
    this.say = say;
    const plan = planOf(site, this.node);
    this.book = new Book(plan);
    this.periods = new PeriodColumns(plan);
    this.epoch = epochOf(startMs, random);
  }

  /** The cameras look from then on. */
  begin(tMs: number): void {
    this.watchedTo = Math.floor(tMs / MINUTE_MS) * MINUTE_MS;
  }

  /** All facts before that moment are in the book: what is complete goes out. */
  reached(tMs: number): void {
    for (; this.watchedTo + MINUTE_MS <= tMs; this.watchedTo += MINUTE_MS) {
      for (const { id } of this.site.cameras) this.book.seen(id, this.watchedTo, this.watchedTo + MINUTE_MS / SAMPLE);
    }
    this.send(this.book.close(tMs), tMs);
    this.sendAll(this.periods.close(tMs), false, tMs);
  }

  /** The day is over. */
  end(tMs: number): void {
    this.send(this.book.closeAll(), tMs);
    this.sendAll(this.periods.close(Number.POSITIVE_INFINITY), false, tMs);
  }

  private send(closed: readonly Closed[], nowMs: number): void {
    // The book's periods hold nothing: their sums are in the columns.
    for (const { messages, late } of closed) this.sendAll(messages.filter(ofMinute), late, nowMs);
  }

  private sendAll(messages: readonly AggregateData[], late: boolean, nowMs: number): void {
    for (const message of messages) {
      if (ofMinute(message)) wholeCoverage(message);
      this.wrap('agg', message, late, sentMs(message, nowMs));
    }
  }

  /** A look at the shelves, and what has changed there. */
  shelves(data: ShelfData, events: readonly EventData[], tMs: number): void {
    if (data.facings.length === 0) return;
    this.wrap('agg', { kind: 'shelf', data }, false, tMs);
    for (const event of events) this.wrap('event', event, false, tMs);
  }

  private wrap(family: 'agg' | 'event', message: AggregateData | EventData, late: boolean, tMs: number): void {
    const { store } = this.site;
    this.seq++;
    const envelope: Envelope = {
      specversion: '1.0',
      id: `${this.epoch}/${this.seq}`,
      source: `aisle/1/${store}/${this.node}`,
      type: `aisle.${family}.${message.kind}`,
      time: instant(tMs),
      dataschema: schemaName(family, message.kind),
      data: message.data,
      epoch: this.epoch,
      seq: this.seq,
      late,
      siteRevision: this.revision,
    };
    const channel = `${family}/${message.kind}` as Channel;
    this.say({ topic: topicOf(store, this.node, channel), qos: 1, retain: false, payload: envelope });
  }
}

const ofMinute = ({ kind }: AggregateData): boolean => kind === 'traffic' || kind === 'zone' || kind === 'queue';

/** A node sends a bucket half a minute after its end; the simulator comes to it later. */
function sentMs({ data }: AggregateData, nowMs: number): number {
  return Math.min(nowMs, Date.parse(data.start) + data.seconds * 1000 + 25_000);
}

function wholeCoverage(message: AggregateData): void {
  const whole = (row: { coverage: number }) => {
    row.coverage = Math.min(1, Math.round(row.coverage * SAMPLE * 1e4) / 1e4);
  };
  if (message.kind === 'traffic') message.data.lines.forEach(whole);
  else if (message.kind === 'zone') {
    message.data.zones.forEach(whole);
    message.data.floors.forEach(whole);
  } else if (message.kind === 'queue') message.data.queues.forEach(whole);
}

/** A UUID of version 7 whose random part comes from the seed. */
function epochOf(tMs: number, random: Stream): string {
  const hex = (n: number, length: number) => Math.floor(n).toString(16).padStart(length, '0').slice(-length);
  const time = hex(tMs, 12);
  const r = () => random.below(65_536);
  const variant = hex(0x8000 + (r() & 0x3fff), 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(r(), 3)}-${variant}-${hex(r(), 4)}${hex(r(), 4)}${hex(r(), 4)}`;
}
