/** Mass below this is rounding. */
const NOTHING = 1e-12;

/**
 * Least cost of moving `supply` onto `demand` (equal sums) at `cost(i, j)` ≥ 0 a unit: exact, by successive cheapest
 * paths with potentials (Edmonds and Karp 1972). O(n · m) a path, about n + m paths.
 */
export function transportCost(
  supply: readonly number[],
  demand: readonly number[],
  cost: (from: number, to: number) => number,
): number {
  const n = supply.length;
  const m = demand.length;
  const price = Float64Array.from({ length: n * m }, (_, at) => cost(Math.floor(at / m), at % m));
  const flow = new Float64Array(n * m);
  const left = Float64Array.from(supply);
  const wanted = Float64Array.from(demand);
  const potential = new Float64Array(n + m);
  const distance = new Float64Array(n + m);
  const from = new Int32Array(n + m);
  const done = new Uint8Array(n + m);
  for (;;) {
    const end = cheapestPath(n, m, price, flow, left, wanted, potential, distance, from, done);
    if (end < 0) break;
    for (let node = 0; node < n + m; node++) potential[node] += Math.min(distance[node], distance[end]);
    push(n, m, end, flow, left, wanted, from);
  }
  return flow.reduce((sum, amount, at) => sum + amount * price[at], 0);
}

/** Dijkstra from every supplier with mass left to the nearest place that wants some; gives that node, −1 if none. */
function cheapestPath(
  n: number,
  m: number,
  price: Float64Array,
  flow: Float64Array,
  left: Float64Array,
  wanted: Float64Array,
  potential: Float64Array,
  distance: Float64Array,
  from: Int32Array,
  done: Uint8Array,
): number {
  distance.fill(Number.POSITIVE_INFINITY);
  done.fill(0);
  for (let i = 0; i < n; i++) {
    if (left[i] <= NOTHING) continue;
    distance[i] = 0;
    from[i] = -1;
  }
  for (;;) {
    let node = -1;
    for (let k = 0; k < n + m; k++) {
      if (done[k] === 0 && distance[k] < Number.POSITIVE_INFINITY && (node < 0 || distance[k] < distance[node]))
        node = k;
    }
    if (node < 0) return -1;
    done[node] = 1;
    if (node >= n && wanted[node - n] > NOTHING) return node;
    const others = node < n ? m : n;
    for (let k = 0; k < others; k++) {
      const other = node < n ? n + k : k;
      const at = node < n ? node * m + k : k * m + (node - n);
      if (done[other] === 1 || (node >= n && flow[at] <= NOTHING)) continue;
      const length = (node < n ? price[at] : -price[at]) + potential[node] - potential[other];
      const reached = distance[node] + Math.max(0, length);
      if (reached >= distance[other]) continue;
      distance[other] = reached;
      from[other] = node;
    }
  }
}

/** Sends as much as the path to `end` can carry. */
function push(
  n: number,
  m: number,
  end: number,
  flow: Float64Array,
  left: Float64Array,
  wanted: Float64Array,
  from: Int32Array,
): void {
  let amount = wanted[end - n];
  let start = end;
  for (let node = end; from[node] >= 0; node = from[node]) {
    if (node < n) amount = Math.min(amount, flow[node * m + (from[node] - n)]);
    start = from[node];
  }
  amount = Math.min(amount, left[start]);
  for (let node = end; from[node] >= 0; node = from[node]) {
    if (node < n) flow[node * m + (from[node] - n)] -= amount;
    else flow[from[node] * m + (node - n)] += amount;
  }
  left[start] -= amount;
  wanted[end - n] -= amount;
}
