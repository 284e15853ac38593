import * as oidc from 'openid-client';
import { AisleError } from '../../models/contract/errors.ts';
import type { SignOnConfig } from '../../models/contract/sign-on.ts';
import type { Grant } from '../../models/contract/users.ts';
import { secretText } from '../../models/host/gateway-config-file.ts';
import { isLoopback } from '../bind.ts';
import { hashOf, newSecret } from './secrets.ts';

/** Where a sign-on has begun and not come back: so long it may take, and so many may be on the way. */
const PATIENCE_MS = 10 * 60_000;
const MOST = 1000;
const TIMEOUT_S = 10;

interface Begun {
  verifier: string;
  nonce: string;
  /** Of the secret that the browser keeps meanwhile. */
  browser: string;
  untilMs: number;
}

/** Somebody whom the directory vouches for. */
export interface Vouched {
  /** Issuer and subject: what stays when a name changes. */
  subject: string;
  name: string;
  display: string;
  /** None where they are in no group that may use the gateway. */
  grants: Grant[];
}

/** Signing in at somebody else's, by OpenID Connect. What is begun is kept in memory: a restart asks to begin anew. */
export class SignOn {
  readonly name: string;
  readonly #config: SignOnConfig;
  readonly #secret: string | undefined;
  readonly #now: () => number;
  readonly #begun = new Map<string, Begun>();
  #provider: Promise<oidc.Configuration> | undefined;

  constructor(config: SignOnConfig, secret: string | undefined, now: () => number) {
    this.name = config.name;
    this.#config = config;
    this.#secret = secret;
    this.#now = now;
  }

  /** The address at the directory to go to, and the secret that this browser must bring back. */
  async begin(): Promise<{ url: string; browser: string }> {
    const provider = await this.#found();
    for (const [state, { untilMs }] of this.#begun) {
      if (untilMs > this.#now() && this.#begun.size < MOST) break;
      this.#begun.delete(state);
    }
    const [verifier, state, nonce, browser] = [oidc.randomPKCECodeVerifier(), newSecret(), newSecret(), newSecret()];
    this.#begun.set(state, { verifier, nonce, browser: hashOf(browser), untilMs: this.#now() + PATIENCE_MS });
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.#redirect,
      scope: this.#config.scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url: url.href, browser };
  }

  /**
   * Who has come back with this query. Each beginning comes back once, in the browser where it began. Throws
   * NOT_SIGNED_IN or SIGN_ON_FAILED.
   */
  async finish(query: URLSearchParams, browser: string | undefined): Promise<Vouched> {
    const state = query.get('state') ?? '';
    const begun = this.#begun.get(state);
    this.#begun.delete(state);
    if (!begun || begun.untilMs <= this.#now() || browser === undefined || hashOf(browser) !== begun.browser) {
      throw new AisleError('NOT_SIGNED_IN', 'this sign-in was not begun here, or too long ago', 'Begin again.');
    }
    const provider = await this.#found();
    const url = new URL(`${this.#redirect}?${query}`);
    const checks = { pkceCodeVerifier: begun.verifier, expectedState: state, expectedNonce: begun.nonce };
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, url, { ...checks, idTokenExpected: true });
      return this.#vouched(tokens.claims()!);
    } catch (error) {
      if (error instanceof AisleError) throw error;
      throw refused(this.name, error);
    }
  }

  /** How long whoever it vouched for may be signed in before it is asked again. */
  get sessionMs(): number {
    return this.#config.sessionMinutes * 60_000;
  }

  get #redirect(): string {
    return `${this.#config.address}/api/v1/sign-on/done`;
  }

  #vouched(claims: Record<string, unknown> & { iss: string; sub: string }): Vouched {
    const { groupsClaim, groups } = this.#config;
    const told = claims[groupsClaim];
    const member = new Set(Array.isArray(told) ? told : [told]);
    const grants = groups.filter(({ group }) => member.has(group)).map(({ role, scope }) => ({ role, scope }));
    const text = (name: string) => (typeof claims[name] === 'string' ? (claims[name] as string) : undefined);
    const name = text('preferred_username') ?? text('email') ?? claims.sub;
    return { subject: `${claims.iss} ${claims.sub}`, name, display: text('name') ?? name, grants };
  }

  /** What the directory says of itself; asked once, and again after a failure. */
  async #found(): Promise<oidc.Configuration> {
    const { issuer, clientId } = this.#config;
    const url = new URL(issuer);
    // The library refuses plain HTTP. Without TLS nobody but this machine itself can be believed.
    const plain = url.protocol === 'http:' && isLoopback(url.hostname) ? [oidc.allowInsecureRequests] : [];
    // Without it the library takes an id token that came over TLS by the address alone, whoever has signed it.
    const execute = [oidc.enableNonRepudiationChecks, ...plain];
    this.#provider ??= oidc.discovery(url, clientId, this.#secret, undefined, { execute, timeout: TIMEOUT_S });
    try {
      return await this.#provider;
    } catch (error) {
      this.#provider = undefined;
      throw refused(this.name, error);
    }
  }
}

/** The sign-on that the gateway's file names, if it does. */
export const openSignOn = (config: SignOnConfig | undefined, now: () => number): SignOn | undefined =>
  config && new SignOn(config, config.clientSecret === undefined ? undefined : secretText(config.clientSecret), now);

/** What went wrong at the directory's. The library's messages name codes and claims, no secrets. */
function refused(name: string, error: unknown): AisleError {
  const { message, cause } = error as Error;
  const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
  const fix = 'Try again; else ask who keeps the gateway to compare signOn in its file with the directory.';
  return new AisleError('SIGN_ON_FAILED', `signing in at ${name} failed (${reason})`, fix, { cause: error });
}
