import type { PathCell, ZoneRow } from '../../models/contract/aggregate.ts';
import type { Envelope } from '../../models/contract/envelope.ts';
import { emptyHistogram, histogramBin } from '../../models/contract/histogram.ts';
import type { TestNode } from './gateway.ts';
import { birth, envelope, flow, health, heat, liveMessage, path, queue, T0, traffic, zone } from './messages.ts';
import { seeded } from './walk.ts';

/** Heat cells of the test site's way from the door (left) to the till (upper right): row 3, then up column 6. */
const WAY = [24, 25, 26, 27, 28, 29, 30, 22, 14, 6];
const [RIGHT, UP] = [2, 0];

/**
 * What the node of `testSite({ zones: SHOP_ZONES })` publishes over the minutes after T0: people come in groups, look at
 * the shelf, queue and pay, and some give up. The same seed gives the same day.
 */
export function shopMinutes(minutes: number, seed = 1): Envelope[] {
  const random = seeded(seed);
  const upTo = (n: number): number => Math.floor(random() * (n + 1));
  let seq = 0;
  let people = 8;
  return Array.from({ length: minutes }, (_, n): Envelope[] => {
    const rush = 1 + Math.sin((n / minutes) * Math.PI);
    const units = upTo(3 * rush);
    const entered = units + upTo(units);
    const left = Math.min(people, upTo(5.5 * rush));
    people += entered - left;
    const stops = upTo(3);
    const reaches = upTo(stops);
    const visits = (zoneId: string, kind: Partial<ZoneRow> = {}) => {
      const ended = upTo(4);
      const dwellHistogram = emptyHistogram();
      for (let i = 0; i < ended; i++) dwellHistogram[3 + upTo(3)]++;
      const row = { zone: zoneId, visits: ended, visitsVariance: ended * 0.1, ended, dwellHistogram };
      const inside = { dwellS: ended * 18, occupancyS: ended * 22, occupancyMax: ended, stops: 0, reaches: 0 };
      return zone(n, { ...row, ...inside, ...kind }).zones[0];
    };
    const floor = { occupancyS: people * 40, occupancyMax: people, staffS: 150, stillS: n % 9 === 0 ? 20 : 0 };
    const balance = { insideS: people * 60, insideVarianceS: 60 * (1 + n / 60), insideSeenS: 60 };
    const zones = ['entrance', 'aisle', 'queue', 'till'].map((id) => visits(id));
    const rows = { ...zone(n, {}, { ...floor, ...balance }), zones: [...zones, visits('shelf', { stops, reaches })] };
    const steps = WAY.map((cell, i): PathCell => [cell, one(i < 6 ? RIGHT : UP, 1 + upTo(4))]);
    const ways = upTo(3);
    return [
      envelope('agg/traffic', ++seq, traffic(n, { in: entered, out: left, unitsIn: units, unitsOut: upTo(left) })),
      envelope('agg/zone', ++seq, rows),
      envelope('agg/queue', ++seq, queue(n, waits(upTo, rush))),
      envelope(
        'agg/heat',
        ++seq,
        heat(
          n,
          WAY.map((cell) => [cell, 2 + upTo(20), 1 + upTo(4)]),
        ),
      ),
      envelope('agg/path', ++seq, path(n, steps)),
      envelope('agg/flow', ++seq, {
        ...flow(n, [['entrance', 'aisle', upTo(5)]]),
        ends: [{ from: 'line:door', to: 'zone:till', count: ways, variance: ways * 0.1 }],
        endsUnplaced: upTo(1),
      }),
    ];
  }).flat();
}

const one = (direction: number, n: number): number[] => Array.from({ length: 8 }, (_, i) => (i === direction ? n : 0));

/** A minute of the queue: the fuller the shop, the longer the waits. */
function waits(upTo: (n: number) => number, rush: number) {
  const [waitHistogram, censoredHistogram] = [emptyHistogram(), emptyHistogram()];
  const serviceHistogram = emptyHistogram();
  const [served, abandoned] = [upTo(2), upTo(9) === 0 ? 1 : 0];
  let [waitS, serviceS] = [0, 0];
  for (let i = 0; i < served; i++) {
    const [waited, paid] = [15 + upTo(60 * rush), 20 + upTo(40)];
    waitHistogram[histogramBin(waited)]++;
    serviceHistogram[histogramBin(paid)]++;
    waitS += waited;
    serviceS += paid;
  }
  if (abandoned > 0) censoredHistogram[histogramBin(60 * rush)]++;
  return {
    ...{ lengthS: (waitS + abandoned * 60) * 0.9, lengthMax: served + abandoned + upTo(2), visits: served + abandoned },
    ...{
      served,
      servedVariance: served * 0.05,
      abandoned,
      abandonedVariance: abandoned * 0.2,
      abandonedS: abandoned * 60,
    },
    ...{
      cut: 0,
      waitS,
      waitHistogram,
      censoredHistogram,
      services: served,
      serviceS,
      serviceHistogram,
      servicesCut: 0,
    },
  };
}

/** Publishes the day as a node does, and waits until all of it is stored. The store lives in the day's time. */
export async function publishShop(node: TestNode, messages: readonly Envelope[]): Promise<void> {
  const time = messages.at(-1)?.time;
  await node.publish('birth', JSON.stringify(birth({ clock: 'simulated', time: new Date(T0).toISOString() })), true);
  await node.publish('state', JSON.stringify({ state: 'online' }), true);
  const doors = [{ line: 'door', direction: 'in' as const, missedShare: 0.06, sd: 0.01, errs: true }];
  await node.publish('health', JSON.stringify(health({ doors, ...(time && { time }) })));
  await node.publish('live', JSON.stringify(liveMessage({ ...(time && { time }) })));
  for (const message of messages) await node.send(message);
  await node.acked((ack) => ack.upTo === messages.length);
}
