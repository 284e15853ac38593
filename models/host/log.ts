import { destination, type Logger, pino } from 'pino';

export type { Logger };

/** Logs go to stderr as JSON lines, so that stdout stays free for a command's one answer. */
export function createLogger(name: string, level = process.env.AISLE_LOG ?? 'info'): Logger {
  return pino(
    { name, level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ dest: 2, sync: true }),
  );
}
