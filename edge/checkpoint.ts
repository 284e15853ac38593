import { Book } from '../models/aggregate/book.ts';
import type { BookState, Closed } from '../models/aggregate/open-buckets.ts';
import { camerasOf, planOf } from '../models/aggregate/plan.ts';
import type { Camera, Site } from '../models/contract/site.ts';
import type { LoadedSite } from '../models/host/site-file.ts';
import { Occupancy, type OccupancyState } from './events/occupancy.ts';
import type { QueueAlarmState } from './events/queue-alarm.ts';
import { QueueJoin, type QueueJoinState } from './events/queue-join.ts';
import { CameraMemory, type MemoryState } from './memory.ts';

/** Counted up when the shape of any part changes: what another program wrote cannot be gone on with. */
const FORMAT = 1;

/** A node at one instant between frames: its book, its cameras, and the site that they were counted under. */
interface Checkpoint {
  format: typeof FORMAT;
  revision: string;
  site: Site;
  book: BookState;
  cameras: Record<string, MemoryState>;
  occupancy?: OccupancyState;
  queues?: QueueJoinState;
  /** By camera. */
  alarms?: Record<string, QueueAlarmState>;
}

/** What a node begins with. */
export interface Resumed {
  book: Book;
  memories: ReadonlyMap<string, CameraMemory>;
  /** Stands between the cameras' engines and the book. */
  occupancy: Occupancy;
  /** Stands between it and the book. */
  queues: QueueJoin;
  /** What was told of queues, by camera. */
  alarms: Readonly<Record<string, QueueAlarmState>>;
  /** What an earlier life had counted under another site file, to go out under the revision of that one. */
  settled: { revision: string; closed: Closed[] };
  /** Why something of the earlier life could not be gone on with. */
  faults: string[];
}

/** The checkpoint as it goes to disk. */
export function checkpointText(
  { site, revision }: LoadedSite,
  { book, memories, occupancy, queues, alarms }: Pick<Resumed, 'book' | 'memories' | 'occupancy' | 'queues' | 'alarms'>,
): string {
  const cameras = Object.fromEntries([...memories].map(([id, memory]) => [id, memory.snapshot()]));
  const checkpoint: Checkpoint = {
    format: FORMAT,
    revision,
    site: withoutAddresses(site),
    book: book.snapshot(),
    cameras,
    occupancy: occupancy.snapshot(),
    queues: queues.snapshot(),
    alarms,
  };
  return JSON.stringify(checkpoint);
}

/**
 * Goes on from a checkpoint. A recording that waits goes on exactly where it was. In front of a live camera people
 * have moved on: what was held back is told, and tracks begin anew. Under a changed site file everything is told and
 * closed by the rules under which it was counted.
 */
export function resume(text: string | undefined, { site, revision }: LoadedSite, node: string): Resumed {
  const cameras = camerasOf(site, node);
  const own = new Set(cameras.map(({ id }) => id));
  const empty = new Book(planOf(site, node));
  const join = new QueueJoin(site, empty);
  const fresh = {
    book: empty,
    queues: join,
    occupancy: new Occupancy(site, [...own], join),
    alarms: {},
    settled: { revision, closed: [] },
    faults: [] as string[],
  };
  const memories = new Map(cameras.map((camera) => [camera.id, new CameraMemory(site, camera)]));
  if (text === undefined) return { ...fresh, memories };
  try {
    const kept = JSON.parse(text) as Checkpoint | BookState;
    // Before there was more, the checkpoint was the book alone.
    const earlier: Checkpoint = 'minutes' in kept ? { format: FORMAT, revision, site, book: kept, cameras: {} } : kept;
    if (earlier.format !== FORMAT) {
      return { ...fresh, memories, faults: ['another version of the program wrote the checkpoint'] };
    }
    const same = earlier.revision === revision;
    const book = new Book(planOf(earlier.site, node));
    book.restore(earlier.book);
    const queues = new QueueJoin(earlier.site, book);
    const occupancy = new Occupancy(
      earlier.site,
      earlier.site.cameras.map(({ id }) => id).filter((id) => own.has(id)),
      queues,
    );
    const faults: string[] = [];
    try {
      if (earlier.occupancy) occupancy.restore(earlier.occupancy);
      if (earlier.queues) queues.restore(earlier.queues);
    } catch (error) {
      faults.push(`people inside and queues: ${(error as Error).message}`);
    }
    for (const camera of earlier.site.cameras) {
      const state: MemoryState | undefined = earlier.cameras[camera.id];
      if (!state) continue;
      const here = cameras.find(({ id }) => id === camera.id);
      try {
        const memory = new CameraMemory(same ? site : earlier.site, same && here ? here : camera);
        memory.restore(state);
        if (!same || !state.position) memory.cut(occupancy.of(camera.id));
        if (same) memories.set(camera.id, memory);
        else if (here && sameGround(site, here, earlier.site, camera)) {
          memories.set(camera.id, new CameraMemory(site, here, memory.events.learned()));
        }
      } catch (error) {
        faults.push(`camera ${camera.id}: ${(error as Error).message}`);
      }
    }
    // A queue that was said to be long is long until it is said to be normal, under another site file as well.
    const alarms = earlier.alarms ?? {};
    if (same) return { ...fresh, book, occupancy, queues, alarms, memories, faults };
    const settled = { revision: earlier.revision, closed: book.closeAll() };
    fresh.book.restore(book.snapshot());
    return { ...fresh, alarms, memories, settled, faults };
  } catch (error) {
    return { ...fresh, memories, faults: [(error as Error).message] };
  }
}

/** Whether what was learned of the floor in front of a camera is still true of it. */
function sameGround(siteA: Site, a: Camera, siteB: Site, b: Camera): boolean {
  const ground = (site: Site, { floor, calibration, lens }: Camera) => {
    const { widthM, heightM } = site.floors.find((f) => f.id === floor) ?? {};
    return JSON.stringify([floor, widthM, heightM, calibration, lens]);
  };
  return ground(siteA, a) === ground(siteB, b);
}

/** Sources and the broker may have passwords in their addresses, which counting does not need. */
const withoutAddresses = (site: Site): Site => ({
  ...site,
  cameras: site.cameras.map((camera) => ({ ...camera, source: { kind: 'simulated' } })),
  mqtt: { url: '' },
});
