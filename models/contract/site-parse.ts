import { Compile } from 'typebox/compile';
import { Clone, Default } from 'typebox/value';
import { calibrationFault } from '../geometry/calibration.ts';
import { polygonFault } from '../geometry/polygon.ts';
import { parseHours } from './hours.ts';
import { Calibration, Site, Source } from './site.ts';
import { POS_NODE } from './topics.ts';
import {
  type Add,
  type FileFault,
  type Finding,
  Findings,
  formErrors,
  type Path,
  pointerPath,
  readYaml,
  valueAt,
} from './yaml-form.ts';

/** One thing wrong with a site file. */
export type SiteFault = FileFault;

export type ParsedSite = { ok: true; site: Site } | { ok: false; faults: SiteFault[] };

const HELP = 'Compare with the schema in docs/site.schema.json and the example site/demo.yaml.';

/** A part's own check of a site whose form is right. */
export type SiteCheck = (site: Site) => Finding[];

const validator = Compile(Site);

/** Parses and checks a site file's YAML text: first its form, then what its parts say of each other, then `checks`. */
export function parseSite(text: string, ...checks: SiteCheck[]): ParsedSite {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const value: unknown = Default(Site, Clone(yaml.value));
  const findings = validator.Check(value)
    ? [semanticFindings, ...checks].flatMap((check) => check(value as Site))
    : formFindings(value);
  if (findings.length === 0) return { ok: true, site: value as Site };
  return { ok: false, faults: yaml.faultsOf(findings) };
}

/** Form errors of the whole file, those of a union taken from the branch that the file means. */
function formFindings(value: unknown): Finding[] {
  const found = new Findings(HELP);
  const errors = formErrors(validator, value);
  const unions = errors.filter((e) => e.keyword === 'anyOf' && isUnion(e.instancePath)).map((e) => e.instancePath);
  for (const at of unions) {
    const path = pointerPath(at);
    const given = valueAt(value, path);
    const branch = at.endsWith('/source')
      ? sourceBranch(given, path, found.add)
      : calibrationBranch(given, path, found.add);
    if (branch) found.explain(Compile(branch).Errors(given), path);
  }
  found.explain(errors.filter((e) => !unions.some((at) => e.instancePath.startsWith(at))));
  return found.all;
}

const isUnion = (pointer: string): boolean => /^\/cameras\/\d+\/(source|calibration)$/.test(pointer);

function sourceBranch(given: unknown, path: Path, add: Add) {
  const kind = (given as { kind?: unknown } | undefined)?.kind;
  const branch = Source.anyOf.find((b) => b.properties.kind.const === kind);
  if (branch) return branch;
  const kinds = Source.anyOf.map((b) => b.properties.kind.const).join(', ');
  add([...path, 'kind'], `${kind ?? 'nothing'} is no kind of source`, `Use one of: ${kinds}.`);
  return undefined;
}

function calibrationBranch(given: unknown, path: Path, add: Add) {
  const [points, homography] = Calibration.anyOf;
  const [hasPoints, hasHomography] = ['points', 'homography'].map((name) => Object.hasOwn(Object(given), name));
  if (hasPoints !== hasHomography) return hasPoints ? points : homography;
  add(
    path,
    hasPoints ? 'points and homography are both there' : 'it has no points',
    'Give points or homography, not both.',
  );
  return undefined;
}

function semanticFindings(site: Site): Finding[] {
  const found: Finding[] = [];
  const say = (path: Path, message: string, fix: string) => found.push({ path, message, fix });
  const floors = new Map(site.floors.map((f) => [f.id, f]));
  const cameras = new Set(site.cameras.map((c) => c.id));

  for (const { path, reason } of parseHours(site.hours ?? {}).faults) {
    say(['hours', ...path], reason, 'Write weekdays and exceptions as "08:00-20:00" or closed.');
  }
  for (const list of ['floors', 'nodes', 'cameras', 'zones', 'lines', 'shelves'] as const) {
    const seen = new Set<string>();
    site[list].forEach((item, i) => {
      if (seen.has(item.id)) say([list, i, 'id'], `${item.id} is used twice`, 'Give each its own id.');
      seen.add(item.id);
    });
  }
  for (const list of ['zones', 'lines'] as const) {
    site[list].forEach(({ camera }, i) => {
      if (camera !== undefined && !cameras.has(camera)) {
        say([list, i, 'camera'], `there is no camera ${camera}`, `Use one of: ${[...cameras].join(', ')}.`);
      }
    });
  }
  for (const list of ['cameras', 'zones', 'lines'] as const) {
    site[list].forEach((item, i) => {
      if (!floors.has(item.floor)) {
        say([list, i, 'floor'], `there is no floor ${item.floor}`, `Use one of: ${[...floors.keys()].join(', ')}.`);
      }
    });
  }
  site.zones.forEach((zone, i) => {
    const fault = polygonFault(zone.polygon);
    if (fault) say(['zones', i, 'polygon'], fault, 'List the corners in order, without crossing edges.');
    const floor = floors.get(zone.floor);
    if (floor && zone.polygon.every(([x, y]) => x < 0 || y < 0 || x > floor.widthM || y > floor.heightM)) {
      say(['zones', i, 'polygon'], 'lies off the floor', `The floor is ${floor.widthM} × ${floor.heightM} m.`);
    }
  });
  const tills = site.zones.filter((zone) => zone.kind === 'till');
  site.zones.forEach((zone, i) => {
    for (const field of ['tills', 'longFrom'] as const) {
      if (zone[field] !== undefined && zone.kind !== 'queue')
        say(['zones', i, field], `${zone.id} is no queue`, `Say ${field} of zones of kind queue only.`);
    }
    zone.tills?.forEach((id, j) => {
      if (tills.some((till) => till.id === id && till.floor === zone.floor)) return;
      const there = tills.filter((till) => till.floor === zone.floor).map((till) => till.id);
      const fix = there.length > 0 ? `Use one of: ${there.join(', ')}.` : 'Add a zone of kind till.';
      say(['zones', i, 'tills', j], `there is no till zone ${id} on floor ${zone.floor}`, fix);
    });
  });
  site.lines.forEach((line, i) => {
    if (Math.hypot(line.to[0] - line.from[0], line.to[1] - line.from[1]) < 0.05) {
      say(['lines', i, 'to'], 'the line has no length', 'Put from and to at least 0.05 m apart.');
    }
  });
  site.cameras.forEach((camera, i) => {
    const fault = calibrationFault(camera.calibration);
    if (fault) say(['cameras', i, 'calibration'], fault.message, fault.fix);
  });
  const owner = new Map<string, string>();
  site.nodes.forEach((node, i) => {
    if (node.id === POS_NODE)
      say(['nodes', i, 'id'], `${POS_NODE} is the name of the tills`, 'Give the node another id.');
    node.cameras.forEach((camera, j) => {
      if (!cameras.has(camera)) {
        say(['nodes', i, 'cameras', j], `there is no camera ${camera}`, `Use one of: ${[...cameras].join(', ')}.`);
      } else if (owner.has(camera)) {
        say(['nodes', i, 'cameras', j], `${camera} belongs to node ${owner.get(camera)} too`, 'Keep it in one node.');
      }
      owner.set(camera, node.id);
    });
  });
  for (const camera of cameras) {
    if (!owner.has(camera)) say(['cameras'], `camera ${camera} belongs to no node`, 'List it under a node.');
  }
  if (!timeZoneExists(site.timeZone)) {
    say(['timeZone'], `${site.timeZone} is no time zone`, 'Use an IANA name such as Europe/Berlin.');
  }
  return found;
}

function timeZoneExists(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
