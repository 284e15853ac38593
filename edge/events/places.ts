/** Side of a learned cell. */
const CELL_M = 1;
/** Newcomers a second and square metre, and losses by leaving a second, where nothing was learned yet. */
const ARRIVALS = 1e-3;
const EXITS = 0.05;
/** So much watching, and so many seconds of presence, weigh as much as those first guesses. */
const ARRIVALS_PRIOR_S = 60;
const EXITS_PRIOR_S = 4;

/** What was learned, as plain data: columns of cells, row by row. */
export interface PlacesState {
  columns: number;
  rows: number;
  watchedS: number;
  arrivals: number[];
  exits: number[];
  presenceS: number[];
}

/**
 * Where on a floor people come into sight and get out of it: doors, the picture's edges, behind a pillar. Learned from
 * tracks that begin or end and are no part of another; a track that ends elsewhere was probably lost.
 */
export class Places {
  private state: PlacesState;

  constructor(widthM: number, heightM: number) {
    const columns = Math.max(1, Math.ceil(widthM / CELL_M));
    const rows = Math.max(1, Math.ceil(heightM / CELL_M));
    const zeros = () => new Array<number>(columns * rows).fill(0);
    this.state = { columns, rows, watchedS: 0, arrivals: zeros(), exits: zeros(), presenceS: zeros() };
  }

  watched(dtS: number): void {
    this.state.watchedS += dtS;
  }

  present(xM: number, yM: number, dtS: number): void {
    this.state.presenceS[this.cell(xM, yM)] += dtS;
  }

  arrived(xM: number, yM: number): void {
    this.state.arrivals[this.cell(xM, yM)]++;
  }

  left(xM: number, yM: number): void {
    this.state.exits[this.cell(xM, yM)]++;
  }

  /** Newcomers a second and square metre about this place. */
  arrivalRate(xM: number, yM: number): number {
    const { watchedS, arrivals } = this.state;
    const found = this.around(arrivals, xM, yM);
    return (found + ARRIVALS * ARRIVALS_PRIOR_S) / (watchedS + ARRIVALS_PRIOR_S) / (CELL_M * CELL_M);
  }

  /** How often a second somebody who is at this place gets out of sight for good. */
  exitRate(xM: number, yM: number): number {
    const { exits, presenceS } = this.state;
    return (this.around(exits, xM, yM) + EXITS * EXITS_PRIOR_S) / (this.around(presenceS, xM, yM) + EXITS_PRIOR_S);
  }

  /** The same as far as it was seen: 0 where nobody was ever. */
  exitsSeen(xM: number, yM: number): number {
    return this.around(this.state.exits, xM, yM) / (this.around(this.state.presenceS, xM, yM) + EXITS_PRIOR_S);
  }

  /** How often a second of presence somebody was seen to come into sight at this place. */
  entriesSeen(xM: number, yM: number): number {
    return this.around(this.state.arrivals, xM, yM) / (this.around(this.state.presenceS, xM, yM) + EXITS_PRIOR_S);
  }

  snapshot(): PlacesState {
    return structuredClone(this.state);
  }

  restore(state: PlacesState): void {
    this.state = structuredClone(state);
  }

  /** Mean over the place's cell and, with half and quarter the weight, those beside and across. */
  private around(values: readonly number[], xM: number, yM: number): number {
    const { columns, rows } = this.state;
    const cell = this.cell(xM, yM);
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    let sum = 0;
    let weights = 0;
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
        const weight = (r === row ? 2 : 1) * (c === column ? 2 : 1);
        sum += weight * values[r * columns + c];
        weights += weight;
      }
    }
    return sum / weights;
  }

  private cell(xM: number, yM: number): number {
    const { columns, rows } = this.state;
    const column = Math.min(columns - 1, Math.max(0, Math.floor(xM / CELL_M)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor(yM / CELL_M)));
    return row * columns + column;
  }
}
