import { isIPv4, isIPv6 } from 'node:net';

/**
 * The network that one household, office or machine has: an IPv4 address, or the first 64 bits of an IPv6 address,
 * of which each machine may use as many as it likes. However an address is written, it is in one network; an IPv4
 * address within IPv6 (`::ffff:`, RFC 4291 2.5.5.2) is itself. What is no address stays as it is.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase();
  if (isIPv4(plain) || !isIPv6(plain)) return plain;
  const groups = groupsOf(plain);
  if (groups.slice(0, 5).every((it) => it === 0) && groups[5] === 0xffff) {
    return [groups[6] >> 8, groups[6] & 255, groups[7] >> 8, groups[7] & 255].join('.');
  }
  return `${groups
    .slice(0, 4)
    .map((it) => it.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [head, tail] = address.split('::').map((part) => part.split(':').filter(Boolean).flatMap(valuesOf));
  if (tail === undefined) return head;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** Of a group, or of an IPv4 address at the end, which is two of them. */
function valuesOf(group: string): number[] {
  if (!group.includes('.')) return [Number.parseInt(group, 16)];
  const [a, b, c, d] = group.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}
