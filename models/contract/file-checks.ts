import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Clone, Default } from 'typebox/value';
import { type FileFault, type Finding, type FormError, formErrors, type Path, readYaml } from './yaml-form.ts';

/** What the parts of a file whose form is right say of each other. */
export type Check<T> = (value: T) => Finding[];

/**
 * A parser of YAML files of one schema: first their form, told by `misformed` of what the validator finds, then the
 * checks. Defaults are filled in.
 */
export function yamlParser<S extends TSchema>(
  schema: S,
  misformed: (value: unknown, errors: readonly FormError[]) => Finding[],
) {
  const validator = Compile(schema);
  return (
    text: string,
    checks: readonly Check<Static<S>>[],
  ): { ok: true; value: Static<S> } | { ok: false; faults: FileFault[] } => {
    const yaml = readYaml(text);
    if (!yaml.ok) return yaml;
    const value: unknown = Default(schema, Clone(yaml.value));
    const findings = validator.Check(value)
      ? checks.flatMap((check) => check(value as Static<S>))
      : misformed(value, formErrors(validator, value));
    if (findings.length > 0) return { ok: false, faults: yaml.faultsOf(findings) };
    return { ok: true, value: value as Static<S> };
  };
}

/** Ids of a list that are there twice. */
export function usedTwice(path: Path, list: readonly { id: string }[]): Finding[] {
  const seen = new Set<string>();
  const found: Finding[] = [];
  list.forEach(({ id }, i) => {
    if (seen.has(id)) {
      found.push({ path: [...path, i, 'id'], message: `${id} is used twice`, fix: 'Give each its own id.' });
    }
    seen.add(id);
  });
  return found;
}

export function timeZoneFault({ timeZone }: { timeZone: string }): Finding[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return [];
  } catch {
    const fix = 'Use an IANA name such as Europe/Berlin.';
    return [{ path: ['timeZone'], message: `${timeZone} is no time zone`, fix }];
  }
}
