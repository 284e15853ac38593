export interface Worlds {
  k: number;
  cells: number;
  options: readonly (readonly number[])[];
  most?: number;
}

/**
 * The attacker that knows the rule: all worlds that would publish the same, compared. Whatever they agree on is known to
 * who reads the figures. A world is `cells` times one of the `options`, each a list of counts; returns how many counts of
 * 1 to k − 1 are known in some world. `publish` may not keep the world. `most`: worlds whose first counts add up to more
 * are left out. Where the sum is published it bounds no single count; a bound on each would make some look known.
 * `secrets`: the counts in question, where not all are.
 */
export function pinned(
  { k, cells, options, most = Number.POSITIVE_INFINITY }: Worlds,
  publish: (world: readonly (readonly number[])[]) => unknown,
  secrets: (world: readonly (readonly number[])[]) => readonly number[] = (world) => world.flat(),
): number {
  const seen = new Map<string, { low: number[]; high: number[] }>();
  const world: (readonly number[])[] = [];
  const enter = (cell: number, left: number): void => {
    if (cell < cells) {
      for (const option of options) {
        if (option[0] > left) continue;
        world[cell] = option;
        enter(cell + 1, left - option[0]);
      }
      return;
    }
    const key = JSON.stringify(publish(world));
    const flat = [...secrets(world)];
    const alike = seen.get(key);
    if (!alike) {
      seen.set(key, { low: [...flat], high: flat });
      return;
    }
    flat.forEach((n, i) => {
      if (n < alike.low[i]) alike.low[i] = n;
      if (n > alike.high[i]) alike.high[i] = n;
    });
  };
  enter(0, most);
  return [...seen.values()].flatMap(({ low, high }) => low.filter((n, i) => n === high[i] && n > 0 && n < k)).length;
}
