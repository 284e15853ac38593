import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IANAZone } from 'luxon';
import { parse } from 'yaml';
import { AisleError } from '../../models/contract/errors.ts';
import { ID_PATTERN } from '../../models/contract/ids.ts';
import { check } from '../../models/contract/parse.ts';
import { readText } from '../../models/host/read-text.ts';
import { Mapping, type NamedMapping } from './mapping.ts';
import { PRESETS } from './presets.ts';

/**
 * A preset by its name, a mapping of the gateway (`mappings/NAME.yaml` in its folder), or one from a YAML or JSON file.
 * Throws BAD_INPUT or NOT_FOUND.
 */
export function loadMapping(nameOrPath: string, statePath: string): NamedMapping {
  if (Object.hasOwn(PRESETS, nameOrPath)) return { name: nameOrPath, mapping: PRESETS[nameOrPath] };
  const kept = join(statePath, 'mappings', `${nameOrPath}.yaml`);
  if (isMappingName(nameOrPath) && existsSync(kept)) return loadMapping(kept, statePath);
  if (!/[./\\]/.test(nameOrPath)) {
    throw new AisleError(
      'NOT_FOUND',
      `there is no mapping ${nameOrPath}`,
      `Use one of ${Object.keys(PRESETS).join(', ')}, or the path of a mapping file.`,
    );
  }
  let value: unknown;
  try {
    value = parse(readText(nameOrPath), { maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof AisleError) throw error;
    throw badMapping(nameOrPath, (error as Error).message);
  }
  return { name: nameOrPath, mapping: readMapping(nameOrPath, value) };
}

/** Whether it is a name and no path: whoever sends a file may not have another one read. */
export const isMappingName = (text: string): boolean => new RegExp(ID_PATTERN).test(text);

/** Checks a mapping. Throws BAD_INPUT that names the field. */
export function readMapping(name: string, value: unknown): Mapping {
  const checked = check(Mapping, value);
  if (!checked.ok) throw badMapping(name, checked.reason);
  const mapping = checked.value as Mapping;
  if (mapping.timeZone !== undefined && !IANAZone.isValidZone(mapping.timeZone)) {
    throw badMapping(name, `timeZone: there is no zone ${mapping.timeZone}`);
  }
  if (mapping.kind !== 'baskets') {
    const missing = (['till', 'number', 'time', 'currency', 'quantity'] as const).filter((it) => !mapping.fields?.[it]);
    if (missing.length > 0) throw badMapping(name, `fields lacks ${missing.join(', ')}`);
  }
  return mapping;
}

const badMapping = (name: string, reason: string) =>
  new AisleError(
    'BAD_INPUT',
    `the mapping ${name}: ${reason}`,
    'Compare it with the presets in gateway/pos/presets.ts.',
  );
