import { dirname } from 'node:path';
import type { Facts } from '../models/aggregate/facts.ts';
import { AisleError } from '../models/contract/errors.ts';
import type { ShelfEvent } from '../models/contract/event.ts';
import type { CameraState } from '../models/contract/node-messages.ts';
import type { Camera } from '../models/contract/site.ts';
import type { Logger } from '../models/host/log.ts';
import type { LoadedSite } from '../models/host/site-file.ts';
import type { Appearance } from './detect/appearance.ts';
import type { Detector } from './detect/detector.ts';
import { Looks } from './detect/looks.ts';
import type { EventEngine } from './events/engine.ts';
import { CameraMemory } from './memory.ts';
import { runPipeline } from './pipeline.ts';
import { openSource } from './source/registry.ts';
import { bringsDetections, type Frame, type SourceItem, waits } from './source/source.ts';
import { CAMERA_BUDGET, supervise, willStay } from './supervise.ts';
import type { TrackerOptions } from './track/registry.ts';
import type { Turns } from './turns.ts';

export interface CameraOptions {
  site: LoadedSite;
  camera: Camera;
  /** Opened once a node; undefined where every source brings detections. */
  detector: () => Promise<Detector>;
  /** Opened at first need, where tracker.relink asks for it. */
  appearance: () => Promise<Appearance>;
  /** Whom all facts are told. */
  book: Facts;
  /** What it knows from an earlier life. */
  memory: CameraMemory;
  log: Logger;
  signal: AbortSignal;
  /** Recordings that wait take turns. */
  turns: Turns;
  /** After each frame. */
  onFrame(): void;
  onChange(change: 'lost' | 'back', reason: string): void;
  onShelf(change: ShelfEvent): void;
}

/** Frames over which the rate and the median time of detection are taken. */
const RECENT = 60;

/** One camera's life: opens its source, runs the pipeline, and after a loss comes back alone. */
export class CameraRunner {
  private readonly options: CameraOptions;
  /** What it knows from frame to frame; it outlives a loss of the source. */
  memory: CameraMemory;
  private readonly dropped: Record<string, number> = {};
  private readonly frameMs: number[] = [];
  private readonly detectMs: number[] = [];
  private state: CameraState['state'] = 'starting';
  private reason: string | null = null;
  private frames = 0;
  private repeats = false;
  private lost = false;
  private startedMs = 0;
  private seenMs = 0;
  /** Time of the newest frame, UTC ms; undefined before the first. */
  newestMs: number | undefined;

  constructor(options: CameraOptions) {
    this.options = options;
    this.memory = options.memory;
    this.newestMs = options.memory.position?.tMs;
  }

  get id(): string {
    return this.options.camera.id;
  }

  get running(): boolean {
    return this.state === 'running';
  }

  /** How many are where at the last frame. */
  get now(): EventEngine['now'] {
    return this.memory.events.now;
  }

  /** A recording that was stopped in its middle: its next life goes on there, so its minutes are not over. */
  get paused(): boolean {
    return this.memory.position !== undefined && this.state !== 'ended';
  }

