import type { Session, SignedIn } from '../../models/contract/users.ts';
import { type Answered, ask, type Fault } from '../api.ts';
import { type Call, send } from './send.ts';

/** The secret of the page's own requests; the cookie alone changes nothing. All tabs share it, as they share the cookie. */
const CSRF_KEY = 'aisle-csrf';

export interface SessionState {
  /** Undefined until the gateway has said. */
  session: Session | undefined;
  /** Whether this browser holds the secret that changes need. */
  mayChange: boolean;
  fault: Fault | undefined;
  /** Why signing in elsewhere did not work. */
  failed: string | undefined;
}

/** Who looks at the page, and everything that is asked in their name but to look. */
export class Keeper {
  #state: SessionState = { session: undefined, mayChange: false, fault: undefined, failed: undefined };
  readonly #listeners = new Set<() => void>();
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  get state(): SessionState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads what the directory's way back has left in the address. Whether there was any. */
  takeHash(hash: string): boolean {
    const csrf = /^#signed-in=([\w-]+)$/.exec(hash)?.[1];
    const failed = /^#sign-in-failed=(.*)$/.exec(hash)?.[1];
    if (csrf !== undefined) this.#storage.setItem(CSRF_KEY, csrf);
    if (failed !== undefined) this.#set({ failed: decoded(failed) });
    return csrf !== undefined || failed !== undefined;
  }

  async load(): Promise<void> {
    const answer = await ask<Session>('/api/v1/session', new AbortController().signal);
    if (answer.ok) this.#tell(answer.data);
    else this.#set({ fault: answer.fault });
  }

  /** Asks for something that changes something. */
  async send<T>(call: Call): Promise<Answered<T>> {
    const answer = await send<T>(call, this.#storage.getItem(CSRF_KEY) ?? undefined);
    if (!answer.ok && answer.fault.kind === 'refused' && answer.fault.problem.status === 401) void this.load();
    return answer;
  }

  /** As `send`, of what answers a new session. */
  async signIn(call: Call): Promise<Answered<SignedIn>> {
    const answer = await send<SignedIn>(call, this.#storage.getItem(CSRF_KEY) ?? undefined);
    if (!answer.ok) return answer;
    const { csrf, ...session } = answer.data;
    this.#storage.setItem(CSRF_KEY, csrf);
    this.#tell(session);
    return answer;
  }

  async signOut(): Promise<Answered<null>> {
    const answer = await this.send<null>({ method: 'DELETE', url: '/api/v1/session' });
    if (answer.ok) this.#storage.removeItem(CSRF_KEY);
    return answer;
  }

  #tell(session: Session): void {
    if (session.as !== 'user') this.#storage.removeItem(CSRF_KEY);
    const mayChange = session.as === 'user' && this.#storage.getItem(CSRF_KEY) !== null;
    this.#set({ session, mayChange, fault: undefined, ...(session.as === 'user' && { failed: undefined }) });
  }

  #set(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
