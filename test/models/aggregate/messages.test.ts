import { describe, expect, it } from 'vitest';
import { newMinute, newPeriod } from '../../../models/aggregate/bucket.ts';
import { minuteMessages, periodMessages } from '../../../models/aggregate/messages.ts';
import type { Plan } from '../../../models/aggregate/plan.ts';
import { MAX_MESSAGE_BYTES } from '../../../models/contract/envelope.ts';

/** Room that the envelope takes. */
const ENVELOPE_BYTES = 1000;
const longId = (n: number) => String(n).padStart(64, 'z');

/** A department store with as many zones as nobody has, ids as long as they may be, and everything in use. */
const plan: Plan = {
  zones: Array.from({ length: 300 }, (_, i) => ({ id: longId(i), engagedS: 10, cameras: ['door'] })),
  queues: Array.from({ length: 300 }, (_, i) => ({ id: longId(i), cameras: ['door'] })),
  lines: Array.from({ length: 400 }, (_, i) => ({ id: longId(i), cameras: ['door'] })),
  floors: [{ id: longId(0), grid: { cellM: 0.5, columns: 100, rows: 80 }, cameras: ['door'] }],
  minVisits: 1,
  heatMs: 60_000,
};

describe('messages of a very large store', () => {
  const minute = newMinute(0);
  const period = newPeriod(0);
  const pairs = 3000;
  for (let i = 0; i < pairs; i++) {
    period.flows[`${longId(i % 300)}>${longId((i * 7 + 1 + Math.floor(i / 300)) % 300)}`] = {
      count: 3,
      variance: 0.123456,
    };
  }
  for (const [pair, sums] of Object.entries(period.flows)) period.ends[pair.replace('>', '>line:')] = sums;
  period.steps[longId(0)] = Object.fromEntries(Array.from({ length: 8000 }, (_, i) => [i, Array(8).fill(9876)]));
  period.cells[longId(0)] = Object.fromEntries(Array.from({ length: 8000 }, (_, i) => [i, [1234.567891, 9876]]));
  const messages = [...minuteMessages(minute, plan), ...periodMessages(period, plan)];

  it('fit on the wire', () => {
    for (const { data } of messages) {
      expect(Buffer.byteLength(JSON.stringify(data)) + ENVELOPE_BYTES).toBeLessThan(MAX_MESSAGE_BYTES);
    }
  });

  it('hold every line, zone, queue, transition, way, cell and floor once', () => {
    const rows = { lines: 0, zones: 0, queues: 0, floors: 0, flows: 0, ends: 0, cells: 0, steps: 0 };
    for (const { kind, data } of messages) {
      if (kind === 'traffic') rows.lines += data.lines.length;
      if (kind === 'flow') {
        rows.flows += data.flows.length;
        rows.ends += data.ends?.length ?? 0;
      }
      if (kind === 'queue') rows.queues += data.queues.length;
      if (kind === 'path') rows.steps += data.cells.length;
      if (kind === 'heat') rows.cells += data.cells.length;
      if (kind === 'zone') {
        rows.zones += data.zones.length;
        rows.floors += data.floors.length;
      }
    }
    const ways = Object.keys(period.flows).length;
    const grid = { cells: 8000, steps: 8000 };
    expect(rows).toEqual({ lines: 400, zones: 300, queues: 300, floors: 1, flows: ways, ends: ways, ...grid });
  });
});
