import { emptyHistogram } from '../contract/histogram.ts';
import type { FacingSums } from './facings.ts';
import { DIRECTIONS } from './facts.ts';

/** Sums of one minute. Plain data: it goes to disk as JSON and comes back. */
export interface Minute {
  startMs: number;
  /** Milliseconds that each camera saw. */
  seenMs: Record<string, number>;
  lines: Record<string, LineSums>;
  zones: Record<string, ZoneSums>;
  queues: Record<string, QueueSums>;
  floors: Record<string, FloorSums>;
}

export interface FloorSums {
  occupancyS: number;
  occupancyMax: number;
  /** The balance's people and variance, each times seconds, and those seconds. */
  insideS: number;
  insideVarianceS: number;
  insideSeenS: number;
  staffS: number;
  stillS: number;
}

export interface LineSums {
  in: number;
  out: number;
  inVariance: number;
  outVariance: number;
  visits: number;
  unitsIn: number;
  unitsOut: number;
}

export interface ZoneSums {
  visits: number;
  visitsVariance: number;
  ended: number;
  censored: number;
  engaged: number;
  dwellS: number;
  dwellHistogram: number[];
  censoredHistogram: number[];
  occupancyS: number;
  occupancyMax: number;
  stops: number;
  reaches: number;
}

export interface QueueSums {
  lengthS: number;
  lengthMax: number;
  visits: number;
  served: number;
  servedVariance: number;
  abandoned: number;
  abandonedVariance: number;
  abandonedS: number;
  cut: number;
  waitS: number;
  waitHistogram: number[];
  censoredHistogram: number[];
  services: number;
  serviceS: number;
  serviceHistogram: number[];
  servicesCut: number;
}

/** Sums of one heat period: cells by floor and index, steps by floor and cell, transitions and ends by `from>to`. */
export interface Period {
  startMs: number;
  seenMs: Record<string, number>;
  cells: Record<string, Record<number, [personS: number, visits: number]>>;
  steps: Record<string, Record<number, number[]>>;
  flows: Record<string, { count: number; variance: number }>;
  ends: Record<string, { count: number; variance: number }>;
  /** By `shelf/facing`. */
  facings: Record<string, FacingSums>;
}

export const newMinute = (startMs: number): Minute => ({
  startMs,
  seenMs: {},
  lines: {},
  zones: {},
  queues: {},
  floors: {},
});
export const newPeriod = (startMs: number): Period => ({
  startMs,
  seenMs: {},
  cells: {},
  steps: {},
  flows: {},
  ends: {},
  facings: {},
});

export const lineSums = (minute: Minute, line: string): LineSums => {
  minute.lines[line] ??= { in: 0, out: 0, inVariance: 0, outVariance: 0, visits: 0, unitsIn: 0, unitsOut: 0 };
  return minute.lines[line];
};

export const zoneSums = (minute: Minute, zone: string): ZoneSums => {
  minute.zones[zone] ??= {
    visits: 0,
    visitsVariance: 0,
    ended: 0,
    censored: 0,
    engaged: 0,
    dwellS: 0,
    dwellHistogram: emptyHistogram(),
    censoredHistogram: emptyHistogram(),
    occupancyS: 0,
    occupancyMax: 0,
    stops: 0,
    reaches: 0,
  };
  return minute.zones[zone];
};

export const queueSums = (minute: Minute, zone: string): QueueSums => {
  minute.queues[zone] ??= {
    lengthS: 0,
    lengthMax: 0,
    visits: 0,
    served: 0,
    servedVariance: 0,
    abandoned: 0,
    abandonedVariance: 0,
    abandonedS: 0,
    cut: 0,
    waitS: 0,
    waitHistogram: emptyHistogram(),
    censoredHistogram: emptyHistogram(),
    services: 0,
    serviceS: 0,
    serviceHistogram: emptyHistogram(),
    servicesCut: 0,
  };
  return minute.queues[zone];
};

export const floorSums = (minute: Minute, floor: string): FloorSums => {
  minute.floors[floor] ??= {
    occupancyS: 0,
    occupancyMax: 0,
    insideS: 0,
    insideVarianceS: 0,
    insideSeenS: 0,
    staffS: 0,
    stillS: 0,
  };
  return minute.floors[floor];
};

/** Visits that left a cell, by direction. */
export const stepSums = (period: Period, floor: string, cell: number): number[] => {
  period.steps[floor] ??= {};
  period.steps[floor][cell] ??= new Array<number>(DIRECTIONS).fill(0);
  return period.steps[floor][cell];
};
