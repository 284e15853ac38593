import { useCallback, useEffect, useState } from 'preact/hooks';
import { ask } from '../api.ts';
import type { Resource } from '../state.ts';

/**
 * The gateway's answer to one question, asked anew when the question or `stamp` changes, or on the returned call. What
 * was there stays until the new answer is here; another question's answer does not.
 */
export function useAnswer<T>(url: string | undefined, stamp?: unknown): [Resource<T>, () => void] {
  const [resource, setResource] = useState<Resource<T>>({ loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (url === undefined) return;
    const asking = new AbortController();
    setResource((before) => (before.url === url ? { ...before, loading: true } : { url, loading: true }));
    ask<T>(url, asking.signal).then(
      (answer) =>
        setResource((before) => {
          if (answer.ok) return { url, data: answer.data, fetchedAtMs: answer.fetchedAtMs, loading: false };
          const data = answer.fault.kind === 'away' ? before.data : undefined;
          return { url, data, fault: answer.fault, loading: false };
        }),
      // It was ended because something newer is asked.
      () => {},
    );
    return () => asking.abort();
  }, [url, turn, stamp]);
  const again = useCallback(() => setTurn((it) => it + 1), []);
  return [resource, again];
}
