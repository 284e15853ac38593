import type { Camera, PointM, Site, Zone } from '../../../models/contract/site.ts';
import { bestView } from '../film/coverage.ts';
import { type Day, OPENING, type Opening } from './calendar.ts';
import { DEPARTMENTS } from './departments.ts';
import { shelvesOf } from './facings.ts';
import { type FloorPlan, polygonOf, type Rect } from './floor-plan.ts';
import type { View } from './views.ts';
import { floorPoints } from './views.ts';
import type { World } from './world.ts';

/** How the file's cameras are fed: from the detections that were written beside it, or by the simulator as it runs. */
export type Feed =
  | { kind: 'detections' }
  | { kind: 'simulated'; seed: number; speed: number; products?: number; cameras: number; warmUpDays?: number };

/** The ids of the zones in front of the shelves, by face: the department most of whose bays are there, and a number. */
export function faceNames(world: World): { id: string; name: string }[] {
  const used = new Map<string, number>();
  return world.plan.faces.map((face) => {
    const counts = new Map<number, number>();
    for (const bay of face.bays) {
      for (const p of world.productsAt[bay]) {
        const { department } = world.catalogue.products[p];
        counts.set(department, (counts.get(department) ?? 0) + 1);
      }
    }
    const [top] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const { id, name } = DEPARTMENTS[top?.[0] ?? 0];
    const n = (used.get(id) ?? 0) + 1;
    used.set(id, n);
    return { id: `${id}-${n}`, name: `${name} ${n}` };
  });
}

/** The store's site file as a node's owner would write it. */
export function makeSite(
  world: World,
  views: readonly View[],
  feed: Feed,
  fps: number,
  { calendar, opening }: { calendar: readonly Day[]; opening: Opening } = { calendar: [], opening: OPENING },
): Site {
  const { plan } = world;
  const floor = '0';
  const names = faceNames(world);
  const best = bestView(world, views);
  const counter = (rect: Rect) => {
    const camera = best(rect);
    return camera === undefined ? {} : { camera };
  };
  // People who wait hide each other from everywhere but the camera over the queue.
  const overQueue = views.find((view) => view.id === 'queue');
  const zone = (id: string, name: string, kind: Zone['kind'], rect: Rect): Zone => ({
    ...(kind === 'queue' && overQueue ? { camera: overQueue.id } : counter(rect)),
    id,
    name,
    floor,
    kind,
    polygon: polygonOf(rect),
    engagedS: 10,
  });
  const { from, to } = plan.door;
  const doorstep = rectAbout(from, to);
  const tills = plan.tills.map((till) => till.id);
  return {
    version: 1,
    store: world.store,
    name: 'Simulated store',
    region: 'simulated',
    cluster: world.size < 0.9 ? 'small' : world.size > 1.15 ? 'large' : 'middle',
    areaM2: Math.round(plan.widthM * plan.heightM),
    timeZone: opening.timeZone,
    hours: {
      [opening.sundays ? 'mon-sun' : 'mon-sat']: `${clock(opening.from)}-${clock(opening.to)}`,
      exceptions: exceptions(calendar, opening),
    },
    floors: [{ id: floor, widthM: plan.widthM, heightM: plan.heightM, cellM: 0.5 }],
    connectors: [],
    nodes: [{ id: 'edge-1', cameras: views.map((view) => view.id) }],
    cameras: views.map((view) => cameraOf(view, plan, floor, feed, fps)),
    zones: [
      zone('entrance', 'Entrance', 'entrance', plan.entrance),
      ...plan.faces.map((face, i) => zone(names[i].id, names[i].name, 'fixture', face.front)),
      { ...zone('queue', 'Queue', 'queue', plan.queue), tills },
      ...plan.tills.map((till, i) => zone(till.id, `Till ${i + 1}`, 'till', till.zone)),
    ],
    lines: [
      {
        id: 'door',
        name: 'Door',
        floor,
        role: 'street',
        ...plan.door,
        in: 'left',
        strictness: 'balanced',
        ...counter(doorstep),
      },
      {
        id: 'dock',
        name: 'Deliveries',
        floor,
        role: 'delivery',
        ...plan.dock,
        in: 'left',
        strictness: 'balanced',
        ...counter(rectAbout(plan.dock.from, plan.dock.to)),
      },
    ],
    shelves: named(world, shelvesOf(world, views)),
    detector: { model: 'auto', minScore: 0.1, provider: 'auto' },
    tracker: { kind: 'byte-track' },
    privacy: { k: 5, heatMinutes: 15 },
    mqtt: { url: 'mqtt://127.0.0.1:18831' },
  };
}

/** The floor to both sides of a door's line. */
const rectAbout = (from: PointM, to: PointM): Rect => ({ x: from[0], y: from[1] - 0.5, w: to[0] - from[0], h: 1 });

function named({ catalogue }: World, shelves: Site['shelves']): Site['shelves'] {
  const names = new Map(catalogue.products.map(({ sku, name }) => [sku, name]));
  return shelves.map((shelf) => ({
    ...shelf,
    facings: shelf.facings.map(({ id, sku, ...rest }) => ({ id, sku, name: names.get(sku), ...rest })),
  }));
}

/** Days on which the shop keeps other hours than its weekday's. */
function exceptions(calendar: readonly Day[], { sundays, to }: Opening): Record<string, string> {
  return Object.fromEntries(
    calendar.flatMap(({ date, weekday, open }) => {
      if (weekday === 7 && !sundays) return [];
      if (!open) return [[date, 'closed']];
      return open.to === to ? [] : [[date, `${clock(open.from)}-${clock(open.to)}`]];
    }),
  );
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

function cameraOf(view: View, plan: FloorPlan, floor: string, feed: Feed, fps: number): Camera {
  const source: Camera['source'] =
    feed.kind === 'simulated'
      ? { ...feed, fps }
      : {
          kind: 'detections',
          path: `detections/${view.id}.txt`,
          fps,
          width: view.width,
          height: view.height,
          realTime: false,
        };
  return { id: view.id, floor, source, fps, lens: { k1: view.k1 }, calibration: { points: floorPoints(view, plan) } };
}
