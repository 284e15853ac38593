import { countInterval } from '../../models/aggregate/interval.ts';
import type { Traffic } from '../../models/contract/api.ts';
import { instant } from '../../models/contract/ids.ts';
import type { TrafficSum } from '../store/store.ts';
import type { Bucket } from './buckets.ts';
import { coverage } from './coverage.ts';

/** Adds slots of one line. */
export function addTrafficSums(a: TrafficSum | undefined, b: TrafficSum): TrafficSum {
  if (!a) return b;
  return {
    line: a.line,
    slot: a.slot,
    in: a.in + b.in,
    out: a.out + b.out,
    inVariance: a.inVariance + b.inVariance,
    outVariance: a.outVariance + b.outVariance,
    seenS: a.seenS + b.seenS,
  };
}

/** A point of a line's series; without anything seen nothing is known. */
export function trafficPoint(
  line: string,
  bucket: Bucket,
  sum: TrafficSum | undefined,
  untilMs: number,
): Traffic['points'][number] {
  const known = sum !== undefined && sum.seenS > 0;
  return {
    start: instant(bucket.startMs),
    seconds: (bucket.endMs - bucket.startMs) / 1000,
    line,
    in: known ? sum.in : null,
    out: known ? sum.out : null,
    inInterval: known ? countInterval(sum.in, sum.inVariance) : null,
    outInterval: known ? countInterval(sum.out, sum.outVariance) : null,
    coverage: coverage(sum?.seenS, bucket.startMs, Math.min(bucket.endMs, untilMs)),
  };
}
