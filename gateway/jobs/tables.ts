import type { RunState } from '../../models/contract/jobs.ts';

/** The tables of jobs. `scope` is a store, or empty for the whole gateway. */
export interface JobTables {
  /** Up to when everything that was due has been written down, on the clock of the scope. */
  job: { job: string; scope: string; last_due: number };
  /** `due` on the clock of the scope; `retry_at`, `lease_until`, `started` and `finished` on the wall's. */
  job_run: {
    job: string;
    scope: string;
    due: number;
    day: string;
    state: RunState;
    attempts: number;
    retry_at: number;
    holder: string | null;
    lease_until: number | null;
    started: number | null;
    finished: number | null;
    progress: number | null;
    note: string | null;
    result: string | null;
    error: string | null;
  };
}
