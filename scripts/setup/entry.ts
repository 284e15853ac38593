import type { AisleError } from '../../models/contract/errors.ts';

/** Says an expected failure and its fix on stderr; gives the exit code. */
export function endWith(error: AisleError): number {
  console.error(`${error.message}\n${error.fix}`);
  return error.exitCode;
}
