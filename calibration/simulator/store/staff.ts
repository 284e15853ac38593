import type { Delivery } from '../economy/stock.ts';
import type { Job } from '../people/itinerary.ts';
import type { Stream } from '../random/stream.ts';
import type { Day } from '../world/calendar.ts';
import type { Life } from './clockwork.ts';
import { type Ground, Visit } from './visit.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Numbers of staff's ways among the day's visits: beyond those of customers. */
const NUMBERS: Record<Job, number> = { refill: 90_000, delivery: 90_100, rounds: 90_200, cleaning: 90_300 };
/** Bays that one refill round leads to. */
const ROUND_BAYS = 14;
/** Goods by day come in the first hours; seconds for the papers, and for each unit. */
const DELIVERED_WITHIN_MS = 150 * MINUTE_MS;
const PAPERS_S = 60;
const UNIT_S = 0.5;
/** The manager looks round every three hours, the floor is cleaned in the quiet of the early afternoon. */
const ROUNDS_EVERY_H = 3;
const FIRST_ROUND_H = 1.5;
const CLEANED_AT_H = 6;

/** What staff need of the shop. */
interface Workplace extends Ground {
  readonly random: Stream;
}

/** Staff who are at work on a day, besides those who refill and those who sit at the tills. */
export function atWork(shop: Workplace, day: Day, delivered: readonly Delivery[]): { tMs: number; life: Life }[] {
  if (!day.open) return [];
  const { fromMs, toMs } = day.open;
  const found = deliveries(shop, day, delivered);
  for (let k = 0, t = fromMs + FIRST_ROUND_H * HOUR_MS; t < toMs - HOUR_MS; k++, t += ROUNDS_EVERY_H * HOUR_MS) {
    found.push({ tMs: t, life: lookingRound(shop, day, k) });
  }
  const cleaned = fromMs + CLEANED_AT_H * HOUR_MS;
  if (cleaned < toMs - HOUR_MS) found.push({ tMs: cleaned, life: cleaning(shop, day) });
  return found;
}

/** One person with a cart for each supplier who comes by day. */
function deliveries(shop: Workplace, day: Day, delivered: readonly Delivery[]): { tMs: number; life: Life }[] {
  const bySupplier = new Map<string, Delivery[]>();
  for (const delivery of delivered) {
    const { id, byDay } = shop.stock.supplierOf(delivery);
    if (byDay) bySupplier.set(id, [...(bySupplier.get(id) ?? []), delivery]);
  }
  const { fromMs, toMs } = day.open!;
  const within = Math.min(DELIVERED_WITHIN_MS, (toMs - fromMs) / 2);
  return [...bySupplier].map(([id, goods], i) => {
    const r = shop.random.sub('delivery', day.index, id);
    return { tMs: fromMs + Math.round(within * r.at(0)), life: delivering(shop, day, i, goods, r) };
  });
}

/** In by the door for goods, to the back room, and out again with the empty cart. */
function* delivering(shop: Workplace, day: Day, number: number, goods: readonly Delivery[], random: Stream): Life {
  const visit = employee(shop, day, 'delivery', number, random, 0.8);
  yield* visit.go(shop.world.places.staff);
  const units = goods.reduce((sum, delivery) => sum + delivery.units, 0);
  yield* visit.stay(PAPERS_S + Math.min(600, UNIT_S * units));
  for (const delivery of goods) shop.stock.unload(delivery, visit.nowMs);
  yield* visit.leave();
}

/** Somebody of the staff walks to the bays that are filled. */
export function* refilling(shop: Workplace, day: Day, hour: number, bays: readonly number[]): Life {
  const random = shop.random.sub('refill', day.index, hour);
  const visit = employee(shop, day, 'refill', hour, random, 1.1);
  for (const bay of [...new Set(bays)].slice(0, ROUND_BAYS)) {
    yield* visit.go(bay);
    yield* visit.stay(random.between(30, 120));
  }
  yield* visit.leave();
}

/** The manager sees to some of the displays' places, some shelves, and the queue. */
function* lookingRound(shop: Workplace, day: Day, number: number): Life {
  const random = shop.random.sub('rounds', day.index, number);
  const visit = employee(shop, day, 'rounds', number, random, 1.2);
  const { plan, places } = shop.world;
  for (let i = 0; i < 6; i++) {
    const end = plan.ends.length > 0 && i % 2 === 0;
    yield* visit.go(end ? places.ends + random.below(plan.ends.length) : random.below(plan.bays.length));
    yield* visit.stay(random.between(5, 40));
  }
  yield* visit.leave();
}

/** Up one aisle and down the next, without a stop. */
function* cleaning(shop: Workplace, day: Day): Life {
  const visit = employee(shop, day, 'cleaning', 0, shop.random.sub('cleaning', day.index), 0.7);
  for (const { bays, index } of shop.world.plan.faces) {
    const [first, last] = [bays[0], bays[bays.length - 1]];
    yield* visit.go(index % 2 === 0 ? first : last);
    yield* visit.go(index % 2 === 0 ? last : first);
  }
  yield* visit.leave();
}

const employee = (shop: Workplace, day: Day, job: Job, number: number, random: Stream, speedMps: number): Visit =>
  new Visit(shop, random, {
    visit: day.index * 100_000 + NUMBERS[job] + number,
    kind: 'staff',
    job,
    household: -1,
    size: 1,
    speedMps,
  });
