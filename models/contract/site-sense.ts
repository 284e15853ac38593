import { calibrationFault } from '../geometry/calibration.ts';
import { polygonFault } from '../geometry/polygon.ts';
import { type Check, timeZoneFault, usedTwice } from './file-checks.ts';
import { parseHours } from './hours.ts';
import type { Site } from './site.ts';
import { POS_NODE } from './topics.ts';
import type { Add, Finding } from './yaml-form.ts';

/** What the parts of a site whose form is right must say of each other. */
export const siteSense: readonly Check<Site>[] = [
  ...[hours, names, zones, queues, lines, calibrations, nodes].map(gathered),
  timeZoneFault,
];

const LISTS = ['floors', 'nodes', 'cameras', 'zones', 'lines', 'shelves'] as const;

function gathered(tell: (site: Site, say: Add) => void): Check<Site> {
  return (site) => {
    const found: Finding[] = [];
    tell(site, (path, message, fix) => found.push({ path, message, fix }));
    return found;
  };
}

const oneOf = (names: readonly string[]) => `Use one of: ${names.join(', ')}.`;

function hours(site: Site, say: Add): void {
  for (const { path, reason } of parseHours(site.hours ?? {}).faults) {
    say(['hours', ...path], reason, 'Write weekdays and exceptions as "08:00-20:00" or closed.');
  }
}

/** Every id is there once, and whatever names a camera or a floor names one that there is. */
function names(site: Site, say: Add): void {
  for (const list of LISTS) {
    for (const { path, message, fix } of usedTwice([list], site[list])) say(path, message, fix);
  }
  const cameras = site.cameras.map((c) => c.id);
  for (const list of ['zones', 'lines'] as const) {
    site[list].forEach(({ camera }, i) => {
      if (camera !== undefined && !cameras.includes(camera)) {
        say([list, i, 'camera'], `there is no camera ${camera}`, oneOf(cameras));
      }
    });
  }
  const floors = site.floors.map((f) => f.id);
  for (const list of ['cameras', 'zones', 'lines'] as const) {
    site[list].forEach(({ floor }, i) => {
      if (!floors.includes(floor)) say([list, i, 'floor'], `there is no floor ${floor}`, oneOf(floors));
    });
  }
}

function zones(site: Site, say: Add): void {
  site.zones.forEach((zone, i) => {
    const fault = polygonFault(zone.polygon);
    if (fault) say(['zones', i, 'polygon'], fault, 'List the corners in order, without crossing edges.');
    const floor = site.floors.find(({ id }) => id === zone.floor);
    if (floor && zone.polygon.every(([x, y]) => x < 0 || y < 0 || x > floor.widthM || y > floor.heightM)) {
      say(['zones', i, 'polygon'], 'lies off the floor', `The floor is ${floor.widthM} × ${floor.heightM} m.`);
    }
  });
}

function queues(site: Site, say: Add): void {
  const tills = site.zones.filter((zone) => zone.kind === 'till');
  site.zones.forEach((zone, i) => {
    for (const field of ['tills', 'longFrom'] as const) {
      if (zone[field] !== undefined && zone.kind !== 'queue')
        say(['zones', i, field], `${zone.id} is no queue`, `Say ${field} of zones of kind queue only.`);
    }
    zone.tills?.forEach((id, j) => {
      const there = tills.filter((till) => till.floor === zone.floor).map((till) => till.id);
      if (there.includes(id)) return;
      const fix = there.length > 0 ? oneOf(there) : 'Add a zone of kind till.';
      say(['zones', i, 'tills', j], `there is no till zone ${id} on floor ${zone.floor}`, fix);
    });
  });
}

function lines(site: Site, say: Add): void {
  site.lines.forEach((line, i) => {
    if (Math.hypot(line.to[0] - line.from[0], line.to[1] - line.from[1]) < 0.05) {
      say(['lines', i, 'to'], 'the line has no length', 'Put from and to at least 0.05 m apart.');
    }
  });
}

function calibrations(site: Site, say: Add): void {
  site.cameras.forEach((camera, i) => {
    const fault = calibrationFault(camera.calibration);
    if (fault) say(['cameras', i, 'calibration'], fault.message, fault.fix);
  });
}

/** Every camera belongs to one node. */
function nodes(site: Site, say: Add): void {
  const cameras = site.cameras.map((c) => c.id);
  const owner = new Map<string, string>();
  site.nodes.forEach((node, i) => {
    if (node.id === POS_NODE)
      say(['nodes', i, 'id'], `${POS_NODE} is the name of the tills`, 'Give the node another id.');
    node.cameras.forEach((camera, j) => {
      if (!cameras.includes(camera)) {
        say(['nodes', i, 'cameras', j], `there is no camera ${camera}`, oneOf(cameras));
      } else if (owner.has(camera)) {
        say(['nodes', i, 'cameras', j], `${camera} belongs to node ${owner.get(camera)} too`, 'Keep it in one node.');
      }
      owner.set(camera, node.id);
    });
  });
  for (const camera of new Set(cameras)) {
    if (!owner.has(camera)) say(['cameras'], `camera ${camera} belongs to no node`, 'List it under a node.');
  }
}
