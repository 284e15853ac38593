import type { Camera, Line, Site, Zone } from '../contract/site.ts';
import { type Grid, gridOf } from '../geometry/grid.ts';
import { counterOf } from './counter.ts';

/** What a node's book needs to know of the site. */
export interface Plan {
  zones: { id: string; engagedS: number; cameras: string[] }[];
  queues: { id: string; cameras: string[] }[];
  lines: { id: string; cameras: string[] }[];
  floors: { id: string; grid: Grid; cameras: string[] }[];
  /** Fewest visits that a cell or a pair of zones needs to leave the node under its own name. */
  minVisits: number;
  heatMs: number;
}

/** Cells with fewer visits are not told apart, unless the store publishes single visits anyway (k below 3). */
const MIN_VISITS = 3;

/** The cameras that a node looks through. */
export function camerasOf(site: Site, node: string): Camera[] {
  const own = new Set(site.nodes.find((n) => n.id === node)?.cameras);
  return site.cameras.filter((camera) => own.has(camera.id));
}

/** The part of a site that one node looks at: floors that its cameras see, and the zones and lines on them. */
export function planOf(site: Site, node: string): Plan {
  const cameras = camerasOf(site, node);
  const own = new Set(cameras.map((camera) => camera.id));
  const on = (floor: string) => cameras.filter((camera) => camera.floor === floor).map((camera) => camera.id);
  const counter = (item: Zone | Line) => [counterOf(site, item) ?? ''].filter((camera) => own.has(camera));
  const seen = <T extends { cameras: string[] }>(item: T) => item.cameras.length > 0;
  return {
    zones: site.zones.map((z) => ({ id: z.id, engagedS: z.engagedS, cameras: counter(z) })).filter(seen),
    queues: site.zones
      .filter((z) => z.kind === 'queue')
      .map((z) => ({ id: z.id, cameras: counter(z) }))
      .filter(seen),
    lines: site.lines.map((l) => ({ id: l.id, cameras: counter(l) })).filter(seen),
    floors: site.floors.map((f) => ({ id: f.id, grid: gridOf(f), cameras: on(f.id) })).filter(seen),
    minVisits: Math.min(MIN_VISITS, site.privacy.k),
    heatMs: site.privacy.heatMinutes * 60_000,
  };
}
