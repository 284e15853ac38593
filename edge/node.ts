import { join } from 'node:path';
import type { Book } from '../models/aggregate/book.ts';
import { camerasOf, type Plan, planOf } from '../models/aggregate/plan.ts';
import { AisleError } from '../models/contract/errors.ts';
import type { EventData } from '../models/contract/event.ts';
import { instant } from '../models/contract/ids.ts';
import type { HealthMessage } from '../models/contract/node-messages.ts';
import type { Camera } from '../models/contract/site.ts';
import type { Logger } from '../models/host/log.ts';
import type { LoadedSite } from '../models/host/site-file.ts';
import { CameraRunner } from './camera.ts';
import { checkpointText, type Resumed, resume } from './checkpoint.ts';
import { Engines } from './detect/engines.ts';
import { QueueAlarm } from './events/queue-alarm.ts';
import { CameraMemory } from './memory.ts';
import { birthMessage, doorRows, liveMessage } from './node-messages.ts';
import { Outbox } from './outbox/outbox.ts';
import { Sender } from './outbox/sender.ts';
import { Unsaved } from './outbox/unsaved.ts';
import { Turns } from './turns.ts';
import { Voice } from './voice.ts';

export interface NodeOptions {
  site: LoadedSite;
  node: string;
  /** Folder for this node's state. */
  statePath: string;
  version: string;
  log: Logger;
  /** How often book and cameras go to disk: at most this much of what was seen is lost with the power. */
  checkpointMs?: number;
}

const CHECKPOINT_MS = 5000;
const HEALTH_MS = 10_000;
/** Time of a simulated store of which nothing has been seen yet. */
const BEFORE_ALL_MS = Date.UTC(2000, 0, 1);

/** An edge node: its cameras, one book, one outbox, one connection. */
export class EdgeNode {
  private readonly options: NodeOptions;
  private readonly stop = new AbortController();
  private readonly startedMs = Date.now();
  private readonly plan: Plan;
  private readonly resumed: Resumed;
  private readonly book: Book;
  private readonly outbox: Outbox;
  private readonly voice: Voice;
  private readonly sender: Sender;
  private readonly runners: CameraRunner[];
  private readonly alarms = new Map<string, QueueAlarm>();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly engines: Engines;
  private readonly unsaved = new Unsaved();
  private lives: Promise<unknown> = Promise.resolve();

  constructor(options: NodeOptions) {
    const { site, node, statePath, log } = options;
    const { nodes, store } = site.site;
    if (!nodes.some((n) => n.id === node)) {
      const names = nodes.map((n) => n.id).join(', ');
      throw new AisleError('BAD_CALL', `the site file has no node ${node}`, `Use one of: ${names}.`);
    }
    this.options = options;
    this.plan = planOf(site.site, node);
    this.outbox = new Outbox(join(statePath, 'outbox.db'), store, node);
    this.resumed = resume(this.outbox.checkpoint(), site, node);
    this.book = this.resumed.book;
    this.voice = new Voice(site.site, node, log);
    this.sender = new Sender(this.outbox, this.voice.client, store, node, log);
    this.engines = new Engines({
      detector: site.site.detector,
      log,
      signal: this.stop.signal,
      onReady: () => void this.announce(),
    });
    const turns = new Turns(this.stop.signal);
    this.runners = this.cameras().map(
      (camera) =>
        new CameraRunner({
          site,
          camera,
          detector: () => this.engines.detector(),
          appearance: () => this.engines.appearance(),
          book: this.alarmOf(camera),
          memory: this.resumed.memories.get(camera.id) ?? new CameraMemory(site.site, camera),
          log,
          signal: this.stop.signal,
          turns,
          onFrame: () => this.frameOver(),
          onChange: (change, reason) => this.cameraChanged(camera.id, change, reason),
          onShelf: (data) => this.inFrame({ kind: 'shelf', data }),
        }),
    );
  }

  start(): void {
    this.settle();
    this.voice.client.on('connect', () => this.announce());
    this.sender.start();
    this.timers.push(setInterval(() => this.tick(), this.options.checkpointMs ?? CHECKPOINT_MS));
    this.timers.push(setInterval(() => this.sendHealth(), HEALTH_MS));
    this.lives = Promise.all(this.runners.map((runner) => runner.run()));
  }

  /** Resolves when every camera's source has come to its end. */
  get ended(): Promise<unknown> {
    return this.lives;
  }

  /**
   * Ends the cameras, stores what the book holds (its buckets go on adding after a new start), says goodbye. While a
   * recording is stopped in its middle, the book waits with it.
   */
  async close(): Promise<void> {
    this.stop.abort();
    for (const timer of this.timers) clearInterval(timer);
    await this.lives;
    if (!this.runners.some((runner) => runner.paused)) this.unsaved.keep(this.book.closeAll());
    this.store(true);
    this.sender.kick();
    await this.voice.end(this.nowMs(), () => this.sender.stop());
    this.outbox.close();
    await this.engines.close();
  }

