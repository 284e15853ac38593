import { EventEngine } from '../../edge/events/engine.ts';
import { createFloorPlacer } from '../../edge/floor/floor.ts';
import { runPipeline } from '../../edge/pipeline.ts';
import { openSource } from '../../edge/source/registry.ts';
import { createTracker, type TrackerOptions } from '../../edge/track/registry.ts';
import { Book } from '../../models/aggregate/book.ts';
import { planOf } from '../../models/aggregate/plan.ts';
import type { AggregateData } from '../../models/contract/aggregate.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import { WALK_FPS } from './walk.ts';

/** A site's first camera, a recording, through the stages of a node into a book of our own: what that says. */
export async function bookSays({ site }: LoadedSite, folder: string): Promise<AggregateData[]> {
  const [camera] = site.cameras;
  const book = new Book(planOf(site, 'edge-1'));
  const source = await openSource(camera.source, {
    request: undefined,
    fps: camera.fps,
    live: false,
    folder,
    signal: new AbortController().signal,
    dropped: {},
  });
  const stages = {
    source,
    detector: undefined,
    tracker: createTracker(site.tracker as TrackerOptions, WALK_FPS),
    floor: createFloorPlacer(camera, site.floors[0], { width: 800, height: 600 }),
    events: new EventEngine(site, camera),
    book,
  };
  const watcher = { onFrame: () => undefined, onSeam: () => undefined };
  await runPipeline(stages, watcher, new AbortController().signal);
  return book.closeAll().flatMap(({ messages }) => messages);
}
