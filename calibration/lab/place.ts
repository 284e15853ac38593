import { Assignment } from '../../edge/track/assignment.ts';

/** Where somebody stands on the floor at one moment. */
export interface FloorPoint {
  /** Frame number or time; only points of the same one are compared. */
  at: number;
  xM: number;
  yM: number;
}

export interface PlaceError {
  matched: number;
  /** True points without a measured one within the gate. */
  missed: number;
  /** Measured points without a true one. */
  extra: number;
  /** Distance of matched points, metres; null without any. */
  meanM: number | null;
  medianM: number | null;
  p95M: number | null;
}

/** Localisation error: at each moment the points are paired for the least sum of distances, none beyond `gateM`. */
export function placeError(truth: readonly FloorPoint[], measured: readonly FloorPoint[], gateM = 2): PlaceError {
  const moments = new Map<number, { truth: FloorPoint[]; measured: FloorPoint[] }>();
  const at = (time: number) => {
    const moment = moments.get(time) ?? { truth: [], measured: [] };
    moments.set(time, moment);
    return moment;
  };
  for (const point of truth) at(point.at).truth.push(point);
  for (const point of measured) at(point.at).measured.push(point);
  const assignment = new Assignment();
  const distances: number[] = [];
  for (const { truth: real, measured: found } of moments.values()) {
    const cost = Float64Array.from(real.flatMap((a) => found.map((b) => Math.hypot(a.xM - b.xM, a.yM - b.yM))));
    assignment.solve(real.length, found.length, cost, gateM);
    for (let row = 0; row < real.length; row++) {
      const column = assignment.columnOf[row];
      if (column >= 0) distances.push(cost[row * found.length + column]);
    }
  }
  distances.sort((a, b) => a - b);
  const matched = distances.length;
  const quantile = (q: number) => (matched > 0 ? distances[Math.ceil(q * matched) - 1] : null);
  return {
    matched,
    missed: truth.length - matched,
    extra: measured.length - matched,
    meanM: matched > 0 ? distances.reduce((sum, d) => sum + d, 0) / matched : null,
    medianM: quantile(0.5),
    p95M: quantile(0.95),
  };
}
