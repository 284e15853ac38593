import { newPeriod, stepSums } from '../../../models/aggregate/bucket.ts';
import { DIRECTIONS } from '../../../models/aggregate/facts.ts';
import { periodMessages } from '../../../models/aggregate/messages.ts';
import type { Plan } from '../../../models/aggregate/plan.ts';
import type { AggregateData } from '../../../models/contract/aggregate.ts';

interface Columns {
  personS: Float64Array;
  visits: Int32Array;
  steps: Int32Array;
  /** Who was counted last in each cell and step: a person's facts come all at once. */
  lastVisit: Int32Array;
  lastStep: Int32Array;
  flows: Map<string, { count: number; variance: number }>;
  ends: Map<string, { count: number; variance: number }>;
}

/**
 * The sums of heat periods as the book makes them (`models/aggregate/book.ts`), in columns: the book must tell apart people
 * whose facts arrive mixed, and pays for it with a string a fact, which is too much for a store-year.
 */
export class PeriodColumns {
  private readonly plan: Plan;
  private readonly floor: string;
  private readonly cells: number;
  private readonly open = new Map<number, Columns>();

  constructor(plan: Plan) {
    const [{ id, grid }] = plan.floors;
    this.plan = plan;
    this.floor = id;
    this.cells = grid.columns * grid.rows;
  }

  inCell(cell: number, tMs: number, dtS: number, person: number): void {
    const at = this.at(tMs);
    at.personS[cell] += dtS;
    if (at.lastVisit[cell] === person) return;
    at.lastVisit[cell] = person;
    at.visits[cell]++;
  }

  stepped(cell: number, direction: number, tMs: number, person: number): void {
    const at = this.at(tMs);
    const i = cell * DIRECTIONS + direction;
    if (at.lastStep[i] === person) return;
    at.lastStep[i] = person;
    at.steps[i]++;
  }

  moved(from: string, to: string, tMs: number, variance: number): void {
    addPair(this.at(tMs).flows, `${from}>${to}`, variance);
  }

  went(from: string, to: string, tMs: number, variance: number): void {
    addPair(this.at(tMs).ends, `${from}>${to}`, variance);
  }

  /** Periods that are over at that moment, as messages; the cameras saw all of them. */
  close(nowMs: number): AggregateData[] {
    const over = [...this.open.keys()].filter((startMs) => startMs + this.plan.heatMs <= nowMs).sort((a, b) => a - b);
    return over.flatMap((startMs) => {
      const columns = this.open.get(startMs) as Columns;
      this.open.delete(startMs);
      return periodMessages(this.periodOf(startMs, columns), this.plan);
    });
  }

  private periodOf(startMs: number, columns: Columns) {
    const period = newPeriod(startMs);
    const cells: (typeof period.cells)[string] = {};
    period.cells[this.floor] = cells;
    for (let cell = 0; cell < this.cells; cell++) {
      if (columns.visits[cell] > 0) cells[cell] = [columns.personS[cell], columns.visits[cell]];
      for (let d = 0; d < DIRECTIONS; d++) {
        const count = columns.steps[cell * DIRECTIONS + d];
        if (count > 0) stepSums(period, this.floor, cell)[d] = count;
      }
    }
    for (const { cameras } of this.plan.floors) for (const camera of cameras) period.seenMs[camera] = this.plan.heatMs;
    period.flows = Object.fromEntries(columns.flows);
    period.ends = Object.fromEntries(columns.ends);
    return period;
  }

  private at(tMs: number): Columns {
    const startMs = Math.floor(tMs / this.plan.heatMs) * this.plan.heatMs;
    let columns = this.open.get(startMs);
    if (!columns) {
      columns = {
        personS: new Float64Array(this.cells),
        visits: new Int32Array(this.cells),
        steps: new Int32Array(this.cells * DIRECTIONS),
        lastVisit: new Int32Array(this.cells).fill(-1),
        lastStep: new Int32Array(this.cells * DIRECTIONS).fill(-1),
        flows: new Map(),
        ends: new Map(),
      };
      this.open.set(startMs, columns);
    }
    return columns;
  }
}

function addPair(pairs: Columns['flows'], pair: string, variance: number): void {
  const sums = pairs.get(pair);
  if (sums) {
    sums.count++;
    sums.variance += variance;
  } else pairs.set(pair, { count: 1, variance });
}
