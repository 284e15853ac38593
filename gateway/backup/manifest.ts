import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import Type, { type Static } from 'typebox';
import { AisleError } from '../../models/contract/errors.ts';
import { Instant } from '../../models/contract/ids.ts';
import { check } from '../../models/contract/parse.ts';

/** What stands beside a back-up, as `<file>.json`. */
export const Manifest = Type.Object(
  {
    format: Type.Literal('aisle-backup-1'),
    /** When it was begun: what was acknowledged before is in it. */
    begun: Instant,
    version: Type.String(),
    migrations: Type.Array(Type.String()),
    bytes: Type.Integer({ minimum: 0 }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  },
  { additionalProperties: false },
);
export type Manifest = Static<typeof Manifest>;

export const manifestPath = (file: string): string => `${file}.json`;

export async function sha256Of(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { signal })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Reads the manifest of a back-up. Throws NOT_FOUND or BAD_INPUT. */
export async function readManifest(file: string): Promise<Manifest> {
  const path = manifestPath(file);
  const fix = 'Give a file that "aisle backup" has written, with its .json beside it.';
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new AisleError('NOT_FOUND', `cannot read ${path}: ${(cause as Error).message}`, fix, { cause });
  }
  const checked = check(Manifest, value);
  if (!checked.ok) throw new AisleError('BAD_INPUT', `${path} is no manifest of a back-up: ${checked.reason}`, fix);
  return checked.value;
}
