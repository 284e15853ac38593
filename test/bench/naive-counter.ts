import { LineCounter } from '../../edge/events/lines.ts';
import { ZoneWatch } from '../../edge/events/zones.ts';
import type { FloorTracks } from '../../edge/floor/floor.ts';
import type { Facts } from '../../models/aggregate/facts.ts';
import type { Site } from '../../models/contract/site.ts';

/** A track that was not seen for this long is gone. */
const FORGET_MS = 10_000;

/**
 * What every open system does, kept as the baseline: counts hang on the track's id. The same rules for lines and zones
 * as the engine's, hysteresis and bridged gaps within one id included, but no id is ever linked with another or doubted.
 */
export class NaiveCounter {
  private readonly lines: LineCounter[];
  private readonly zones: ZoneWatch[];
  private readonly lastMs = new Map<number, number>();

  constructor(site: Site) {
    this.lines = site.lines.map((line) => new LineCounter(line));
    this.zones = site.zones.map((zone) => new ZoneWatch(zone));
  }

  step(tMs: number, tracks: FloorTracks, facts: Facts): void {
    for (let i = 0; i < tracks.count; i++) {
      const [id, x, y] = [tracks.id[i], tracks.xM[i], tracks.yM[i]];
      this.lastMs.set(id, tMs);
      for (const line of this.lines) line.see(id, x, y, tMs, 1, String(id), facts);
      for (const zone of this.zones) zone.see(id, x, y, tMs, 1, facts, () => undefined);
    }
    for (const zone of this.zones) zone.endFrame(tMs, 0, facts);
    for (const [id, lastMs] of this.lastMs) {
      if (tMs - lastMs <= FORGET_MS) continue;
      this.lastMs.delete(id);
      for (const line of this.lines) line.gone(id, String(id), facts);
    }
  }

  cut(facts: Facts): void {
    for (const line of this.lines) line.cut(String, () => facts);
    for (const zone of this.zones) zone.cut(() => facts);
    this.lastMs.clear();
  }
}
