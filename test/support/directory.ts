import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the test's directory says, and how it misbehaves. */
export interface DirectoryUser {
  sub: string;
  [claim: string]: unknown;
}
export interface Directory {
  issuer: string;
  /** Who is signed in there. */
  user: DirectoryUser;
  /** Changes the claims or the header of the next id tokens: a directory, or somebody in between, that lies. */
  twist: (claims: Record<string, unknown>, header: Record<string, unknown>) => void;
  /** Whether the signature is that of another key. */
  forged: boolean;
  close(): Promise<void>;
}

const CLIENT = { id: 'aisle', secret: 'a secret of the test' };
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
};

/** A small OpenID provider over real HTTP on loopback: discovery, keys, authorization without a form, tokens with PKCE. */
export async function startDirectory(): Promise<Directory> {
  const [own, other] = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string; claims: DirectoryUser }>();
  const directory = {
    issuer: '',
    user: { sub: '4711' } as DirectoryUser,
    twist: (() => undefined) as Directory['twist'],
    forged: false,
  };

  const idToken = (claims: Record<string, unknown>): string => {
    const header: Record<string, unknown> = { alg: 'ES256', kid: 'k1', typ: 'JWT' };
    directory.twist(claims, header);
    const text = `${part(header)}.${part(claims)}`;
    if (header.alg === 'none') return `${text}.`;
    const key = { key: (directory.forged ? other : own).privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  };
  const tokens = async (request: IncomingMessage): Promise<object> => {
    const body = await bodyOf(request);
    const begun = codes.get(body.get('code') ?? '');
    codes.delete(body.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const known = body.get('client_secret') === CLIENT.secret && body.get('redirect_uri') === begun?.redirect;
    if (!begun || !known || challenge !== begun.challenge) return { error: 'invalid_grant' };
    const nowS = Math.floor(Date.now() / 1000);
    const claims = { iss: directory.issuer, aud: CLIENT.id, iat: nowS, exp: nowS + 60, nonce: begun.nonce };
    const token = idToken({ ...begun.claims, ...claims });
    return { access_token: randomUUID(), token_type: 'Bearer', expires_in: 60, id_token: token };
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, directory.issuer);
    const answer = (value: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const { issuer } = directory;
    if (url.pathname === '/.well-known/openid-configuration') {
      return answer({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      });
    }
    if (url.pathname === '/keys') {
      return answer({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' }] });
    }
    if (url.pathname === '/token') {
      const told = await tokens(request);
      return answer(told, 'error' in told ? 400 : 200);
    }
    if (url.pathname === '/authorize') {
      const { searchParams: query } = url;
      const code = randomUUID();
      const redirect = query.get('redirect_uri')!;
      const [challenge, nonce] = [query.get('code_challenge')!, query.get('nonce')!];
      codes.set(code, { challenge, nonce, redirect, claims: { ...directory.user } });
      const back = new URL(redirect);
      back.search = new URLSearchParams({ code, state: query.get('state')! }).toString();
      return response.writeHead(302, { location: back.href }).end();
    }
    return answer({}, 404);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  directory.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(directory, {
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

export const DIRECTORY_CLIENT = CLIENT;
