/** How many are where, swept in order of time out of stays that come in the order of their ends. */
export class Occupancy {
  private readonly places: number;
  private readonly counts: Int32Array;
  private readonly sinceMs: Float64Array;
  private changes: { tMs: number; place: number; by: 1 | -1 }[] = [];

  constructor(places: number) {
    this.places = places;
    this.counts = new Int32Array(places);
    this.sinceMs = new Float64Array(places);
  }

  add(place: number, fromMs: number, toMs: number): void {
    if (toMs <= fromMs) return;
    this.changes.push({ tMs: fromMs, place, by: 1 }, { tMs: toMs, place, by: -1 });
  }

  /**
   * Tells each span of a constant number of people up to `toMs`, cut at full minutes; no stay that begins before that
   * moment may come later.
   */
  sweep(toMs: number, tell: (place: number, fromMs: number, toMs: number, count: number) => void): void {
    const due = this.changes.filter((c) => c.tMs <= toMs).sort((a, b) => a.tMs - b.tMs || a.by - b.by);
    this.changes = this.changes.filter((c) => c.tMs > toMs);
    for (const { tMs, place, by } of due) {
      this.span(place, tMs, tell);
      this.counts[place] += by;
    }
    for (let place = 0; place < this.places; place++) this.span(place, toMs, tell);
  }

  private span(
    place: number,
    toMs: number,
    tell: (place: number, fromMs: number, toMs: number, count: number) => void,
  ): void {
    const count = this.counts[place];
    for (let t = this.sinceMs[place]; count > 0 && t < toMs; ) {
      const end = Math.min(toMs, (Math.floor(t / 60_000) + 1) * 60_000);
      tell(place, t, end, count);
      t = end;
    }
    this.sinceMs[place] = Math.max(this.sinceMs[place], toMs);
  }
}
