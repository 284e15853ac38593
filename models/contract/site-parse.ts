import { Compile } from 'typebox/compile';
import { type Check, yamlParser } from './file-checks.ts';
import { Calibration, Site } from './site.ts';
import { siteSense } from './site-sense.ts';
import { Source } from './source.ts';
import {
  type Add,
  type FileFault,
  type Finding,
  Findings,
  type FormError,
  type Path,
  pointerPath,
  valueAt,
} from './yaml-form.ts';

/** One thing wrong with a site file. */
export type SiteFault = FileFault;

export type ParsedSite = { ok: true; site: Site } | { ok: false; faults: SiteFault[] };

const HELP = 'Compare with the schema in docs/site.schema.json and the example site/demo.yaml.';

/** A part's own check of a site whose form is right. */
export type SiteCheck = Check<Site>;

const parse = yamlParser(Site, formFindings);

/** Parses and checks a site file's YAML text: first its form, then what its parts say of each other, then `checks`. */
export function parseSite(text: string, ...checks: SiteCheck[]): ParsedSite {
  const parsed = parse(text, [...siteSense, ...checks]);
  return parsed.ok ? { ok: true, site: parsed.value } : parsed;
}

/** Form errors of the whole file, those of a union taken from the branch that the file means. */
function formFindings(value: unknown, errors: readonly FormError[]): Finding[] {
  const found = new Findings(HELP);
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
