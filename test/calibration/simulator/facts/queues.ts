import { leftMs } from '../../../../calibration/simulator/people/itinerary.ts';
import type { Facts } from '../facts.ts';
import * as f from '../facts.ts';
import { days, type Fact, its, share, waits } from './fact.ts';

/** Mean wait over what Erlang C with the same arrivals, services and open tills, hour by hour, would have. */
function waitOverErlang(facts: Facts): number {
  const HOUR = 3_600_000;
  let [seen, expected] = [0, 0];
  for (const { day, its: all } of days(facts)) {
    const queued = all.flatMap((it) => (it.wait?.till === undefined ? [] : [it.wait]));
    for (let hour = 0; hour < 12; hour++) {
      const from = day.open!.fromMs + hour * HOUR;
      const here = queued.filter((w) => w.joinMs >= from && w.joinMs < from + HOUR);
      if (here.length < 20) continue;
      const tills = new Set(here.map((w) => w.till)).size;
      // A till is taken from the call to the end of the service.
      const service = f.mean(here.map((w) => (w.doneMs - w.endMs) / 1000));
      const load = (here.length / 3600) * service;
      if (load > 0.9 * tills) continue;
      seen += f.sum(here.map((w) => (w.endMs - w.joinMs) / 1000));
      const cv2 = variance(here.map((w) => (w.doneMs - w.endMs) / 1000)) / service ** 2;
      // Allen & Cunneen: M/G/c is M/M/c times half of one and the service's squared coefficient of variation.
      expected += ((here.length * erlangC(tills, load) * service) / (tills - load)) * ((1 + cv2) / 2);
    }
  }
  return seen / expected;
}

const variance = (values: readonly number[]): number => {
  const m = f.mean(values);
  return f.mean(values.map((v) => (v - m) ** 2));
};

/** Chance to wait with c servers and a load of a Erlangs (Erlang 1917). */
export function erlangC(c: number, a: number): number {
  let blocked = 1;
  for (let k = 1; k <= c; k++) blocked = (a * blocked) / (k + a * blocked);
  return blocked / (1 - (a / c) * (1 - blocked));
}

/** Queues and tills. */
export const QUEUES: readonly Fact[] = [
  {
    fact: 'mean seconds of a service',
    band: [35, 80],
    source: 'supermarket tills: 40–70 s',
    of: (x) => f.mean(waits(x).map((w) => (w.doneMs - w.startMs) / 1000)),
  },
  {
    fact: 'share of waits below two minutes',
    band: [0.6, 1],
    source: 'mystery shopping of grocers: most wait less than 2–3 minutes',
    of: (x) => share(waits(x), (w) => w.endMs - w.joinMs < 120_000),
  },
  {
    fact: 'queues given up',
    band: [0, 0.03],
    source: 'Lu, Musalem, Olivares & Schilkrut 2013: rare below ten ahead',
    of: (x) =>
      its(x).filter((it) => it.wait && it.wait.till === undefined).length / its(x).filter((it) => it.wait).length,
  },
  {
    fact: 'mean wait over the Erlang figure',
    band: [0.6, 1.5],
    source: 'Erlang 1917; Allen & Cunneen: 1 for Poisson arrivals in a steady hour',
    only: 'lists',
    of: waitOverErlang,
  },
  {
    fact: 'mean wait over the Erlang figure',
    band: [1.2, 12],
    source: 'bursts make longer queues than Poisson arrivals',
    only: 'crowds',
    of: waitOverErlang,
  },
  {
    fact: 'hours after closing until the last has left',
    band: [0, 1],
    source: 'tills close within the hour',
    of: (x) => Math.max(...days(x).flatMap((d) => d.its.map((it) => (leftMs(it) - d.day.open!.toMs) / 3_600_000))),
  },
];
