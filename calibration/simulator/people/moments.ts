import { power } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import type { Demand } from '../store/demand.ts';
import type { Day } from '../world/calendar.ts';
import type { Arrival } from './behaviour.ts';

/** All people, or those apart who come to buy and who do not. */
type Who = 'all' | 'buyers' | 'others';

/** Arrivals at the calendar's rate: Lewis & Shedler's thinning (1979), candidates at a flat rate, each kept by its own number. */
export function poissonMoments(demand: Demand, day: Day, random: Stream, who: Who): Arrival[] {
  if (!day.open) return [];
  const { fromMs, toMs } = day.open;
  const top = demand.groupsADay / 3_600_000 / 2;
  const found: Arrival[] = [];
  const gaps = random.sub('gaps');
  const keep = random.sub('keep');
  for (let tMs = fromMs, key = 0; ; key++) {
    tMs += gaps.exponential() / top;
    if (tMs >= toMs - 300_000) return found;
    const share = demand.groupsAnHour(tMs, who) / 3_600_000 / top;
    if (share > 1) throw new Error('the flat rate is below the true one');
    if (keep.at(key) < share) found.push({ tMs: Math.round(tMs), key });
  }
}

/** Parents (a bus, the end of a shift) at a Poisson rate, each with a heavy-tailed number of groups within minutes (Neyman & Scott 1958). */
export function burstMoments(demand: Demand, day: Day, random: Stream, who: Who): Arrival[] {
  if (!day.open) return [];
  const { fromMs, toMs } = day.open;
  const perBurst = 2.6;
  const top = demand.groupsADay / 3_600_000 / 2 / perBurst;
  const luck = random.sub('day').gamma(40);
  const gaps = random.sub('gaps');
  const found: Arrival[] = [];
  for (let tMs = fromMs, burst = 0; ; burst++) {
    tMs += gaps.exponential() / top;
    if (tMs >= toMs - 600_000) break;
    const r = random.sub('burst', burst);
    if (r.uniform() >= (luck * demand.groupsAnHour(tMs, who)) / 3_600_000 / top / perBurst) continue;
    // Pareto with exponent 1.9, cut: mean about 2.6.
    const groups = Math.min(25, Math.floor(1.65 * power(1 - r.uniform(), -1 / 1.9)));
    for (let i = 0; i < groups; i++) {
      const at = Math.round(tMs + 150_000 * r.exponential());
      if (at < toMs - 300_000) found.push({ tMs: at, key: burst * 32 + i });
    }
  }
  return found.sort((a, b) => a.tMs - b.tMs || a.key - b.key);
}
