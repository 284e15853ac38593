import type { FloorTracks } from '../../edge/floor/floor.ts';
import type { Facts } from '../../models/aggregate/facts.ts';
import type { Site } from '../../models/contract/site.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';
import { alongSegment, signedDistance } from '../../models/geometry/segment.ts';

const VISIT_MS = 2000;
const BRIDGE_MS = 5000;
const HYSTERESIS_M = 0.2;

/**
 * What every open system does, kept as the baseline: counts hang on the track's id. It is the product's own first
 * engine with its hysteresis and its bridging of gaps, but no id is ever linked with another or doubted.
 */
export class NaiveCounter {
  private readonly site: Site;
  private readonly sides = new Map<string, { s: number; xM: number; yM: number }>();
  private readonly stays = new Map<string, { fromMs: number; lastMs: number; visit: boolean }>();

  constructor(site: Site) {
    this.site = site;
  }

  step(tMs: number, tracks: FloorTracks, facts: Facts): void {
    for (let i = 0; i < tracks.count; i++) {
      for (const line of this.site.lines) this.line(line, tracks.id[i], tracks.xM[i], tracks.yM[i], tMs, facts);
      for (const zone of this.site.zones) {
        if (polygonOwns(zone.polygon, tracks.xM[i], tracks.yM[i])) this.zone(zone.id, tracks.id[i], tMs, facts);
      }
    }
    this.endStays(tMs, facts);
  }

  cut(facts: Facts): void {
    this.endStays(Number.POSITIVE_INFINITY, facts);
    this.sides.clear();
  }

  private line(line: Site['lines'][number], id: number, xM: number, yM: number, tMs: number, facts: Facts): void {
    const { from, to } = line;
    const s = signedDistance(from, to, xM, yM);
    if (Math.abs(s) < HYSTERESIS_M) return;
    const key = `${line.id} ${id}`;
    const before = this.sides.get(key);
    this.sides.set(key, { s, xM, yM });
    if (!before || before.s > 0 === s > 0) return;
    const share = before.s / (before.s - s);
    const along = alongSegment(from, to, before.xM + share * (xM - before.xM), before.yM + share * (yM - before.yM));
    if (along < 0 || along > 1) return;
    facts.crossed(line.id, s > 0 === (line.in === 'right') ? 'in' : 'out', tMs, 1, String(id));
  }

  private zone(zone: string, id: number, tMs: number, facts: Facts): void {
    const key = `${zone} ${id}`;
    let stay = this.stays.get(key);
    if (!stay) {
      stay = { fromMs: tMs, lastMs: tMs, visit: false };
      this.stays.set(key, stay);
    }
    stay.lastMs = tMs;
    if (stay.visit || tMs - stay.fromMs < VISIT_MS) return;
    stay.visit = true;
    facts.visitBegan(zone, stay.fromMs, 1);
  }

  private endStays(tMs: number, facts: Facts): void {
    for (const [key, stay] of this.stays) {
      if (tMs - stay.lastMs <= BRIDGE_MS) continue;
      this.stays.delete(key);
      const dwellS = (stay.lastMs - stay.fromMs) / 1000;
      if (stay.visit) facts.visitEnded(key.slice(0, key.indexOf(' ')), stay.lastMs, dwellS, false);
    }
  }
}
