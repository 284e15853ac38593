import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { DeliveryError } from './channel.ts';

/** Addresses that are nobody's on the internet: a URL from a form must not lead there by itself (IANA registries). */
const PRIVATE = blockList([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23'],
  ...['2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
]);

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address, bits] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** What is wrong with an entry of `allow`; undefined for none. */
export function allowFault(range: string): string | undefined {
  const [address, bits, more] = range.split('/');
  const family = isIP(address);
  const most = family === 6 ? 128 : 32;
  const fine =
    family !== 0 && more === undefined && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most));
  return fine ? undefined : `${range} is no IP address and no range such as 10.0.0.0/8`;
}

export interface PostOptions {
  headers: Record<string, string>;
  body: Buffer | string;
  /** Private addresses that may be reached nevertheless. Plain http only reaches these. */
  allow?: readonly string[];
  signal: AbortSignal;
  timeoutMs?: number;
}

const ANSWER_LIMIT = 64 * 1024;

/**
 * POSTs to an address that somebody configured. Every address that the name resolves to is checked at the moment of the
 * connection, so a name that changes its address in between gains nothing; no redirect is followed. Resolves with the
 * status for 2xx. Throws a DeliveryError: final for what will not change by itself (most 4xx, a refused address).
 */
export async function guardedPost(target: string, options: PostOptions): Promise<number> {
  const url = new URL(target);
  const allowed = blockList(options.allow ?? []);
  const refuse = (address: string): DeliveryError | undefined => {
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (allowed.check(address, family)) return undefined;
    if (url.protocol !== 'https:') return new DeliveryError('only https may leave this machine', true);
    // An IPv4 address in IPv6 clothes is one of IPv4: BlockList looks through ::ffff:0:0/96 by itself.
    return PRIVATE.check(address, family)
      ? new DeliveryError('the address is a private one that "allow" does not name', true)
      : undefined;
  };
  const bare = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const refusal = isIP(bare) ? refuse(bare) : undefined;
  if (refusal) throw refusal;
  const guarded: LookupFunction = (hostname, settings, callback) => {
    lookup(hostname, { ...settings, all: true }, (error, addresses: LookupAddress[]) => {
      const bad = addresses?.map(({ address }) => refuse(address)).find((it) => it !== undefined);
      if (error || bad) return callback(error ?? (bad as NodeJS.ErrnoException), '');
      if ('all' in settings && settings.all) return callback(null, addresses);
      return callback(null, addresses[0].address, addresses[0].family);
    });
  };
  const status = await post(url, options, guarded);
  if (status >= 200 && status < 300) return status;
  const again = status >= 500 || status === 408 || status === 425 || status === 429;
  const redirect = status >= 300 && status < 400 ? ', and redirects are not followed' : '';
  throw new DeliveryError(`the receiver answered ${status}${redirect}`, !again);
}

function post(url: URL, options: PostOptions, guarded: LookupFunction): Promise<number> {
  const { headers, body, timeoutMs = 10_000 } = options;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, ...length },
      lookup: guarded,
      agent: false,
      signal,
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        // What it says is not read; only its status counts.
        if (bytes > ANSWER_LIMIT) response.destroy();
      });
      response.on('close', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(response.statusCode ?? 0));
    });
    sent.end(body);
  });
}
