import { accessSync, constants, statSync } from 'node:fs';
import { AisleError } from '../contract/errors.ts';

/**
 * Refuses what cannot be read as one file, before anything else is made or opened. `name` is what it is called to whoever
 * asked. Throws NOT_FOUND, NOT_READABLE, or BAD_INPUT for a folder, a pipe or a file without a byte.
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
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AisleError('NOT_FOUND', `there is no file ${name}`, 'Check the path.', { cause: error });
  }
  const [what, fix] =
    code === 'EACCES' || code === 'EPERM'
      ? ['this user may not read', 'Let this user read it, or call the command as one who may.']
      : [`${code} at`, 'Check the file and the disk that it is on.'];
  return new AisleError('NOT_READABLE', `${what} ${name}`, fix, { cause: error });
}
