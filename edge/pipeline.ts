import type { Facts } from '../models/aggregate/facts.ts';
import type { ShelfEvent } from '../models/contract/event.ts';
import { type Detections, rescale } from '../models/detector/detections.ts';
import { type Detector, detectionsBuffer } from './detect/detector.ts';
import type { Looks } from './detect/looks.ts';
import type { EventEngine } from './events/engine.ts';
import type { FloorPlacer } from './floor/floor.ts';
import type { ShelfWatch } from './shelf/shelf-watch.ts';
import type { Frame, OpenSource } from './source/source.ts';
import type { Tracker, TrackSink } from './track/tracker.ts';

/** The stages of one camera, in the order in which the data goes through them. */
export interface Stages {
  /** camera → frame */
  source: OpenSource;
  /** frame → detections; not needed where the source brings detections */
  detector: Detector | undefined;
  /** detections → tracks */
  tracker: Tracker;
  /** tracks → positions on the plan in metres */
  floor: FloorPlacer;
  /** what people look like, to link lost tracks; an option (see tracker.relink) */
  looks?: Looks;
  /** positions → facts: presence, visits, crossings */
  events: EventEngine;
  /** looks at facings → facts: what is on the shelves; where the source or a detector brings such looks */
  shelves?: ShelfWatch;
  /** facts → sums of minutes and heat periods */
  book: Facts;
}

export interface Watcher {
  /** After each frame; `detectMs` is 0 where nothing was detected here. */
  onFrame(frame: Frame, detections: Detections, detectMs: number): void;
  onSeam(): void;
  /** A facing ran empty, is low, or was refilled. */
  onShelf?(change: ShelfEvent): void;
}

/**
 * Runs one camera from its pictures to the book until the source ends or the signal aborts. At a seam, at the end and
 * on a failure everything is cut. A recording that is stopped and will be gone on with stays as it is: tracker, floor
 * and events have snapshots (see memory.ts), and between two frames all that was seen is in them and in the book.
 */
export async function runPipeline(stages: Stages, watcher: Watcher, signal: AbortSignal): Promise<void> {
  const { source, detector, tracker, looks, shelves } = stages;
  const found = detectionsBuffer();
  const sink = sinkOf(stages);
  try {
    for await (const item of source.frames()) {
      if (signal.aborted) break;
      if (item.kind === 'seam') {
        cut(stages);
        watcher.onSeam();
        continue;
      }
      const { frame } = item;
      const startedMs = performance.now();
      const detections = frame.detections ?? found;
      if (!frame.detections) await look(frame, detector, found);
      const detectMs = frame.detections ? 0 : performance.now() - startedMs;
      if (frame.pixels) await looks?.see(frame.tMs, frame.pixels, detections);
      tracker.step(frame.tMs, detections, sink);
      for (const change of shelves?.see(frame.tMs, frame.facings ?? [], stages.book) ?? []) watcher.onShelf?.(change);
      watcher.onFrame(frame, detections, detectMs);
    }
  } finally {
    if (!(signal.aborted && source.recording)) cut(stages);
  }
}

/** Tells what is held back and ends all tracks and visits: nobody is followed over what was not seen. */
export function cut(stages: Pick<Stages, 'tracker' | 'floor' | 'looks' | 'events' | 'shelves' | 'book'>): void {
  stages.tracker.flush(sinkOf(stages));
  stages.looks?.forget();
  stages.events.cut(stages.book);
  stages.shelves?.cut();
}

/** From the tracks of a frame to the book. */
const sinkOf =
  ({ floor, looks, events, book }: Pick<Stages, 'floor' | 'looks' | 'events' | 'book'>): TrackSink =>
  (tMs, tracks) =>
    events.step(tMs, floor.place(tracks), book, looks?.of(tMs, tracks));

async function look(frame: Frame, detector: Detector | undefined, found: Detections): Promise<void> {
  if (!detector || !frame.pixels) throw new RangeError('a frame with pixels needs a detector');
  await detector.detect(frame.pixels, found);
  rescale(found, detector.scores);
}
