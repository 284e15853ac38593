import { AisleError } from '../../models/contract/errors.ts';

export interface LineCount {
  in: number;
  out: number;
}

export interface CountError {
  truth: number;
  measured: number;
  /** Measured − truth. */
  error: number;
  /** |error| / truth, null where the truth is 0. */
  relative: number | null;
}

export interface LineErrors {
  lines: Record<string, { in: CountError; out: CountError }>;
  /** Sum of |error| over all lines and directions, divided by the sum of the truth; null where that is 0. */
  relative: number | null;
}

/** A count beside its truth. */
export function countError(truth: number, measured: number): CountError {
  const error = measured - truth;
  return { truth, measured, error, relative: truth > 0 ? Math.abs(error) / truth : null };
}

/** Errors that may not cancel out: the sum of |error| by the sum of the truth. */
export function totalRelative(errors: readonly CountError[]): number | null {
  const truth = errors.reduce((sum, e) => sum + e.truth, 0);
  return truth > 0 ? errors.reduce((sum, e) => sum + Math.abs(e.error), 0) / truth : null;
}

/** Count error of each line and direction. Throws BAD_INPUT where a line of the truth was not measured. */
export function lineErrors(truth: Record<string, LineCount>, measured: Record<string, LineCount>): LineErrors {
  const lines: LineErrors['lines'] = {};
  for (const [id, count] of Object.entries(truth)) {
    const found = lookUp(measured, id, 'line');
    lines[id] = { in: countError(count.in, found.in), out: countError(count.out, found.out) };
  }
  return { lines, relative: totalRelative(Object.values(lines).flatMap((line) => [line.in, line.out])) };
}

/** The entry of `id`, or BAD_INPUT: a missing measure must not pass for a zero. */
export function lookUp<T>(measured: Record<string, T>, id: string, what: string): T {
  if (Object.hasOwn(measured, id)) return measured[id];
  throw new AisleError(
    'BAD_INPUT',
    `${what} "${id}" of the truth was not measured`,
    'Measure with the same site file.',
  );
}
