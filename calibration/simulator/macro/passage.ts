import type { Itinerary } from '../people/itinerary.ts';
import type { Traces } from './trace.ts';

/** The zones and lines of one person's way, by the contract's definitions (visits of at least 2 s, gaps to 5 s bridged). */
export interface Passage {
  /** Every stretch inside a zone, also the short ones. */
  inside: { zone: number; fromMs: number; toMs: number }[];
  visits: { zone: number; fromMs: number; toMs: number }[];
  crossings: { line: number; in: boolean; tMs: number }[];
}

const LEAST_VISIT_MS = 2000;
const BRIDGE_MS = 5000;

/** What an itinerary leads through when it is walked `laterMs` behind its leader. */
export function passageOf(it: Itinerary, traces: Traces, laterMs: number): Passage {
  const inside: Passage['inside'] = [];
  const crossings: Passage['crossings'] = [];
  const stay = (zone: number, fromMs: number, toMs: number) => {
    // A stay goes on where the way to it left off: only the newest stretches can be continued.
    for (let i = inside.length - 1; i >= 0 && i >= inside.length - 4; i--) {
      if (inside[i].zone !== zone || fromMs - inside[i].toMs > 1) continue;
      inside[i].toMs = Math.max(inside[i].toMs, toMs);
      return;
    }
    inside.push({ zone, fromMs, toMs });
  };
  const { steps } = it;
  for (let i = 0; i < steps.length; i++) {
    const { place, fromMs, toMs } = steps[i];
    if (toMs > fromMs) for (const zone of traces.at(place)) stay(zone, fromMs + laterMs, toMs + laterMs);
    if (i + 1 === steps.length) break;
    const trace = traces.between(place, steps[i + 1].place);
    const ms = steps[i + 1].fromMs - toMs;
    const perM = trace.lengthM > 0 ? ms / trace.lengthM : 0;
    const start = toMs + laterMs;
    for (const z of trace.zones) stay(z.zone, start + z.fromM * perM, start + z.toM * perM);
    for (const c of trace.crossings) crossings.push({ line: c.line, in: c.in, tMs: start + c.atM * perM });
  }
  return { inside, visits: visitsOf(inside), crossings };
}

function visitsOf(inside: Passage['inside']): Passage['visits'] {
  const visits: Passage['visits'] = [];
  const newest = new Map<number, Passage['visits'][number]>();
  for (const { zone, fromMs, toMs } of inside) {
    const last = newest.get(zone);
    if (last && fromMs - last.toMs <= BRIDGE_MS) last.toMs = Math.max(last.toMs, toMs);
    else {
      const visit = { zone, fromMs, toMs };
      newest.set(zone, visit);
      visits.push(visit);
    }
  }
  return visits.filter((v) => v.toMs - v.fromMs >= LEAST_VISIT_MS).sort((a, b) => a.fromMs - b.fromMs);
}
