import { readFileSync } from 'node:fs';
import { AisleError } from '../contract/errors.ts';

/** A text file's content. Throws NOT_FOUND with the path. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new AisleError('NOT_FOUND', `cannot read ${path}: ${code}`, 'Check the path.', { cause });
  }
}