  private cameras() {
    return camerasOf(this.options.site.site, this.options.node);
  }

  /** A simulated store lives in its own time, which goes as its cameras go. */
  private get simulated(): boolean {
    return this.cameras().every((camera) => camera.source.kind === 'simulated');
  }

  private nowMs(): number {
    if (!this.simulated) return Date.now();
    return Math.max(BEFORE_ALL_MS, ...this.runners.map((runner) => runner.newestMs ?? BEFORE_ALL_MS));
  }

  /** What an earlier life counted under another site file goes out as it was counted. */
  private settle(): void {
    const { settled, faults } = this.resumed;
    for (const reason of faults) this.options.log.error({ reason }, 'what the node held before it ended is lost');
    this.unsaved.keep(settled.closed, settled.revision);
    this.store(settled.closed.length > 0);
  }

  private tick(): void {
    this.unsaved.keep(this.book.closeDue(this.watermarkMs));
    this.store(false);
    this.sendLive();
  }

  /** Up to when all cameras were looked at. */
  private get watermarkMs(): number {
    return this.runners.reduce((least, runner) => Math.min(least, runner.watermarkMs), Date.now());
  }

  private store(force: boolean): void {
    if (this.unsaved.isEmpty && !force && !this.book.current()) return;
    try {
      const { site } = this.options;
      const { occupancy, queues } = this.resumed;
      const memories = new Map(this.runners.map((runner) => [runner.id, runner.memory]));
      const alarms = Object.fromEntries([...this.alarms].map(([id, alarm]) => [id, alarm.snapshot()]));
      const checkpoint = checkpointText(site, { book: this.book, memories, occupancy, queues, alarms });
      this.unsaved.hand((messages) => this.outbox.append(messages, site.revision, this.nowMs(), checkpoint));
      this.sender.kick();
    } catch (error) {
      this.options.log.error(
        { reason: (error as Error).message },
        'the disk does not take the outbox; keeping it in memory',
      );
    }
  }

  private cameraChanged(camera: string, change: 'lost' | 'back', reason: string): void {
    this.unsaved.tell({ kind: 'camera', data: { camera, change, reason } });
    this.store(true);
    this.sendLive();
  }

  private alarmOf({ id }: Camera): QueueAlarm {
    const { occupancy, alarms } = this.resumed;
    const alarm = new QueueAlarm(this.options.site.site, occupancy.of(id), (data) =>
      this.inFrame({ kind: 'queue', data }),
    );
    alarm.restore(alarms[id] ?? []);
    this.alarms.set(id, alarm);
    return alarm;
  }

  /** Told in the middle of a frame: a checkpoint now would hold half of what the frame says. */
  private inFrame(event: EventData): void {
    this.unsaved.tell(event);
    this.unsaved.urgent = true;
  }

  private frameOver(): void {
    this.unsaved.keep(this.book.closeDue(this.watermarkMs));
    if (this.unsaved.urgent) this.store(true);
  }

  private async announce(): Promise<void> {
    await this.voice.keepSaid('state', { state: 'online', time: instant(this.nowMs()) });
    const { site, version } = this.options;
    const { plan, simulated } = this;
    const { provider, model } = this.engines;
    const birth = birthMessage({
      ...{ version, nowMs: this.nowMs(), epoch: this.outbox.epoch, site, simulated, plan, provider, model },
      cameras: this.cameras(),
    });
    await this.voice.keepSaid('birth', birth);
    this.sendHealth();
    this.sendLive();
  }

  private sendHealth(): void {
    let outbox: HealthMessage['outbox'];
    try {
      outbox = this.outbox.stats();
    } catch (error) {
      this.options.log.error({ reason: (error as Error).message }, 'the outbox cannot be read; no health this time');
      return;
    }
    const health: HealthMessage = {
      time: instant(this.nowMs()),
      uptimeS: Math.round((Date.now() - this.startedMs) / 1000),
      residentBytes: process.memoryUsage.rss(),
      provider: this.engines.provider,
      cameras: this.runners.map((runner) => runner.status()),
      outbox,
      restarts: Number(process.env.AISLE_RESTARTS ?? 0),
      doors: this.resumed.occupancy.floors().flatMap(({ doors }) => doors.flatMap(doorRows)),
    };
    void this.voice.say('health', health);
  }

  private sendLive(): void {
    const live = liveMessage({
      nowMs: this.nowMs(),
      plan: this.plan,
      minute: this.book.current(),
      now: this.runners.map((runner) => runner.now),
      cameras: this.runners.map((runner) => runner.status()),
    });
    void this.voice.say('live', live);
  }
}
