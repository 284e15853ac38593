import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import { Clone, Default } from 'typebox/value';
import { LineCounter, parseDocument } from 'yaml';
import { calibrationFault } from '../geometry/calibration.ts';
import { polygonFault } from '../geometry/polygon.ts';
import { parseHours } from './hours.ts';
import { Calibration, Site, Source } from './site.ts';

/** One thing wrong with a site file. `line` counts from 1; `field` is a path such as `zones[0].polygon`. */
export interface SiteFault {
  line: number;
  field: string;
  message: string;
  fix: string;
}

export type ParsedSite = { ok: true; site: Site } | { ok: false; faults: SiteFault[] };

type Path = (string | number)[];
interface Finding {
  path: Path;
  message: string;
  fix: string;
}

/** A part's own check of a site whose form is right. */
export type SiteCheck = (site: Site) => Finding[];

const validator = Compile(Site);

/** Parses and checks a site file's YAML text: first its form, then what its parts say of each other, then `checks`. */
export function parseSite(text: string, ...checks: SiteCheck[]): ParsedSite {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (path: Path): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      field: '',
      message: error.message.split('\n')[0],
      fix: 'Correct the YAML at that line; mind the indentation.',
    }));
    return { ok: false, faults };
  }
  const value: unknown = Default(Site, Clone(document.toJS() ?? {}));
  const findings = validator.Check(value)
    ? [semanticFindings, ...checks].flatMap((check) => check(value as Site))
    : formFindings(value);
  if (findings.length === 0) return { ok: true, site: value as Site };
  const faults = findings.map((f) => ({
    line: lineOf(f.path),
    field: f.path.reduce<string>((s, p) => (typeof p === 'number' ? `${s}[${p}]` : s ? `${s}.${p}` : p), ''),
    message: f.message,
    fix: f.fix,
  }));
  return { ok: false, faults };
}

/** Form errors of the whole file, those of a union taken from the branch that the file means. */
function formFindings(value: unknown): Finding[] {
  Settings.Set({ maxErrors: 200 });
  const findings = new Map<string, Finding>();
  const add = (path: Path, message: string, fix: string) => {
    const key = `${path.join('.')} ${message}`;
    if (!findings.has(key)) findings.set(key, { path, message, fix });
  };
  const errors = validator.Errors(value);
  const unions = errors.filter((e) => e.keyword === 'anyOf' && isUnion(e.instancePath)).map((e) => e.instancePath);
  for (const at of unions) {
    const path = pointerPath(at);
    const given = valueAt(value, path);
    const branch = at.endsWith('/source') ? sourceBranch(given, path, add) : calibrationBranch(given, path, add);
    if (branch) explain(Compile(branch).Errors(given), path, add);
  }
  const rest = errors.filter((e) => !unions.some((at) => e.instancePath.startsWith(at)));
  explain(rest, [], add);
  return [...findings.values()];
}

type Add = (path: Path, message: string, fix: string) => void;

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

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((v, key) => (v as Record<string | number, unknown> | undefined)?.[key], value);

interface FormError {
  keyword: string;
  instancePath: string;
  message: string;
  params: object;
}

/** Puts a validator's errors into words; values that are all possible in one place are told in one sentence. */
function explain(errors: readonly FormError[], base: Path, add: Add): void {
  const allowed = new Map<string, unknown[]>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'const') continue;
    const value = (params as { allowedValue?: unknown }).allowedValue;
    allowed.set(instancePath, [...(allowed.get(instancePath) ?? []), value]);
  }
  for (const [pointer, values] of allowed) {
    const text = values.join(' or ');
    add([...base, ...pointerPath(pointer)], `must be ${text}`, `Write ${text}.`);
  }
  for (const e of errors) {
    if (e.keyword !== 'boolean' && !allowed.has(e.instancePath)) explainOne(e, base, add);
  }
}

function explainOne(e: FormError, base: Path, add: Add): void {
  const path = [...base, ...pointerPath(e.instancePath)];
  const { additionalProperties, requiredProperties, allowedValues } = e.params as Record<string, unknown[] | undefined>;
  if (e.keyword === 'additionalProperties' && additionalProperties) {
    for (const name of additionalProperties)
      add([...path, String(name)], 'unknown field', 'Remove it or correct its spelling.');
  } else if (e.keyword === 'required' && requiredProperties) {
    add(path, `missing field ${requiredProperties.join(', ')}`, `Add ${requiredProperties.join(', ')}.`);
  } else if (e.keyword === 'enum' && allowedValues) {
    add(path, e.message, `Use one of: ${allowedValues.join(', ')}.`);
  } else {
    add(path, e.message, 'Compare with the schema in docs/site.schema.json and the example site/demo.yaml.');
  }
}

const pointerPath = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

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
