import Type, { type Static } from 'typebox';
import { Fraction, Id, Instant } from './ids.ts';

const strict = { additionalProperties: false };
const Moment = Type.Union([Instant, Type.Null()]);
const Text = Type.Union([Type.String(), Type.Null()]);

export const RUN_STATES = ['waiting', 'running', 'done', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** One run of a job: what was due then, and what became of it. */
export const JobRun = Type.Object(
  {
    due: Instant,
    day: Type.String({ description: "the store's calendar day on which it was due" }),
    state: Type.Enum(RUN_STATES, { description: 'waiting: to be done, or to be tried again; failed: given up' }),
    attempts: Type.Integer({ minimum: 0 }),
    started: Moment,
    finished: Moment,
    retryAt: Moment,
    progress: Type.Union([Fraction, Type.Null()]),
    note: Text,
    result: Type.Unknown({ description: 'what the job says of its work' }),
    error: Text,
  },
  strict,
);
export type JobRun = Static<typeof JobRun>;

export const Jobs = Type.Object(
  {
    jobs: Type.Array(
      Type.Object(
        {
          job: Id,
          title: Type.String(),
          store: Type.Union([Id, Type.Null()], { description: 'null: of the whole gateway' }),
          schedule: Type.String({ description: 'five fields of cron, in the time zone' }),
          timeZone: Type.String(),
          next: Moment,
          latest: Type.Union([JobRun, Type.Null()], { description: 'null: it never ran' }),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type Jobs = Static<typeof Jobs>;

/** A run that somebody asked for. */
export const JobOrder = Type.Object(
  { job: Id, store: Type.Union([Id, Type.Null()]), due: Instant, day: Type.String() },
  strict,
);
export type JobOrder = Static<typeof JobOrder>;
