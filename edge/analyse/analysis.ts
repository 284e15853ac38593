/** Seconds: mean, median and 90th percentile; null of nothing. */
export interface Spread {
  mean: number | null;
  p50: number | null;
  p90: number | null;
}

/** What a tracks file says: the answer of `aisle analyse`. */
export interface Analysis {
  lines: Record<
    string,
    {
      in: number;
      out: number;
      interval: { in: [number, number]; out: [number, number] };
      /** Buying units: people who come and go on together are one. */
      units: { in: number; out: number };
    }
  >;
  zones: Record<
    string,
    {
      visits: number;
      interval: [number, number];
      dwellS: Spread;
      occupancy: { mean: number; max: number };
      /** Of fixtures. */
      interactions?: { stops: number; reaches: number };
    }
  >;
  queues: Record<
    string,
    {
      length: { mean: number; max: number };
      served: number;
      abandoned: number;
      interval: { served: [number, number]; abandoned: [number, number] };
      /** Of those who were served. */
      waitS: Spread;
      serviceS: Spread;
    }
  >;
  flows: { from: string; to: string; count: number }[];
  /** First and last place, `line:id` or `zone:id`, of ways through the view. */
  ends: { from: string; to: string; count: number }[];
  heat: { cellM: number; columns: number; rows: number; personS: number[]; visits: number[] };
  /** By cell as in `heat`: visits that left it in each of eight directions, clockwise from up. */
  paths: number[][];
  /** Seconds of staff and of things that look like people, left out of all of the above. */
  leftOut: { staffS: number; stillS: number };
  /** People on the floor, frame by frame from the first one on. */
  people: number[];
}
