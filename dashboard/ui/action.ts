import { useState } from 'preact/hooks';
import type { Answered, Fault } from '../api.ts';

export interface Action {
  busy: boolean;
  fault: Fault | undefined;
  /** Does it unless it is being done; what it answers, or undefined where that went wrong. */
  run<T>(what: () => Promise<Answered<T>>): Promise<T | undefined>;
  clear(): void;
}

/** Something that is done on a press: whether it is under way, and what went wrong with it last. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  return {
    busy,
    fault,
    clear: () => setFault(undefined),
    async run(what) {
      if (busy) return undefined;
      setBusy(true);
      setFault(undefined);
      const answer = await what();
      setBusy(false);
      if (answer.ok) return answer.data;
      setFault(answer.fault);
      return undefined;
    },
  };
}
