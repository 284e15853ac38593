import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readObsmat } from '../../calibration/lab/spoil-scenes.ts';
import { Units } from '../../edge/events/units.ts';
import { NoFacts } from '../../models/aggregate/facts.ts';
import { AisleError } from '../../models/contract/errors.ts';
import { DATA } from '../support/data.ts';
import { hasTrajectories } from './events-scenes.ts';

export const name = 'units';

/** Frames a second in which each sequence counts, and where it lies. The thresholds were chosen on the first two. */
const SEQUENCES = [
  { sequence: 'zara01', path: 'UCY/zara01', clock: 25 },
  { sequence: 'students03', path: 'UCY/students03', clock: 25 },
  { sequence: 'eth', path: 'ETH/seq_eth', clock: 15 },
];

/**
 * Buying units against the groups that annotators saw: everybody who comes into sight counts as one who crosses a line
 * at that moment. Beside it the persons, which is what a counter without groups answers.
 */
export async function run(): Promise<Record<string, unknown>> {
  if (!hasTrajectories())
    throw new AisleError(
      'NOT_FOUND',
      'there are no trajectories',
      'Set AISLE_DATA to the folder that holds trajectories/.',
    );
  return Object.fromEntries(SEQUENCES.map(({ sequence, path, clock }) => [sequence, measure(path, clock)]));
}

class Counted extends NoFacts {
  units = 0;
  override unitCrossed(): void {
    this.units++;
  }
}

function measure(path: string, clock: number) {
  const folder = join(DATA, 'trajectories', path);
  const frames = new Map<number, { person: number; xM: number; yM: number }[]>();
  for (const [frame, person, xM, yM] of readObsmat(readFileSync(join(folder, 'obsmat.txt'), 'utf8'))) {
    const others = frames.get(frame) ?? [];
    frames.set(frame, [...others, { person, xM, yM }]);
  }
  const units = new Units();
  const counted = new Counted();
  const seen = new Set<number>();
  let beforeMs: number | undefined;
  for (const frame of [...frames.keys()].sort((a, b) => a - b)) {
    const tMs = (frame * 1000) / clock;
    const people = frames.get(frame) ?? [];
    for (const { person } of people) if (!seen.has(person)) units.crossed(person, 'view', 'in', tMs);
    for (const { person } of people) seen.add(person);
    units.see(people, Math.min(1, (tMs - (beforeMs ?? tMs)) / 1000));
    units.endFrame(tMs, () => counted);
    beforeMs = tMs;
  }
  units.cut(() => counted);
  const truth = unitsOf(readFileSync(join(folder, 'groups.txt'), 'utf8'), seen);
  return {
    persons: seen.size,
    units: counted.units,
    truth,
    error: Math.round((counted.units / truth - 1) * 1e4) / 1e4,
  };
}

/** Lines of ids that belong together; everybody else is alone. */
function unitsOf(text: string, people: ReadonlySet<number>): number {
  const groups = text
    .split('\n')
    .map((line) =>
      line
        .trim()
        .split(/\s+/)
        .map(Number)
        .filter((id) => people.has(id)),
    )
    .filter((ids) => ids.length > 1);
  return people.size - groups.reduce((sum, ids) => sum + ids.length - 1, 0);
}
