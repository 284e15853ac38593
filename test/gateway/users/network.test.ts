import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../gateway/users/network.ts';

describe('the network of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:0:0:0:1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['', ''],
    ['no address', 'no address'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is that of every address of it, and of no other', () => {
    const group = fc.nat(0xffff).map((it) => it.toString(16));
    const half = fc.tuple(group, group, group, group).map((it) => it.join(':'));
    fc.assert(
      fc.property(half, half, half, (network, one, other) => {
        fc.pre(network !== '0:0:0:0');
        expect(networkOf(`${network}:${one}`)).toBe(networkOf(`${network}:${other}`));
        expect(networkOf(`${one}:${network}`) === networkOf(`${other}:${network}`)).toBe(one === other);
      }),
    );
  });
});
