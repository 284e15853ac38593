import { AisleError } from '../contract/errors.ts';

/** Prints a command's one answer: with `json` exactly one JSON object, else text for people. */
export function answer(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
}

/** Says on stderr what went wrong and what to do, and answers the exit code. A bug comes with its stack. */
export function failureExit(error: unknown): number {
  if (error instanceof AisleError) {
    process.stderr.write(`aisle: ${error.message}\n  → ${error.fix}\n`);
    return error.exitCode;
  }
  process.stderr.write(`aisle: this is a bug: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}

/** A whole number or fraction from the command line. Throws BAD_CALL that names the option. */
export function numberOption(name: string, least: number, most = Number.POSITIVE_INFINITY): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most)) {
      const range = most === Number.POSITIVE_INFINITY ? `from ${least} on` : `from ${least} to ${most}`;
      throw new AisleError('BAD_CALL', `${name} ${text} is not a number ${range}`, `Give ${name} a number ${range}.`);
    }
    return value;
  };
}

/** A terminal's Ctrl-C reaches a process more than once: from the terminal, from npm, from its parent. */
const ONE_PRESS_MS = 1000;

/**
 * Resolves at the first SIGINT or SIGTERM, or when the parent that holds a channel to this process is gone. A second
 * signal, over a second later, ends the process at once.
 */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let askedMs: number | undefined;
    const onSignal = () => {
      if (askedMs !== undefined && performance.now() - askedMs > ONE_PRESS_MS) process.exit(130);
      askedMs ??= performance.now();
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    // The parent may have gone while this process was still starting.
    if (process.connected === false) resolve();
    if (process.channel) {
      process.once('disconnect', () => resolve());
      process.channel.unref();
    }
  });
}
