import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsIn, mayAnywhere, mayEverywhere, mayIn, reaches, rightsOf } from '../../../gateway/users/scope.ts';
import { RIGHTS, ROLES } from '../../../models/contract/rights.ts';
import type { Grant } from '../../../models/contract/users.ts';

const ids = ['a', 'b', 'c'];
const place = fc.record(
  {
    store: fc.constantFrom(...ids),
    region: fc.option(fc.constantFrom(...ids), { nil: undefined }),
    cluster: fc.option(fc.constantFrom(...ids), { nil: undefined }),
  },
  { requiredKeys: ['store', 'region', 'cluster'] },
);
const scope = fc.oneof(
  fc.constant('all'),
  fc.tuple(fc.constantFrom('store', 'region', 'cluster'), fc.constantFrom(...ids)).map((pair) => pair.join(':')),
);
const grants: fc.Arbitrary<Grant[]> = fc.array(fc.record({ role: fc.constantFrom(...ROLES), scope }), { maxLength: 4 });
const right = fc.constantFrom(...RIGHTS);

describe('a scope', () => {
  it.each([
    ['all', true],
    ['store:a', true],
    ['store:b', false],
    ['region:north', true],
    ['region:a', false],
    ['cluster:a', false],
    ['store:', false],
    ['ALL', false],
  ])('%s holds: %s', (text, expected) => {
    expect(holdsIn(text, { store: 'a', region: 'north', cluster: undefined })).toBe(expected);
  });

  it('of a region that a store does not name does not hold in it', () => {
    expect(holdsIn('region:undefined', { store: 'a' })).toBe(false);
  });
});

describe('grants', () => {
  it('give everywhere what they give anywhere, and no more than each of them', () => {
    fc.assert(
      fc.property(grants, right, place, (all, which, where) => {
        if (mayEverywhere(all, which)) expect(mayIn(all, which, where)).toBe(true);
        if (mayIn(all, which, where)) expect(mayAnywhere(all, which)).toBe(true);
        expect(mayIn(all, which, where)).toBe(all.some((one) => mayIn([one], which, where)));
        expect(rightsOf(all).includes(which)).toBe(mayAnywhere(all, which));
        expect(mayAnywhere([], which)).toBe(false);
      }),
    );
  });

  it('never let somebody hand out a role in a store where they do not administer', () => {
    fc.assert(
      fc.property(grants, scope, fc.array(place, { maxLength: 4 }), (own, given, places) => {
        // One site a store, as in a gateway.
        const sites = [...new Map(places.map((one) => [one.store, one])).values()];
        if (!reaches(own, 'administer', given, sites)) return;
        for (const one of sites.filter((site) => holdsIn(given, site))) {
          expect(mayIn(own, 'administer', one)).toBe(true);
        }
      }),
    );
  });
});
