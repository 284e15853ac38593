import { join } from 'node:path';
import type { Book, Closed } from '../models/aggregate/book.ts';
import { type Plan, planOf } from '../models/aggregate/plan.ts';
import { AisleError } from '../models/contract/errors.ts';
import type { EventData } from '../models/contract/event.ts';
import { instant } from '../models/contract/ids.ts';
import type { BirthMessage, HealthMessage, LiveMessage, ProviderChoice } from '../models/contract/node-messages.ts';
import type { Camera } from '../models/contract/site.ts';
import { type Channel, topicOf } from '../models/contract/topics.ts';
import { PERSON_REID } from '../models/detector/appearance.ts';
import { DETECTORS } from '../models/detector/registry.ts';
import type { Logger } from '../models/host/log.ts';
import { connectMqtt, type MqttClient, publish } from '../models/host/mqtt.ts';
import type { LoadedSite } from '../models/host/site-file.ts';
import { CameraRunner } from './camera.ts';
import { checkpointText, type Resumed, resume } from './checkpoint.ts';
import { type Appearance, createAppearance } from './detect/appearance.ts';
import { createDetector, type Detector } from './detect/detector.ts';
import { chooseProvider, inferenceThreads } from './detect/provider.ts';
import type { Provider } from './detect/session.ts';
import { locateFirst, locateWeights } from './detect/weights.ts';
import type { DoorVerdict } from './events/balance.ts';
import { QueueAlarm } from './events/queue-alarm.ts';
import { CameraMemory } from './memory.ts';
import { Outbox, type Outgoing } from './outbox/outbox.ts';
import { Sender } from './outbox/sender.ts';
import { Turns } from './turns.ts';

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
  private readonly client: MqttClient;
  private readonly sender: Sender;
  private readonly runners: CameraRunner[];
  private readonly alarms = new Map<string, QueueAlarm>();
  private readonly timers: NodeJS.Timeout[] = [];
  private lives: Promise<unknown> = Promise.resolve();
  private opened: Promise<Detector> | undefined;
  private openedLooks: Promise<Appearance> | undefined;
  private provider: ProviderChoice = { provider: 'none', medianMs: null, refused: [] };
  private model: { name: string | null; note: string | null } = { name: null, note: null };
  /** Closed buckets that the disk did not take yet. */
  private unsaved: Outgoing[] = [];
  /** Something in them cannot wait for the next checkpoint. */
  private urgent = false;

  constructor(options: NodeOptions) {
    const { site, node, statePath, log } = options;
    if (!site.site.nodes.some((n) => n.id === node)) {
      const names = site.site.nodes.map((n) => n.id).join(', ');
      throw new AisleError('BAD_CALL', `the site file has no node ${node}`, `Use one of: ${names}.`);
    }
    this.options = options;
    const { store } = site.site;
    this.plan = planOf(site.site, node);
    this.outbox = new Outbox(join(statePath, 'outbox.db'), store, node);
    this.resumed = resume(this.outbox.checkpoint(), site, node);
    this.book = this.resumed.book;
    this.client = connectMqtt({
      url: site.site.mqtt.url,
      clientId: `aisle-${store}-${node}`,
      will: { topic: topicOf(store, node, 'state'), payload: JSON.stringify({ state: 'offline' }) },
      log,
    });
    this.sender = new Sender(this.outbox, this.client, store, node, log);
    const turns = new Turns(this.stop.signal);
    this.runners = this.cameras().map(
      (camera) =>
        new CameraRunner({
          site,
          camera,
          detector: () => this.detector(),
          appearance: () => this.appearance(),
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
    this.client.on('connect', () => this.announce());
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
    if (!this.runners.some((runner) => runner.paused)) this.keep(this.book.closeAll());
    this.store(true);
    this.sender.kick();
    if (this.client.connected) {
      await this.farewell();
    }
    this.sender.stop();
    await new Promise<void>((resolve) => this.client.end(true, {}, () => resolve()));
    this.outbox.close();
    for (const opened of [this.opened, this.openedLooks]) await (await opened?.catch(() => undefined))?.close();
  }

  private cameras() {
    const own = new Set(this.options.site.site.nodes.find((n) => n.id === this.options.node)?.cameras);
    return this.options.site.site.cameras.filter((camera) => own.has(camera.id));
  }

  /** A simulated store lives in its own time, which goes as its cameras go. */
  private get simulated(): boolean {
    return this.cameras().every((camera) => camera.source.kind === 'simulated');
  }

  private nowMs(): number {
    if (!this.simulated) return Date.now();
    return Math.max(BEFORE_ALL_MS, ...this.runners.map((runner) => runner.newestMs ?? BEFORE_ALL_MS));
  }

  /** The node's one detector, opened at first need; a failure is tried again at the next. */
  private detector(): Promise<Detector> {
    this.opened ??= this.openDetector().catch((error) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  private appearance(): Promise<Appearance> {
    this.openedLooks ??= this.openAppearance().catch((error) => {
      this.openedLooks = undefined;
      throw error;
    });
    return this.openedLooks;
  }

  private async openAppearance(): Promise<Appearance> {
    const { log } = this.options;
    const { path } = await locateFirst([PERSON_REID], { log, signal: this.stop.signal });
    return createAppearance(path, inferenceThreads());
  }

  private async openDetector(): Promise<Detector> {
    const { log, site } = this.options;
    const { model, provider, minScore } = site.site.detector;
    const weights = await locateWeights(model, { log, signal: this.stop.signal });
    const choice = await chooseProvider(weights.path, provider, this.stop.signal);
    const detector = await createDetector({
      manifest: weights.manifest,
      path: weights.path,
      provider: choice.provider as Provider,
      minScore,
      threads: inferenceThreads(),
    });
    this.provider = choice;
    const [preferred] = DETECTORS;
    const fallBack = model === 'auto' && weights.manifest.name !== preferred.name;
    const note = fallBack
      ? `${weights.manifest.name} is in use: the weights of ${preferred.name} could not be had`
      : null;
    this.model = { name: weights.manifest.name, note };
    log.info({ model: this.model.name, ...choice }, 'detector ready');
    void this.announce();
    return detector;
  }

  /** What an earlier life counted under another site file goes out as it was counted. */
  private settle(): void {
    const { settled, faults } = this.resumed;
    for (const reason of faults) this.options.log.error({ reason }, 'what the node held before it ended is lost');
    this.keep(settled.closed, settled.revision);
    this.store(settled.closed.length > 0);
  }

  private tick(): void {
    this.keep(this.book.closeDue(this.watermarkMs));
    this.store(false);
    this.sendLive();
  }

  /** Up to when all cameras were looked at. */
  private get watermarkMs(): number {
    return this.runners.reduce((least, runner) => Math.min(least, runner.watermarkMs), Date.now());
  }

  private keep(closed: readonly Closed[], siteRevision?: string): void {
    for (const { messages, late } of closed) {
      this.unsaved.push(...messages.map((m) => ({ family: 'agg' as const, late, siteRevision, ...m })));
    }
  }

  private store(force: boolean): void {
    this.urgent = false;
    if (this.unsaved.length === 0 && !force && !this.book.current()) return;
    try {
      const { site } = this.options;
      const { book } = this;
      const { occupancy } = this.resumed;
      const memories = new Map(this.runners.map((runner) => [runner.id, runner.memory]));
      const alarms = Object.fromEntries([...this.alarms].map(([id, alarm]) => [id, alarm.snapshot()]));
      this.outbox.append(
        this.unsaved,
        site.revision,
        this.nowMs(),
        checkpointText(site, { book, memories, occupancy, queues: this.resumed.queues, alarms }),
      );
      this.unsaved = [];
      this.sender.kick();
    } catch (error) {
      this.options.log.error(
        { reason: (error as Error).message },
        'the disk does not take the outbox; keeping it in memory',
      );
    }
  }

  private cameraChanged(camera: string, change: 'lost' | 'back', reason: string): void {
    this.unsaved.push({ family: 'event', kind: 'camera', late: false, data: { camera, change, reason } });
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
    this.unsaved.push({ family: 'event', late: false, ...event });
    this.urgent = true;
  }

  private frameOver(): void {
    this.keep(this.book.closeDue(this.watermarkMs));
    if (this.urgent) this.store(true);
  }

  private send(channel: Channel, message: unknown, retain: boolean, qos: 0 | 1): Promise<void> {
    if (!this.client.connected) return Promise.resolve();
    const { site, node } = this.options;
    const topic = topicOf(site.site.store, node, channel);
    return publish(this.client, topic, JSON.stringify(message), { qos, retain }).catch((error: Error) =>
      this.options.log.debug({ reason: error.message, channel }, 'not sent'),
    );
  }

  private async announce(): Promise<void> {
    await this.send('state', { state: 'online', time: instant(this.nowMs()) }, true, 1);
    await this.send('birth', this.birth(), true, 1);
    this.sendHealth();
    this.sendLive();
  }

  private async farewell(): Promise<void> {
    const bye = this.send('state', { state: 'offline', time: instant(this.nowMs()) }, true, 1);
    await Promise.race([bye, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
  }

  private birth(): BirthMessage {
    const { site, version } = this.options;
    const sources = this.cameras().map((camera) => camera.source.kind);
    return {
      version,
      time: instant(this.nowMs()),
      epoch: this.outbox.epoch,
      siteRevision: site.revision,
      clock: this.simulated ? 'simulated' : 'wall',
      cameras: this.cameras().map((camera) => camera.id),
      zones: this.plan.zones.map((zone) => zone.id),
      lines: this.plan.lines.map((line) => line.id),
      model: this.model.name,
      modelNote: this.model.note,
      provider: this.provider,
      privacy: site.site.privacy,
      footage: sources.includes('simulated')
        ? 'simulated'
        : sources.some((kind) => kind === 'rtsp' || kind === 'v4l2')
          ? 'camera'
          : 'recording',
    };
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
      provider: this.provider,
      cameras: this.runners.map((runner) => runner.status()),
      outbox,
      restarts: Number(process.env.AISLE_RESTARTS ?? 0),
      doors: this.resumed.occupancy.floors().flatMap(({ doors }) => doors.flatMap(doorRows)),
    };
    void this.send('health', health, false, 0);
  }

  private sendLive(): void {
    const minute = this.book.current();
    const zones = new Map<string, number>();
    for (const { now } of this.runners) for (const [zone, n] of now.zones) zones.set(zone, (zones.get(zone) ?? 0) + n);
    const live: LiveMessage = {
      time: instant(this.nowMs()),
      people: this.runners.reduce((sum, runner) => sum + runner.now.people, 0),
      zones: this.plan.zones.map(({ id }) => ({
        zone: id,
        occupancy: zones.get(id) ?? 0,
        visits: minute?.zones[id]?.visits ?? 0,
      })),
      lines: this.plan.lines.map(({ id }) => ({
        line: id,
        in: minute?.lines[id]?.in ?? 0,
        out: minute?.lines[id]?.out ?? 0,
      })),
      bucket: instant(minute?.startMs ?? Math.floor(this.nowMs() / 60_000) * 60_000),
      cameras: this.runners.map((runner) => runner.status()),
    };
    void this.send('live', live, false, 0);
  }
}

const doorRows = (door: DoorVerdict) =>
  (['in', 'out'] as const).map((direction) => ({
    line: door.line,
    direction,
    missedShare: Math.round(door[direction].missedShare * 1e4) / 1e4,
    sd: Math.round(door[direction].sd * 1e4) / 1e4,
    errs: door[direction].errs,
  }));
