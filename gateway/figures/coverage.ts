/** A bucket leaves the node up to 30 s after its end, and must travel; until then nobody can say it was missed. */
export const SETTLE_MS = 120_000;

/**
 * Up to where a range can be judged: time whose bucket may still be on its way is neither seen nor missed. It is judged
 * up to the newest bucket that is here, and in any case up to two minutes ago (for periods of `periodMs`, one more).
 */
export function judgedUntil(toMs: number, nowMs: number, latestMs: number | null, periodMs = 0): number {
  const settled = Math.floor((nowMs - SETTLE_MS - periodMs) / 60_000) * 60_000;
  return Math.min(toMs, Math.max(settled, latestMs ?? 0));
}

/**
 * Coverage of `[from, to)`: seconds seen ÷ seconds that can be judged, over all `parts` (lines, nodes). Minutes without
 * any message count as not seen. `seenS` undefined means that nothing reported: null, not known.
 */
export function coverage(seenS: number | undefined, fromMs: number, untilMs: number, parts = 1): number | null {
  if (seenS === undefined || parts < 1 || untilMs <= fromMs) return null;
  return Math.min(1, Math.max(0, seenS / ((untilMs - fromMs) / 1000) / parts));
}
