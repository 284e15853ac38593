import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { AisleError } from '../models/contract/errors.ts';

/** Certificate chain and private key, PEM. */
export interface Tls {
  cert: Buffer;
  key: Buffer;
}

/** Reads certificate and key, and sees that they belong together. Throws BAD_CALL. */
export function readTls(certPath: string | undefined, keyPath: string | undefined): Tls | undefined {
  if (certPath === undefined && keyPath === undefined) return undefined;
  if (certPath === undefined || keyPath === undefined) {
    const fix = 'Give both --tls-cert and --tls-key.';
    throw new AisleError('BAD_CALL', 'TLS needs a certificate and its key', fix);
  }
  try {
    const tls = { cert: readFileSync(certPath), key: readFileSync(keyPath) };
    createSecureContext({ ...tls, minVersion: 'TLSv1.2' });
    return tls;
  } catch (error) {
    const { message } = error as Error;
    const fix = 'Give the certificate chain and the private key that belongs to it, both as PEM.';
    throw new AisleError('BAD_CALL', `TLS cannot be set up: ${message}`, fix, { cause: error });
  }
}
