import type { PushSubscription as Subscription } from '../../models/contract/alerts.ts';

/** What stands between this browser and being told. */
export type PushState = 'unsupported' | 'insecure' | 'no-channel' | 'denied' | 'off' | 'on';

export const WORKER = '/alerts-worker.js';

export const stateWords: Record<PushState, string | undefined> = {
  unsupported:
    'This browser cannot be told of alerts while the page is closed. On an iPhone, add the page to the home screen first.',
  insecure: 'A browser is told only of pages over HTTPS, or on this computer itself.',
  'no-channel': 'The gateway tells no browser: its file has no channel of kind push.',
  denied: 'This browser refuses notices of this page. Allow them beside its address, then come back.',
  off: undefined,
  on: 'This browser is told of this store’s alerts, also while the page is closed.',
};

export interface Surroundings {
  secure: boolean;
  supported: boolean;
  /** As the gateway answers; null: it has no such channel. */
  publicKey: string | null;
  permission: NotificationPermission;
  subscribed: boolean;
}

export function pushStateOf({ secure, supported, publicKey, permission, subscribed }: Surroundings): PushState {
  if (!secure) return 'insecure';
  if (!supported) return 'unsupported';
  if (publicKey === null) return 'no-channel';
  if (permission === 'denied') return 'denied';
  return subscribed && permission === 'granted' ? 'on' : 'off';
}

/** The bytes of a base64url text without padding, as a VAPID key is written. */
export function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (it) => it.charCodeAt(0));
}

/** What the gateway is told of a browser's subscription; undefined where the browser gave no keys. */
export function subscriptionBody(it: PushSubscriptionJSON): Subscription | undefined {
  const { endpoint, keys, expirationTime } = it;
  if (endpoint === undefined || !keys?.p256dh || !keys.auth) return undefined;
  const body = { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
  return expirationTime == null ? body : { ...body, expirationTime };
}
