import loadHighs from 'highs';

/** Names of unknown counts, each as often as it is in a sum. */
export type Sum = string[];
/** What the attacker has read: a sum of cells, and its value. */
export interface Fact {
  sum: Sum;
  value: number;
}
/** A count that must not be known. */
export interface Secret {
  name: string;
  sum: Sum;
  value: number;
}

type Highs = Awaited<ReturnType<typeof loadHighs>>;
let solver: Promise<Highs> | undefined;

/**
 * Secrets that follow from the facts, all counts being integers from 0 up: there is no other world with the same facts
 * in which the secret has another value. Integer programs look for such worlds: first for one that is far off in all
 * secrets, then for each that is left for its least and its greatest value.
 */
export async function solved(facts: readonly Fact[], secrets: readonly Secret[]): Promise<Secret[]> {
  solver ??= loadHighs();
  const highs = await solver;
  const rows = new Map(facts.filter((f) => f.sum.length > 0).map((f) => [`${[...f.sum].sort()}`, f]));
  let left = [...secrets];
  for (const sense of ['Minimize', 'Maximize'] as const) {
    if (left.length === 0) return [];
    const world = otherWorld(highs, sense, left, [...rows.values()]);
    left = left.filter(({ sum, value }) => total(sum, world) === value);
  }
  return left.filter((secret) => {
    const senses = ['Minimize', 'Maximize'] as const;
    return senses.every((sense) => {
      const world = otherWorld(highs, sense, [secret], [...rows.values()]);
      return total(secret.sum, world) === secret.value;
    });
  });
}

const total = (sum: Sum, world: ReadonlyMap<string, number>): number =>
  sum.reduce((all, name) => all + world.get(name)!, 0);

/** A world that agrees with the facts, in which the secrets together are as small or as great as they can be. */
function otherWorld(
  highs: Highs,
  sense: 'Minimize' | 'Maximize',
  secrets: readonly Secret[],
  facts: readonly Fact[],
): Map<string, number> {
  const wanted = secrets.flatMap(({ sum }) => sum);
  const names = [...new Set([...wanted, ...facts.flatMap((fact) => fact.sum)])];
  const at = new Map(names.map((name, i) => [name, `x${i}`]));
  const text = (of: Sum) => {
    const times = new Map<string, number>();
    for (const name of of) times.set(name, (times.get(name) ?? 0) + 1);
    return [...times].map(([name, n]) => `${n} ${at.get(name)}`).join(' + ');
  };
  const rows = facts.map((fact, i) => `c${i}: ${text(fact.sum)} = ${fact.value}`);
  // What no fact bounds is bounded by this.
  const bounds = names.map((_, i) => `0 <= x${i} <= 1000`);
  const program = [
    ...[sense, `obj: ${text(wanted)}`, 'Subject To', ...rows],
    ...['Bounds', ...bounds, 'General', names.map((_, i) => `x${i}`).join(' '), 'End'],
  ].join('\n');
  const { Status, Columns } = highs.solve(program);
  if (Status !== 'Optimal') throw new Error(`the attacker's program is ${Status}`);
  return new Map(names.map((name, i) => [name, Math.round((Columns[`x${i}`] as { Primal: number }).Primal)]));
}
