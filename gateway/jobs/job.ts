import type { LoadedSite } from '../../models/host/site-file.ts';
import type { Due, Schedule } from './schedule.ts';

/** What a run is given. */
export interface RunContext {
  /** What was due, and the day that it stands for. */
  due: Due;
  timeZone: string;
  /** The store of a store's job. */
  site?: LoadedSite;
  /** Of the clock of the scope. */
  nowMs: number;
}

/** Says how far a run is, from 0 to 1. */
export type Progress = (share: number, note?: string) => void;

/**
 * Work in the background. `run` answers what is shown as its result. It is started at least once for what is due: after a
 * kill it is started again, so it must bear that.
 */
export interface Job {
  name: string;
  title: string;
  schedule: Schedule;
  /** `store`: once for each store in its time zone; `gateway`: once, in the gateway's. */
  scope: 'store' | 'gateway';
  /** Stores that it is for; all where left out. */
  stores?: readonly string[];
  /** After downtime: what was missed runs once, or once for each time that was missed (the newest 400). */
  catchUp: 'once' | 'each';
  run(context: RunContext, progress: Progress, signal: AbortSignal): Promise<unknown>;
}
