import { emptyHistogram } from '../contract/histogram.ts';

/** Sums of one minute. Plain data: it goes to disk as JSON and comes back. */
export interface Minute {
  startMs: number;
  /** Milliseconds that each camera saw. */
  seenMs: Record<string, number>;
  lines: Record<string, LineSums>;
  zones: Record<string, ZoneSums>;
  floors: Record<string, { occupancyS: number; occupancyMax: number }>;
}

export interface LineSums {
  in: number;
  out: number;
  inVariance: number;
  outVariance: number;
  visits: number;
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
}

/** Sums of one heat period: cells by floor and index, transitions by `from>to`. */
export interface Period {
  startMs: number;
  seenMs: Record<string, number>;
  cells: Record<string, Record<number, [personS: number, visits: number]>>;
  flows: Record<string, { count: number; variance: number }>;
}

export const newMinute = (startMs: number): Minute => ({ startMs, seenMs: {}, lines: {}, zones: {}, floors: {} });
export const newPeriod = (startMs: number): Period => ({ startMs, seenMs: {}, cells: {}, flows: {} });

export const lineSums = (minute: Minute, line: string): LineSums => {
  minute.lines[line] ??= { in: 0, out: 0, inVariance: 0, outVariance: 0, visits: 0 };
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
  };
  return minute.zones[zone];
};
