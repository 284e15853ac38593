import { writeFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { loadGatewayConfig, secretText } from '../../../models/host/gateway-config-file.ts';
import { tempFolder } from '../../support/gateway.ts';

const folder = tempFolder();
afterEach(() => vi.unstubAllEnvs());
const file = (text: string): string => {
  const path = `${folder.path}/gateway.yaml`;
  writeFileSync(path, text);
  return path;
};
const HOOK =
  'channels:\n  - { id: a, kind: webhook, url: "https://hooks.example/x", secret: { env: AISLE_TEST_HOOK } }';

it('takes secrets from the environment, and says which one is missing', () => {
  expect(() => loadGatewayConfig(file(HOOK))).toThrow(
    /:2: channels\[0\]\.secret: the environment holds no AISLE_TEST_HOOK/,
  );
  vi.stubEnv('AISLE_TEST_HOOK', 'hidden');
  const { channels } = loadGatewayConfig(file(HOOK));
  expect(JSON.stringify(channels)).not.toContain('hidden');
  expect(channels[0].kind === 'webhook' && secretText(channels[0].secret)).toBe('hidden');
});

it('throws every fault with its line, and what to do about a file that is not there', () => {
  expect(() => loadGatewayConfig(file('timeZone: Mars\ncolour: blue'))).toThrow(/colour: unknown field/);
  expect(() => loadGatewayConfig(`${folder.path}/none.yaml`)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  expect(loadGatewayConfig(undefined).version).toBe(1);
});
