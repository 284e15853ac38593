import type { Facts } from '../models/aggregate/facts.ts';
import type { Camera, Site } from '../models/contract/site.ts';
import { type EngineState, EventEngine, type Learned } from './events/engine.ts';
import { createFloorPlacer, type FloorPlacer } from './floor/floor.ts';
import { cut, type Stages } from './pipeline.ts';
import { ShelfWatch, type ShelfWatchState } from './shelf/shelf-watch.ts';
import type { Position } from './source/source.ts';
import { createTracker, type TrackerOptions } from './track/registry.ts';
import type { Tracker, TrackerState } from './track/tracker.ts';

/** The picture that a camera's tracker and placer are made for. */
export interface View {
  /** Frames a second. */
  fps: number;
  /** Native size in pixels. */
  width: number;
  height: number;
}

interface Sight {
  view: View;
  tracker: Tracker;
  floor: FloorPlacer;
}

/** What a camera needs to go on where it was. Plain data. */
export interface MemoryState {
  events: EngineState;
  shelves?: ShelfWatchState;
  /** Missing until its source was open once. */
  sight?: { view: View; tracker: TrackerState; offFloor: number; statures?: FloorPlacer['statures'] };
  /** Of recordings that can be gone on with in their middle. */
  position?: Position;
}

/** The stages of one camera that remember what they saw, and how far its recording is: what outlives a lost source. */
export class CameraMemory {
  readonly events: EventEngine;
  readonly shelves = new ShelfWatch();
  /** Where its recording is. */
  position: Position | undefined;
  private readonly site: Site;
  private readonly camera: Camera;
  private sight: Sight | undefined;

  constructor(site: Site, camera: Camera, learned?: Learned) {
    this.site = site;
    this.camera = camera;
    this.events = new EventEngine(site, camera, learned);
  }

  /** The stages for a view: those that are there, when they were made for the same one. */
  stages(view: View): Pick<Stages, 'tracker' | 'floor' | 'events' | 'shelves'> {
    if (!this.sight || !sameView(this.sight.view, view)) this.sight = this.see(view, this.sight?.floor.offFloor);
    const { tracker, floor } = this.sight;
    return { tracker, floor, events: this.events, shelves: this.shelves };
  }

  /** Ends all tracks and tells what was held back; what was learned stays. */
  cut(facts: Facts): void {
    const { sight, events, shelves } = this;
    if (sight) cut({ ...sight, events, shelves, book: facts });
    else {
      events.cut(facts);
      shelves.cut();
    }
  }

  /** Between two frames. */
  snapshot(): MemoryState {
    const { sight, events, shelves, position } = this;
    return {
      events: events.snapshot(),
      shelves: shelves.snapshot(),
      sight: sight && {
        ...{ view: sight.view, tracker: sight.tracker.snapshot() },
        ...{ offFloor: sight.floor.offFloor, statures: { ...sight.floor.statures } },
      },
      position,
    };
  }

  /** Goes on from a snapshot (one that went through JSON as well) of a camera of the same site. */
  restore({ events, shelves, sight, position }: MemoryState): void {
    this.events.restore(events);
    if (shelves) this.shelves.restore(shelves);
    this.position = position;
    if (!sight) return;
    this.sight = this.see(sight.view, sight.offFloor);
    this.sight.tracker.restore(sight.tracker);
    if (sight.statures) this.sight.floor.statures = { ...sight.statures };
  }

  private see(view: View, offFloor = 0): Sight {
    const { site, camera } = this;
    const floor = site.floors.find((f) => f.id === camera.floor);
    if (!floor) throw new RangeError(`no floor ${camera.floor}`);
    const placer = createFloorPlacer(camera, floor, view);
    placer.offFloor = offFloor;
    return { view, tracker: createTracker(site.tracker as TrackerOptions, view.fps), floor: placer };
  }
}

const sameView = (a: View, b: View) => a.fps === b.fps && a.width === b.width && a.height === b.height;
