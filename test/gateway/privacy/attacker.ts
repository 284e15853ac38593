import loadHighs from 'highs';

/** Names of unknown counts, each as often as it is in a sum. */
export type Sum = string[];
/** What the attacker has read, or knows of how counts hang together: a sum of cells less others, and its value. */
export interface Fact {
  sum: Sum;
  minus?: Sum;
  value: number;
  /** `=` where left out. */
  is?: '=' | '>=' | '<=';
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
 * secrets, then for each that is left for its least and its greatest value. `whole` false: amounts need not be integers.
 */
export async function solved(facts: readonly Fact[], secrets: readonly Secret[], whole = true): Promise<Secret[]> {
  solver ??= loadHighs();
  const highs = await solver;
  const rows = facts.filter((f) => f.sum.length + (f.minus?.length ?? 0) > 0);
  const own = [...new Map(rows.map((f) => [`${[...f.sum].sort()}-${f.minus}${f.is}`, f])).values()];
  let left = [...secrets];
  for (const sense of ['Minimize', 'Maximize'] as const) {
    if (left.length === 0) return [];
    const world = otherWorld(highs, sense, left, own, whole);
    left = left.filter(({ sum, value }) => isNear(total(sum, world), value));
  }
  return left.filter((secret) => {
    const senses = ['Minimize', 'Maximize'] as const;
    return senses.every((sense) => {
      const world = otherWorld(highs, sense, [secret], own, whole);
      return isNear(total(secret.sum, world), secret.value);
    });
  });
}

/** The solver keeps to its facts by a millionth. */
const isNear = (a: number, b: number): boolean => Math.abs(a - b) < 1e-3;

const total = (sum: Sum, world: ReadonlyMap<string, number>): number =>
  sum.reduce((all, name) => all + world.get(name)!, 0);

/** What no fact bounds is bounded by this. */
const MOST = 1000;

/** A world that agrees with the facts, in which the secrets together are as small or as great as they can be. */
function otherWorld(
  highs: Highs,
  sense: 'Minimize' | 'Maximize',
  secrets: readonly Secret[],
  facts: readonly Fact[],
  whole: boolean,
): Map<string, number> {
  const wanted = secrets.flatMap(({ sum }) => sum);
  const names = [...new Set([...wanted, ...facts.flatMap(({ sum, minus = [] }) => [...sum, ...minus])])];
  const at = new Map(names.map((name, i) => [name, `x${i}`]));
  const text = (of: Sum, minus: Sum = []) => {
    const times = new Map<string, number>();
    for (const name of of) times.set(name, (times.get(name) ?? 0) + 1);
    for (const name of minus) times.set(name, (times.get(name) ?? 0) - 1);
    return [...times].map(([name, n]) => `${n < 0 ? '-' : '+'} ${Math.abs(n)} ${at.get(name)}`).join(' ');
  };
  const rows = facts.map(({ sum, minus, value, is = '=' }, i) => `c${i}: ${text(sum, minus)} ${is} ${value}`);
  const bounds = names.map((_, i) => `0 <= x${i} <= ${MOST}`);
  const integers = whole ? ['General', names.map((_, i) => `x${i}`).join(' ')] : [];
  const program = [
    ...[sense, `obj: ${text(wanted)}`, 'Subject To', ...rows],
    ...['Bounds', ...bounds, ...integers, 'End'],
  ].join('\n');
  const { Status, Columns } = highs.solve(program);
  if (Status !== 'Optimal') throw new Error(`the attacker's program is ${Status}`);
  const value = (i: number) => (Columns[`x${i}`] as { Primal: number }).Primal;
  return new Map(names.map((name, i) => [name, whole ? Math.round(value(i)) : value(i)]));
}
