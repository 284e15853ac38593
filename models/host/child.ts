import { type ExecFileException, execFile } from 'node:child_process';
import { AisleError } from '../contract/errors.ts';

/** Runs a tool to its end. Answers stdout; throws TOOL_MISSING, or BAD_INPUT with the last line it wrote. */
export function runTool(
  tool: string,
  args: readonly string[],
  timeoutMs: number,
  debianPackage: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(tool, args, { timeout: timeoutMs, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      reject(toolError(tool, error, stderr, debianPackage));
    });
  });
}

export function toolError(
  tool: string,
  error: ExecFileException | Error,
  stderr: string,
  debianPackage: string,
): AisleError {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    return new AisleError('TOOL_MISSING', `${tool} is not installed`, `Install it: apt-get install ${debianPackage}`);
  }
  const reason = stderr.trim().split('\n').at(-1) || error.message.split('\n')[0];
  return new AisleError('BAD_INPUT', `${tool}: ${reason}`, 'Check the file or address.', { cause: error });
}
