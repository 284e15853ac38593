import { percent } from '../format.ts';
import type { PageState } from '../state.ts';

/** A line that counts wrong beyond chance, and how, in words. */
export interface ErringDoor {
  line: string;
  text: string;
}

/** As the nodes' balances found out: by line, first the way in. */
export function erringDoors(state: PageState): ErringDoor[] {
  return (state.resources.nodes.data?.nodes ?? [])
    .filter((it) => it.store === state.store)
    .flatMap((it) => it.health?.doors ?? [])
    .filter((it) => it.errs)
    .map(({ line, direction, missedShare }) => {
      const share = percent(Math.abs(missedShare));
      const text =
        missedShare < 0 ? `counts about ${share} too many ${direction}` : `misses about ${share} ${direction}`;
      return { line, text };
    });
}
