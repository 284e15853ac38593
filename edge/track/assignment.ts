/**
 * Minimum-cost assignment of rows to columns where a pair may also be refused: each row may stay alone at the cost
 * `gate`, so no pair dearer than the gate is ever made and the sum over pairs of (cost − gate) is minimal.
 *
 * Successive shortest augmenting paths with potentials (Jonker and Volgenant 1987); staying alone is a private column
 * of each row that is never stored. O(rows² · columns), close to rows · columns where few pairs compete. Buffers grow to
 * the largest problem seen and are then reused.
 */
export class Assignment {
  /** Column of each row after `solve`, −1 where it stays alone. */
  columnOf = new Int32Array(0);
  /** Row of each column after `solve`, −1 where it stays alone. */
  rowOf = new Int32Array(0);
  #potential = new Float64Array(0);
  #distance = new Float64Array(0);
  #from = new Int32Array(0);
  #done = new Uint8Array(0);

  /** `cost` is row-major, at least rows × columns; Infinity forbids a pair. Gives the number of pairs. */
  solve(rows: number, columns: number, cost: Float64Array, gate: number): number {
    this.#reserve(rows, columns);
    const { columnOf, rowOf } = this;
    columnOf.fill(-1, 0, rows);
    rowOf.fill(-1, 0, columns);
    this.#potential.fill(0, 0, columns);
    for (let row = 0; row < rows; row++) this.#augment(row, columns, cost, gate);
    let pairs = 0;
    for (let row = 0; row < rows; row++) if (columnOf[row] >= 0) pairs++;
    return pairs;
  }

  /** Adds one row: the cheapest path ends in a free column, or in a row (this one or one pushed out) that stays alone. */
  #augment(start: number, columns: number, cost: Float64Array, gate: number): void {
    const { columnOf, rowOf } = this;
    const potential = this.#potential;
    const distance = this.#distance;
    const from = this.#from;
    const done = this.#done;
    distance.fill(Number.POSITIVE_INFINITY, 0, columns);
    done.fill(0, 0, columns);
    let row = start;
    let base = 0;
    let aloneAt = gate;
    let aloneRow = start;
    let end = -1;
    for (;;) {
      let next = -1;
      let nearest = Number.POSITIVE_INFINITY;
      const at = row * columns;
      // The row's own potential is what its present pair costs, so that pair has a reduced cost of zero.
      const own = row === start ? 0 : cost[at + columnOf[row]] - potential[columnOf[row]];
      if (base + gate - own < aloneAt) {
        aloneAt = base + gate - own;
        aloneRow = row;
      }
      for (let column = 0; column < columns; column++) {
        if (done[column] === 1) continue;
        const c = cost[at + column];
        if (c <= gate) {
          const through = base + c - potential[column] - own;
          if (through < distance[column]) {
            distance[column] = through;
            from[column] = row;
          }
        }
        if (distance[column] < nearest) {
          nearest = distance[column];
          next = column;
        }
      }
      if (next < 0 || aloneAt <= nearest) break;
      base = nearest;
      done[next] = 1;
      if (rowOf[next] < 0) {
        end = next;
        break;
      }
      row = rowOf[next];
    }
    const reach = end >= 0 ? base : aloneAt;
    for (let column = 0; column < columns; column++) {
      if (done[column] === 1) potential[column] += distance[column] - reach;
    }
    this.#flip(start, end, aloneRow);
  }

  #flip(start: number, end: number, aloneRow: number): void {
    const { columnOf, rowOf } = this;
    let column = end;
    if (end < 0) {
      if (aloneRow === start) return;
      column = columnOf[aloneRow];
      columnOf[aloneRow] = -1;
    }
    for (;;) {
      const row = this.#from[column];
      const before = columnOf[row];
      columnOf[row] = column;
      rowOf[column] = row;
      if (row === start) return;
      column = before;
    }
  }

  #reserve(rows: number, columns: number): void {
    if (rows > this.columnOf.length) this.columnOf = new Int32Array(rows * 2);
    if (columns <= this.rowOf.length) return;
    this.rowOf = new Int32Array(columns * 2);
    this.#potential = new Float64Array(columns * 2);
    this.#distance = new Float64Array(columns * 2);
    this.#from = new Int32Array(columns * 2);
    this.#done = new Uint8Array(columns * 2);
  }
}
