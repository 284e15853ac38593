import { attack } from '../gateway/privacy/attack-day.ts';
import { readDay } from '../gateway/privacy/reader.ts';
import { smallStore, worldOf } from '../gateway/privacy/world.ts';
import { messagesOf } from '../gateway/privacy/world-messages.ts';
import { feed, testApi } from '../support/api.ts';

const DAY_MS = 86_400_000;
/** 2020-01-07 in Berlin; the days go on over both changes of the clock. */
const FIRST_MS = Date.UTC(2020, 0, 6, 23);

/** Days of a small store that are read whole over the API and solved: how many, and what was learned of any cell. */
export async function attackWorlds(seed: number, worlds: number): Promise<{ attacked: number; leaks: string[] }> {
  const site = smallStore();
  const api = await testApi(site, FIRST_MS + 4000 * DAY_MS);
  const leaks: string[] = [];
  try {
    let seq = 0;
    for (let day = 0; day < worlds; day++) {
      const dayMs = FIRST_MS + day * DAY_MS;
      const world = worldOf(seed * 1_000_000 + day);
      await feed(api.store, ...messagesOf(world, site, dayMs, () => ++seq));
      const told = await readDay((schema, path) => api.get(schema, path), site, dayMs);
      for (const leak of await attack(world, told)) leaks.push(`world ${day}: ${leak}`);
    }
  } finally {
    await api.close();
  }
  return { attacked: worlds, leaks };
}
