import { accessSync, constants, statSync } from 'node:fs';
import { AisleError } from '../contract/errors.ts';

const WORDS: Record<string, [string, string]> = {
  ENOENT: ['there is no file', 'Check the path.'],
  ENOTDIR: ['there is no file', 'Check the path.'],
  EACCES: ['this user may not read', 'Let this user read it, or call the command as one who may.'],
  EPERM: ['this user may not read', 'Let this user read it, or call the command as one who may.'],
};

/**
 * Refuses what cannot be read as one file, before anything else is made or opened. `name` is what it is called to whoever
 * asked. Throws NOT_FOUND, or BAD_INPUT for a folder, a pipe or a file without a byte.
 */
export function refuseNoFile(path: string, name: string): void {
  let size: number;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) {
      throw new AisleError('BAD_INPUT', `${name} is ${stat.isDirectory() ? 'a folder' : 'no file'}`, 'Name one file.');
    }
    accessSync(path, constants.R_OK);
    size = stat.size;
  } catch (cause) {
    throw readFault(cause, name);
  }
  if (size === 0) throw new AisleError('BAD_INPUT', `${name} is empty`, 'Send the file again when it is written.');
}

/** An error of the file system as one that says what to do; others as they are. */
export function readFault(error: unknown, name: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof AisleError || code === undefined || syscall === undefined) return error;
  const [what, fix] = WORDS[code] ?? [`${code} at`, 'Check the file and the disk that it is on.'];
  return new AisleError(code in WORDS ? 'NOT_FOUND' : 'BAD_INPUT', `${what} ${name}`, fix, { cause: error });
}