  /**
   * Up to when all was looked at, UTC ms. Infinite where nothing old can come any more; a recording that is yet to
   * begin must be waited for, or another camera's minutes would be closed without it.
   */
  get watermarkMs(): number {
    const soon = this.state === 'starting' && waits(this.options.camera.source);
    if (!this.running && !soon) return Number.POSITIVE_INFINITY;
    return this.newestMs ?? (soon ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  }

  async run(): Promise<void> {
    this.startedMs = Date.now();
    const task = { run: () => this.live(), onFailure: (error: Error, waitMs: number) => this.failed(error, waitMs) };
    if (waits(this.options.camera.source)) this.options.turns.join(this.id);
    await supervise(task, CAMERA_BUDGET, this.options.signal);
    this.options.turns.leave(this.id);
    if (!this.options.signal.aborted) this.state = 'ended';
  }

  status(): CameraState {
    const span = this.frameMs.length > 1 ? this.frameMs[this.frameMs.length - 1] - this.frameMs[0] : 0;
    const sorted = [...this.detectMs].sort((a, b) => a - b);
    const sinceMs = Date.now() - this.startedMs;
    return {
      camera: this.options.camera.id,
      kind: this.options.camera.source.kind,
      state: this.state,
      reason: this.reason,
      repeats: this.repeats,
      framesPerSecond: span > 0 ? Math.round(((this.frameMs.length - 1) * 10_000) / span) / 10 : 0,
      frames: this.frames,
      detectMs: sorted.length > 0 ? Math.round(sorted[sorted.length >> 1] * 10) / 10 : null,
      coverage: sinceMs > 0 ? Math.min(1, Math.round((this.seenMs / sinceMs) * 1000) / 1000) : 0,
      dropped: { ...this.dropped },
    };
  }

  private async live(): Promise<void> {
    const { site, camera, book, signal } = this.options;
    const detector = bringsDetections(camera.source) ? undefined : await this.options.detector();
    const source = await openSource(camera.source, {
      request: detector?.request,
      fps: camera.fps,
      live: true,
      camera: camera.id,
      folder: dirname(site.path),
      signal,
      dropped: this.dropped,
    });
    this.repeats = source.repeats;
    let after = this.memory.position;
    if (after && after.recording !== source.recording) {
      // Another recording lies there now: what was held back of the one before is told.
      this.memory.cut(book);
      this.memory.position = undefined;
      after = undefined;
    }
    const { nativeWidth: width, nativeHeight: height } = source;
    const memory = this.memory.stages({ fps: source.fps ?? camera.fps, width, height });
    const { floor } = memory;
    const watcher = {
      onFrame: (frame: Frame, _: unknown, detectMs: number) => {
        if (floor.offFloor > 0) this.dropped['off-floor'] = floor.offFloor;
        this.memory.position = frame.position;
        this.saw(frame.tMs, detectMs);
        this.options.onFrame();
      },
      onSeam: () => undefined,
      onShelf: this.options.onShelf,
    };
    const byLooks = (site.site.tracker as TrackerOptions).relink === 'appearance' && detector !== undefined;
    const looks = byLooks ? new Looks(await this.options.appearance()) : undefined;
    const rest = { ...source, frames: () => this.inTurn(source.frames(after)) };
    await runPipeline({ source: rest, detector, ...memory, looks, book }, watcher, signal);
  }

  private async *inTurn(items: AsyncGenerator<SourceItem, void, void>): AsyncGenerator<SourceItem, void, void> {
    for await (const item of items) {
      if (item.kind === 'frame') await this.options.turns.take(this.id, item.frame.tMs);
      yield item;
    }
  }

  private saw(tMs: number, detectMs: number): void {
    if (this.state !== 'running') {
      this.state = 'running';
      this.reason = null;
      if (this.lost) this.options.onChange('back', 'pictures arrive again');
      this.lost = false;
    }
    this.frames++;
    const gapMs = this.newestMs === undefined ? 0 : tMs - this.newestMs;
    if (gapMs > 0 && gapMs <= 1000) this.seenMs += gapMs;
    this.newestMs = tMs;
    this.frameMs.push(performance.now());
    if (this.frameMs.length > RECENT) this.frameMs.shift();
    if (detectMs > 0) this.detectMs.push(detectMs);
    if (this.detectMs.length > RECENT) this.detectMs.shift();
  }

  private failed(error: Error, waitMs: number): void {
    const { log, camera, site, turns } = this.options;
    // Nobody waits for a recording that cannot be read.
    turns.leave(camera.id);
    // After a fault of our own what it knew may be what is wrong with it.
    if (!(error instanceof AisleError)) {
      const { position } = this.memory;
      this.memory = new CameraMemory(site.site, camera);
      this.memory.position = position;
    }
    const fix = (error as { fix?: string }).fix;
    this.state = willStay(error) ? 'refused' : 'lost';
    this.reason = [error.message, fix].filter(Boolean).join(' – ');
    this.frameMs.length = 0;
    log.warn({ camera: camera.id, reason: error.message, fix, retryInS: Math.round(waitMs / 1000) }, 'camera lost');
    if (!this.lost) this.options.onChange('lost', error.message.slice(0, 500));
    this.lost = true;
  }
}
