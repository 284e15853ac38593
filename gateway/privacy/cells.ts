import { addCellHour, type CellSums, emptyCells } from '../../models/privacy/cells.ts';
import type { CellPeriod } from '../store/store.ts';
import type { GridHour } from './grid.ts';

/** Tells what a period says of its cells: `add(cell, count, amount)`. */
export type Say<P> = (period: P, add: (cell: number, count: number, amount: number) => void) => void;

/**
 * Published sums of `size` cells over whole hours of the store's clock. A period belongs to the hour in which it begins;
 * several messages of one period add.
 */
export class PublishedCells<P extends CellPeriod> {
  readonly sums: CellSums;
  readonly #k: number;
  readonly #say: Say<P>;
  /** Of the hour at hand, and of the period. */
  readonly #count: Float64Array;
  readonly #amount: Float64Array;
  readonly #largest: Float64Array;
  readonly #current: Float64Array;
  readonly #inHour: Uint8Array;
  readonly #inPeriod: Uint8Array;
  #period: number[] = [];

  constructor(size: number, k: number, say: Say<P>) {
    this.sums = emptyCells(size);
    this.#k = k;
    this.#say = say;
    this.#count = new Float64Array(size);
    this.#amount = new Float64Array(size);
    this.#largest = new Float64Array(size);
    this.#current = new Float64Array(size);
    this.#inHour = new Uint8Array(size);
    this.#inPeriod = new Uint8Array(size);
  }

  /** Hours and the periods that begin in them, both in order. */
  add(hours: readonly GridHour[], periods: readonly P[]): void {
    let next = 0;
    for (const hour of hours) {
      const cells: number[] = [];
      while (next < periods.length && periods[next].startMs < hour.endMs) {
        const one = periods[next++];
        this.#say(one, this.#add);
        if (periods[next]?.startMs !== one.startMs) this.#closePeriod(cells);
      }
      const [count, amount, largest] = [this.#count, this.#amount, this.#largest];
      addCellHour(this.sums, { cells, count, amount, largest, over: hour.over }, this.#k);
      for (const cell of cells) count[cell] = amount[cell] = largest[cell] = this.#inHour[cell] = 0;
    }
  }

  readonly #add = (cell: number, n: number, much: number): void => {
    if (n === 0 && much === 0) return;
    this.#count[cell] += n;
    this.#amount[cell] += much;
    this.#current[cell] += n;
    if (this.#inPeriod[cell]) return;
    this.#inPeriod[cell] = 1;
    this.#period.push(cell);
  };

  #closePeriod(cells: number[]): void {
    for (const cell of this.#period) {
      this.#largest[cell] = Math.max(this.#largest[cell], this.#current[cell]);
      this.#current[cell] = this.#inPeriod[cell] = 0;
      if (this.#inHour[cell]) continue;
      this.#inHour[cell] = 1;
      cells.push(cell);
    }
    this.#period = [];
  }
}
