import { useEffect, useState } from 'preact/hooks';
import type { Answered, Fault } from '../api.ts';
import type { Keeper } from '../session/keeper.ts';
import { useAction } from '../ui/action.ts';
import { useAnswer } from '../ui/answer.ts';
import { FaultBox } from '../ui/card.tsx';
import { keyBytes, type PushState, pushStateOf, stateWords, subscriptionBody, WORKER } from './push.ts';

const supported = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
/** Which stores this browser asked for: one subscription of the browser serves them all. */
const storedKey = (store: string): string => `aisle-push ${store}`;

async function current(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration('/');
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** Lets this browser be told of the store's alerts while the page is closed, and says what stands in the way. */
export function PushButton({ store, keeper }: { store: string; keeper: Keeper }) {
  const [key] = useAnswer<{ publicKey: string | null }>('/api/v1/push/key');
  const [state, setState] = useState<PushState>();
  const action = useAction();
  const url = `/api/v1/stores/${encodeURIComponent(store)}/push`;
  const publicKey = key.data?.publicKey;
  const look = async (): Promise<void> => {
    if (publicKey === undefined) return;
    const can = isSecureContext && supported();
    const subscribed = can && (await current()) !== null && localStorage.getItem(storedKey(store)) !== null;
    const permission = can ? Notification.permission : 'default';
    setState(pushStateOf({ secure: isSecureContext, supported: supported(), publicKey, permission, subscribed }));
  };
  useEffect(() => void look(), [publicKey, store]);
  const run = async (what: () => Promise<Answered<unknown>>): Promise<void> => {
    await action.run(what);
    await look();
  };
  const on = async (): Promise<Answered<unknown>> => {
    try {
      if ((await Notification.requestPermission()) !== 'granted') return nothing;
      await navigator.serviceWorker.register(WORKER, { scope: '/' });
      const worker = await navigator.serviceWorker.ready;
      const made = await worker.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: keyBytes(publicKey!),
      });
      const body = subscriptionBody(made.toJSON());
      if (!body) return refused('The browser gave no keys with its subscription.');
      const answer = await keeper.send({ method: 'POST', url, body });
      if (answer.ok) localStorage.setItem(storedKey(store), 'on');
      return answer;
    } catch (error) {
      return refused((error as Error).message);
    }
  };
  const off = async (): Promise<Answered<unknown>> => {
    const made = await current();
    const answer = made ? await keeper.send({ method: 'DELETE', url, body: { endpoint: made.endpoint } }) : nothing;
    if (answer.ok) localStorage.removeItem(storedKey(store));
    return answer;
  };
  if (state === undefined) return null;
  const words = stateWords[state];
  return (
    <div class="push" data-testid="push" data-state={state}>
      {(state === 'off' || state === 'on') && (
        <button type="button" class="button" disabled={action.busy} onClick={() => void run(state === 'on' ? off : on)}>
          {state === 'on' ? 'Notify me no more' : 'Notify me on this device'}
        </button>
      )}
      {words && <p class="muted">{words}</p>}
      {action.fault && <FaultBox fault={action.fault} />}
    </div>
  );
}

const nothing: Answered<unknown> = { ok: true, data: null, fetchedAtMs: 0 };

function refused(detail: string): { ok: false; fault: Fault } {
  const title = 'This browser could not be signed up';
  const fix = 'Check that it may reach its maker’s push service, then try again.';
  return { ok: false, fault: { kind: 'refused', problem: { type: 'about:blank', title, status: 0, detail, fix } } };
}
