import { solved } from './attacker.ts';
import { puzzlesOf } from './puzzles.ts';
import type { Published } from './reader.ts';
import type { World } from './world.ts';

/** Names of what somebody learns who has read all that is told of a day. What the exempt figures tell alone is not learned. */
export async function attack(world: World, told: Published): Promise<string[]> {
  const learned: string[] = [];
  for (const { facts, secrets, exempt, whole } of puzzlesOf(world, told)) {
    const known = await solved(facts, secrets, whole);
    const anyway = exempt && known.length > 0 ? await solved(exempt, known, whole) : [];
    for (const secret of known) if (!anyway.includes(secret)) learned.push(`${secret.name} is ${secret.value}`);
  }
  return learned;
}
