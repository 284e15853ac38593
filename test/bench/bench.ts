/** A benchmark: `npm run bench -- NAME [--seed N] [--json]`. It prints what it measured; `run` answers the figures. */
export interface BenchOptions {
  seed: number;
  /** Only the figures count: print nothing beside them. */
  json: boolean;
}

export interface Bench {
  name: string;
  run(options: BenchOptions): Promise<Record<string, unknown>>;
}

/** The middle of some times. */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
