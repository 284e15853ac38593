import { setImmediate as turn } from 'node:timers/promises';
import type { Logger } from '../../models/host/log.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import type { Clocks } from '../clock.ts';
import type { Db } from '../store/tables.ts';
import type { Job } from './job.ts';
import { anyOpen, changeRun, LEASE_MS, lastDue, type TakenRun, takeRun, writeDue } from './runs.ts';
import { dueBetween } from './schedule.ts';

/** Waits after each failed try; after the last one the run is given up. */
const BACK_OFF_S = [60, 300, 900, 3600];
/** A clock that stands so far before what was written down was put back: it is believed. */
const BACK_MS = 86_400_000;
const PROGRESS_EVERY_MS = 1000;
/** Runs at a time in this process: there are figures to answer meanwhile. */
const AT_ONCE = 2;
const POSTS_A_TURN = 16;

export interface RunnerOptions {
  db: Db;
  jobs: readonly Job[];
  sites: ReadonlyMap<string, LoadedSite>;
  clocks: Clocks;
  /** Time zone of jobs of the whole gateway. */
  timeZone: string;
  /** Names this process among those that share the data base. */
  holder: string;
  log: Logger;
}

/** A job at one place: a store, or the gateway. */
export interface Post {
  job: Job;
  scope: string;
  timeZone: string;
  site?: LoadedSite;
}

/** Finds what is due by each place's own clock, and runs it: once, never twice at a time, whoever shares the data base. */
export class JobRunner {
  readonly posts: readonly Post[];
  readonly #options: RunnerOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #ticking: Promise<void> | undefined;
  /** The minute in which each post was looked at last. */
  readonly #judged = new Map<Post, number>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.posts = options.jobs.flatMap((job) => postsOf(job, options));
  }

  nowOf({ scope }: Post): number {
    const { clocks } = this.#options;
    return scope === '' ? clocks.wall() : clocks.now(scope);
  }

  /** Writes down what is due and starts what may run; it does not wait for the runs. */
  tick(): Promise<void> {
    this.#ticking ??= this.#tick().finally(() => {
      this.#ticking = undefined;
    });
    return this.#ticking;
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Cuts off what runs; it is put back and runs again at the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#ticking;
    await this.idle();
  }

  async #tick(): Promise<void> {
    const { db, holder, clocks, log } = this.#options;
    for (const [i, post] of this.posts.entries()) {
      // A thousand stores have thousands of posts: requests are answered between them.
      if (i % POSTS_A_TURN === 0) await turn();
      await this.#writeDue(post);
    }
    if (!(await anyOpen(db))) return;
    for (const [i, post] of this.posts.entries()) {
      if (i % POSTS_A_TURN === 0) await turn();
      if (this.#stop.signal.aborted || this.#running.size >= AT_ONCE) return;
      const run = await takeRun(db, post.job.name, post.scope, holder, clocks.wall());
      if (!run) continue;
      const done: Promise<void> = this.#work(post, run)
        .catch((error: unknown) => log.error({ err: error, job: run.job }, 'what became of a job could not be kept'))
        .finally(() => this.#running.delete(done));
      this.#running.add(done);
    }
  }

  async #writeDue(post: Post): Promise<void> {
    const { db } = this.#options;
    const { job, scope, timeZone } = post;
    const nowMs = this.nowOf(post);
    // Schedules are in minutes: within one nothing new is due.
    const minute = Math.floor(nowMs / 60_000);
    if (this.#judged.get(post) === minute) return;
    const lastMs = await lastDue(db, job.name, scope);
    // A job that is new here has missed nothing.
    if (lastMs === null || lastMs > nowMs + BACK_MS) await writeDue(db, job.name, scope, [], nowMs);
    else {
      const dues = dueBetween(job.schedule, timeZone, lastMs, nowMs, job.catchUp === 'once' ? 1 : 400);
      if (dues.length > 0) await writeDue(db, job.name, scope, dues, nowMs);
    }
    this.#judged.set(post, minute);
  }

  async #work(post: Post, run: TakenRun): Promise<void> {
    const { db, holder, clocks, log } = this.#options;
    const { job } = post;
    const about = { job: job.name, store: post.scope, due: run.due, attempt: run.attempts };
    const lost = new AbortController();
    const renew = setInterval(() => {
      changeRun(db, run, holder, { lease_until: clocks.wall() + LEASE_MS })
        .then((ours) => ours || lost.abort())
        .catch((error: unknown) => log.warn({ err: error, ...about }, 'the lease of a job could not be renewed'));
    }, LEASE_MS / 3);
    try {
      // A run that has killed its process so often would do so for ever.
      if (run.attempts > BACK_OFF_S.length + 1)
        throw new Error('it never came to an end: its process was gone each time');
      const { scope: _, job: __, ...place } = post;
      const context = { ...place, due: { dueMs: run.due, day: run.day }, nowMs: this.nowOf(post) };
      const signal = AbortSignal.any([this.#stop.signal, lost.signal]);
      const result = await job.run(context, this.#progress(run), signal);
      const end = { state: 'done', finished: clocks.wall(), progress: 1, error: null, lease_until: null } as const;
      await changeRun(db, run, holder, { ...end, result: JSON.stringify(result ?? null) });
      log.info({ ...about, result }, 'a job is done');
    } catch (error) {
      await this.#failed(run, error as Error, about);
    } finally {
      clearInterval(renew);
    }
  }

  async #failed(run: TakenRun, error: Error, about: object): Promise<void> {
    const { db, holder, clocks, log } = this.#options;
    const wallMs = clocks.wall();
    const end = { finished: wallMs, lease_until: null };
    if (this.#stop.signal.aborted) {
      const cut = { ...end, state: 'waiting', retry_at: wallMs, error: 'cut off by the end of the gateway' } as const;
      await changeRun(db, run, holder, cut);
      return;
    }
    const waitS = BACK_OFF_S[run.attempts - 1];
    log.error({ err: error, ...about, retryS: waitS }, waitS === undefined ? 'a job is given up' : 'a job failed');
    const state = waitS === undefined ? 'failed' : 'waiting';
    const retry_at = wallMs + (waitS ?? 0) * 1000;
    await changeRun(db, run, holder, { ...end, state, retry_at, error: error.message.slice(0, 1000) });
  }

  /** Tells how far a run is, at most once a second. */
  #progress(run: TakenRun) {
    const { db, holder, log } = this.#options;
    let saidMs = Number.NEGATIVE_INFINITY;
    return (share: number, text?: string): void => {
      if (performance.now() - saidMs < PROGRESS_EVERY_MS) return;
      saidMs = performance.now();
      const progress = Math.min(1, Math.max(0, share));
      changeRun(db, run, holder, { progress, note: text ?? null }).catch((error: unknown) =>
        log.warn({ err: error }, 'the progress of a job could not be kept'),
      );
    };
  }
}

function postsOf(job: Job, { sites, timeZone }: RunnerOptions): Post[] {
  if (job.scope === 'gateway') return [{ job, scope: '', timeZone }];
  return [...sites.values()]
    .filter(({ site }) => !job.stores || job.stores.includes(site.store))
    .map((site) => ({ job, scope: site.site.store, timeZone: site.site.timeZone, site }));
}
