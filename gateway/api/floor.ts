import type { Today } from '../../models/contract/api/today.ts';
import type { Site } from '../../models/contract/site.ts';
import { gridOf } from '../../models/geometry/grid.ts';
import { coverage } from '../figures/coverage.ts';
import type { FloorSum } from '../store/store.ts';
import { notFound } from './problem.ts';

/** The floor of that id, the first one without; its grid, and how many nodes see it. */
export function floorOf(site: Site, wanted: string | undefined) {
  const floor = site.floors.find(({ id }) => id === (wanted ?? site.floors[0].id));
  if (!floor) {
    const all = site.floors.map(({ id }) => id).join(', ');
    throw notFound(`there is no floor ${wanted} in ${site.store}`, `Use one of: ${all}.`);
  }
  const cameras = new Set(site.cameras.filter((camera) => camera.floor === floor.id).map((camera) => camera.id));
  const nodes = site.nodes.filter((node) => node.cameras.some((camera) => cameras.has(camera))).length;
  return { id: floor.id, grid: gridOf(floor), nodes };
}

/** How many reports of floors a store has in each minute: a node reports each floor on which it has a camera. */
export function floorReports(site: Site): number {
  const floors = new Map(site.cameras.map((camera) => [camera.id, camera.floor]));
  return site.nodes.reduce((n, node) => n + new Set(node.cameras.map((id) => floors.get(id))).size, 0);
}

/** People on all floors: the mean over the time seen; floors and nodes that were seen together add. */
export function onFloor(site: Site, sum: FloorSum, fromMs: number, untilMs: number): Today['averageOnFloor'] {
  const reports = floorReports(site);
  const seen = sum.seenS > 0;
  return {
    value: seen ? (sum.personS / sum.seenS) * Math.max(1, reports) : null,
    max: seen ? sum.max : null,
    personS: seen ? sum.personS : null,
    coverage: coverage(seen ? sum.seenS : undefined, fromMs, untilMs, reports),
  };
}
