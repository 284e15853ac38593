import { coverage, judgedUntil } from '../../figures/coverage.ts';
import type { AlertSource } from '../source.ts';

const HOUR_MS = 3_600_000;

/** Share of the last hour in which each line and zone was really seen. One that never reported is not known. */
export const coverageLow: AlertSource = {
  kind: 'coverage-low',
  below: true,
  async read({ site, store, nowMs }) {
    const span = { store: site.store, fromMs: nowMs - HOUR_MS, toMs: nowMs, grainMs: Number.POSITIVE_INFINITY };
    const untilMs = judgedUntil(span.toMs, nowMs, null);
    const lines = new Map((await store.traffic(span)).map((sum) => [sum.line, sum.seenS]));
    const zones = new Map((await store.zones(span)).map((sum) => [sum.zone, sum.seenS]));
    const reading = (kind: 'Line' | 'Zone', id: string, name: string, seenS: number | undefined) => {
      const value = coverage(seenS, span.fromMs, untilMs);
      const share = value === null ? 'an unknown share' : `${Math.floor(value * 100)} %`;
      return {
        subject: `${kind.toLowerCase()}/${id}`,
        value,
        text: `${kind} ${name} was seen ${share} of the last hour.`,
      };
    };
    return [
      ...site.lines.map(({ id, name }) => reading('Line', id, name ?? id, lines.get(id))),
      ...site.zones.map(({ id, name }) => reading('Zone', id, name ?? id, zones.get(id))),
    ];
  },
};
