import type { TSchema } from 'typebox';
import { afterEach, beforeEach, expect } from 'vitest';
import { addAccount } from '../../../gateway/users/accounts.ts';
import { check } from '../../../models/contract/parse.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';

/** People at a gateway, for tests: each gets one of its own, which is closed behind it. */
export const PASSWORD = 'correct horse battery';
export const site = testSite();
Object.assign(site.site, { region: 'north' });

export let api: TestApi;
export async function openApi(options: Parameters<typeof testApi>[2] = { open: false }): Promise<void> {
  api = await testApi(site, undefined, options);
}
beforeEach(() => openApi());
afterEach(() => api.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export const call = (method: Method, url: string, headers: Record<string, string> = {}, payload?: object) =>
  api.app.inject({ method, url, headers: { host: 'localhost', ...headers }, payload });
/** The status, and that the answer is what the contract says. */
export const expectAnswer = (response: Awaited<ReturnType<typeof call>>, status: number, schema?: TSchema) => {
  expect(response.statusCode, response.body).toBe(status);
  if (schema) expect(check(schema, response.json())).toMatchObject({ ok: true });
  return response.body === '' ? undefined : response.json();
};
export const cookieOf = (response: Awaited<ReturnType<typeof call>>) => String(response.headers['set-cookie']);
export const headersOf = (response: Awaited<ReturnType<typeof call>>) => ({
  cookie: cookieOf(response).split(';')[0],
  'x-aisle-csrf': response.json().csrf,
});
export const makeUser = async (name: string, role: 'viewer' | 'admin' = 'viewer') => {
  const { people } = api;
  const password = await people.passwords.hash(PASSWORD);
  return addAccount(people.db, people.now(), { name, password, grants: [{ role, scope: 'all' }] });
};
export const signIn = (name: string, headers = {}) =>
  call('POST', '/api/v1/session', headers, { name, password: PASSWORD });
