import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { routeOf, VIEWS } from '../../dashboard/route.ts';
import { Keeper } from '../../dashboard/session/keeper.ts';
import { mayEverywhere, mayIn } from '../../dashboard/session/may.ts';
import { holdsIn } from '../../gateway/users/scope.ts';
import { RIGHTS, ROLE_RIGHTS, ROLES } from '../../models/contract/rights.ts';
import type { Grant } from '../../models/contract/users.ts';
import { stores } from '../support/page-answers.ts';
import { session } from '../support/page-people.ts';

const [summary] = stores('normal').stores;
const stateOf = (grants: Grant[], mayChange = true) => ({
  session: { ...session('viewer'), grants },
  ...{ mayChange, fault: undefined, failed: undefined },
});

describe('the address of a view', () => {
  it.each(VIEWS.filter((it) => it !== 'today'))('%s is read', (view) => {
    expect(routeOf(`#/${view}`)).toEqual({ view });
  });
  it.each(['', '#', '#/'])('of Today is %j', (hash) => expect(routeOf(hash)).toEqual({ view: 'today' }));
  it.each(['#main', '#/nothing', '#link=', '#link=a b', '#signed-in=x'])('is none in %j', (hash) =>
    expect(routeOf(hash)).toBeUndefined(),
  );
  it('may be a one-time link', () => expect(routeOf('#link=a_b-9')).toEqual({ view: 'link', secret: 'a_b-9' }));
});

describe('what the page offers', () => {
  const scopes = ['all', 'store:demo', 'store:other', 'region:north', 'region:south', 'cluster:city', 'cluster:edge'];
  const grant = fc.record({ role: fc.constantFrom(...ROLES), scope: fc.constantFrom(...scopes) });
  it('is what the gateway gives, for every role and scope', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 4 }), fc.constantFrom(...RIGHTS), (grants, right) => {
        const place = { store: 'demo', region: 'north', cluster: 'city' };
        const gives = grants.some((it) => ROLE_RIGHTS[it.role].includes(right) && holdsIn(it.scope, place));
        expect(mayIn(stateOf(grants), summary)(right)).toBe(gives);
      }),
    );
  });

  it('is to look and no more without the secret of the session', () => {
    const may = mayIn(stateOf([{ role: 'admin', scope: 'all' }], false), summary);
    expect(RIGHTS.filter(may)).toEqual(['view']);
  });

  it('is the audit trail only to who administers all stores', () => {
    expect(mayEverywhere(stateOf([{ role: 'admin', scope: 'region:north' }]), 'administer')).toBe(false);
    expect(mayEverywhere(stateOf([{ role: 'admin', scope: 'all' }]), 'administer')).toBe(true);
    expect(mayEverywhere(stateOf([{ role: 'ops', scope: 'all' }]), 'administer')).toBe(false);
  });
});

describe('the keeper of the session', () => {
  afterEach(() => vi.unstubAllGlobals());
  const asked: { url: string; csrf: string | undefined }[] = [];
  /** A gateway that answers so, in this order. */
  function answering(...answers: [number, unknown][]): void {
    asked.length = 0;
    vi.stubGlobal('fetch', async (url: string, { headers }: { headers: Record<string, string> }) => {
      asked.push({ url, csrf: headers['x-aisle-csrf'] });
      const [status, body] = answers.shift()!;
      return new Response(body === null ? null : JSON.stringify(body), { status });
    });
  }
  const storage = () => {
    const kept = new Map<string, string>();
    return {
      ...{ kept, length: 0, key: () => null, clear: () => kept.clear() },
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
  };
  const call = { method: 'POST', url: '/api/v1/session', body: {} } as const;
  const signedIn = { ...session('manager'), csrf: 'secret-of-the-page' };

  it('keeps the secret of the page, and sends it with what changes something', async () => {
    const kept = storage();
    const keeper = new Keeper(kept);
    answering([200, signedIn], [200, {}]);
    await keeper.signIn(call);
    expect(keeper.state).toMatchObject({ mayChange: true, session: { as: 'user' } });
    expect(JSON.stringify(keeper.state)).not.toContain('secret-of-the-page');
    await keeper.send({ method: 'POST', url: '/x' });
    expect(asked.map(({ csrf }) => csrf)).toEqual([undefined, 'secret-of-the-page']);
  });

  it('forgets it at the sign-out, and when the gateway knows nobody any more', async () => {
    const kept = storage();
    const keeper = new Keeper(kept);
    answering([200, signedIn], [204, null], [200, signedIn], [200, session('nobody')]);
    await keeper.signIn(call);
    expect((await keeper.signOut()).ok).toBe(true);
    expect(kept.kept.size).toBe(0);
    await keeper.signIn(call);
    await keeper.load();
    expect(kept.kept.size).toBe(0);
    expect(keeper.state.mayChange).toBe(false);
  });

  it('asks who looks when it is told that nobody is signed in', async () => {
    const keeper = new Keeper(storage());
    const problem = { type: 'x', title: 'Not signed in', status: 401, detail: 'no' };
    answering([401, problem], [200, session('nobody')]);
    const answer = await keeper.send({ method: 'PATCH', url: '/x', body: {} });
    expect(answer).toMatchObject({ ok: false, fault: { kind: 'refused', problem: { detail: 'no' } } });
    await expect.poll(() => keeper.state.session?.as).toBe('nobody');
  });

  it('reads what the way back from the directory left in the address', () => {
    const kept = storage();
    const keeper = new Keeper(kept);
    expect(keeper.takeHash('#/alerts')).toBe(false);
    expect(keeper.takeHash('#signed-in=abc_9')).toBe(true);
    expect([...kept.kept.values()]).toEqual(['abc_9']);
    expect(keeper.takeHash('#sign-in-failed=no%20role')).toBe(true);
    expect(keeper.state.failed).toBe('no role');
    expect(keeper.takeHash('#sign-in-failed=%zz')).toBe(true);
    expect(keeper.state.failed).toBe('%zz');
  });

  it('is told that nobody answers', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('no way');
    });
    const keeper = new Keeper(storage());
    expect(await keeper.send({ method: 'DELETE', url: '/x' })).toMatchObject({ ok: false, fault: { kind: 'away' } });
  });
});
