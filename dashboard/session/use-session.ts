import { useEffect, useState } from 'preact/hooks';
import type { Keeper, SessionState } from './keeper.ts';

/** Who looks, as it changes. */
export function useSession(keeper: Keeper): SessionState {
  const [state, setState] = useState(keeper.state);
  useEffect(() => {
    setState(keeper.state);
    return keeper.subscribe(() => setState(keeper.state));
  }, [keeper]);
  return state;
}
