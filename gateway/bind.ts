import { isIPv4, type Server } from 'node:net';
import { AisleError } from '../models/contract/errors.ts';

/** Whether a host name means this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));

/** Users, TLS and node credentials are not built yet, so nothing of ours listens beyond this machine. */
export function refuseUnsafeBind(what: string, host: string): void {
  if (isLoopback(host)) return;
  throw new AisleError(
    'UNSAFE_BIND',
    `${what} would listen on ${host} without users and TLS`,
    'Bind it to 127.0.0.1 and reach it through an SSH tunnel or a reverse proxy that signs people in.',
  );
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
