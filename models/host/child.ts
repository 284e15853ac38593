import { type ExecFileException, execFile } from 'node:child_process';
import { AisleError } from '../contract/errors.ts';

export interface ToolOptions {
  timeoutMs: number;
  /** Where Debian keeps it. */
  debianPackage: string;
  signal?: AbortSignal;
}

/** Runs a tool to its end. Answers stdout; throws TOOL_MISSING, or BAD_INPUT with the last line it wrote. */
export function runTool(
  tool: string,
  args: readonly string[],
  { timeoutMs, debianPackage, signal }: ToolOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const limits = { timeout: timeoutMs, maxBuffer: 1 << 24, signal };
    execFile(tool, args, limits, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const late = error.killed ? `no answer within ${timeoutMs / 1000} s` : stderr;
      reject(toolError(tool, error, late, debianPackage));
    });
  });
}

function toolError(tool: string, error: ExecFileException | Error, stderr: string, debianPackage: string): AisleError {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    return new AisleError('TOOL_MISSING', `${tool} is not installed`, `Install it: apt-get install ${debianPackage}`);
  }
  const reason = stderr.trim().split('\n').at(-1) || error.message.split('\n')[0];
  return new AisleError('BAD_INPUT', `${tool}: ${reason}`, 'Check the file or address.', { cause: error });
}
