import { isIPv4, type Server } from 'node:net';
import { AisleError } from '../models/contract/errors.ts';

/** Whether a host name means this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));

/** What keeps others out of something that listens beyond this machine. */
export interface Locks {
  tls: boolean;
  /** Whether whoever calls must show who they are. */
  users: boolean;
}

const FIXES = {
  tls: 'Give --tls-cert and --tls-key, or bind it to 127.0.0.1 and reach it through an SSH tunnel or a reverse proxy.',
  users: 'Make the first administrator with: aisle users add NAME --role admin',
  none: 'Bind it to 127.0.0.1 and reach it through an SSH tunnel or a reverse proxy that signs people in.',
};

/** Nothing of ours listens beyond this machine unless both locks are there. Without `locks` it can have none. */
export function refuseUnsafeBind(what: string, host: string, locks?: Locks): void {
  if (isLoopback(host) || (locks?.tls && locks.users)) return;
  const missing =
    locks === undefined ? ['users', 'TLS'] : [...(locks.users ? [] : ['users']), ...(locks.tls ? [] : ['TLS'])];
  const fix = locks === undefined ? FIXES.none : locks.tls ? FIXES.users : FIXES.tls;
  throw new AisleError('UNSAFE_BIND', `${what} would listen on ${host} without ${missing.join(' and ')}`, fix);
}

/** The error of a failed `listen`, with what to do about it. */
export function listenFault(what: string, host: string, port: number, error: unknown, fix: string): AisleError {
  const { code, message } = error as NodeJS.ErrnoException;
  const cause = { cause: error };
  if (code === 'EADDRINUSE') {
    return new AisleError('PORT_IN_USE', `${what}: port ${port} of ${host} is in use by another program`, fix, cause);
  }
  return new AisleError('BAD_CALL', `${what} cannot listen on ${host}:${port}: ${code ?? message}`, fix, cause);
}

export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
