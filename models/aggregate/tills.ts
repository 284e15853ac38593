import type { Site, Zone } from '../contract/site.ts';
import type { Point } from '../geometry/polygon.ts';

/** The till zones that serve a queue: those that it names, else all of its floor that are nearest to this queue. */
export function tillsOf(site: Site, queue: Zone): Zone[] {
  const tills = site.zones.filter((zone) => zone.kind === 'till' && zone.floor === queue.floor);
  if (queue.tills) return tills.filter((till) => queue.tills?.includes(till.id));
  const queues = site.zones.filter((zone) => zone.kind === 'queue' && zone.floor === queue.floor && !zone.tills);
  return tills.filter((till) => {
    const distances = queues.map((other) => ({ id: other.id, distanceM: apart(other.polygon, till.polygon) }));
    const nearest = distances.reduce((a, b) => (b.distanceM < a.distanceM ? b : a));
    return nearest.id === queue.id;
  });
}

/** Distance of the middles of two polygons. */
function apart(a: readonly Point[], b: readonly Point[]): number {
  const middle = (p: readonly Point[]) => [
    p.reduce((sum, [x]) => sum + x, 0) / p.length,
    p.reduce((sum, [, y]) => sum + y, 0) / p.length,
  ];
  const [ax, ay] = middle(a);
  const [bx, by] = middle(b);
  return Math.hypot(ax - bx, ay - by);
}
