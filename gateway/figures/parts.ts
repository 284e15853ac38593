export interface Stretch {
  fromMs: number;
  toMs: number;
}

const DAY_MS = 86_400_000;
/** Between reads of so much others have their turn; it is whole days in UTC, as sums are rolled up by those. */
const PART_MS = 4 * DAY_MS;

/** A stretch of time in parts of some days. */
export function partsOf({ fromMs, toMs }: Stretch, mostMs = PART_MS): Stretch[] {
  const parts: Stretch[] = [];
  for (let at = fromMs; at < toMs; ) {
    const end = Math.min(toMs, (Math.floor(at / mostMs) + 1) * mostMs);
    parts.push({ fromMs: at, toMs: end });
    at = end;
  }
  return parts;
}
