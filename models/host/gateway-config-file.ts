import { readFileSync } from 'node:fs';
import type { Secret } from '../contract/channels.ts';
import { AisleError } from '../contract/errors.ts';
import type { GatewayConfig } from '../contract/gateway-config.ts';
import {
  type ConfigCheck,
  defaultConfig,
  type ParsedConfig,
  parseGatewayConfig,
} from '../contract/gateway-config-parse.ts';
import type { Finding, Path } from '../contract/yaml-form.ts';
import { faultText } from './site-file.ts';

/** The text of a secret; undefined where its environment variable is not set. */
export const secretText = (secret: Secret, env: NodeJS.ProcessEnv = process.env): string | undefined =>
  typeof secret === 'string' ? secret : env[secret.env] || undefined;

/** Checks the text of the gateway's file, secrets that the environment lacks among it. */
export const checkGatewayConfig = (text: string, ...checks: ConfigCheck[]): ParsedConfig =>
  parseGatewayConfig(text, missingSecrets, ...checks);

/**
 * Reads and checks the gateway's file; without a path the defaults. Throws BAD_CONFIG or NOT_FOUND whose message lists
 * every fault with its line, secrets that the environment lacks among them.
 */
export function loadGatewayConfig(path: string | undefined, ...checks: ConfigCheck[]): GatewayConfig {
  if (path === undefined) return defaultConfig();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const fix = 'Give the path of a gateway file with --config, or leave it out.';
    throw new AisleError('NOT_FOUND', `cannot read the gateway's file ${path}: ${code}`, fix, { cause });
  }
  const parsed = checkGatewayConfig(text, ...checks);
  if (parsed.ok) return parsed.config;
  const message = parsed.faults.map((fault) => faultText(path, fault)).join('\n');
  throw new AisleError('BAD_CONFIG', message, `Correct ${path} and start again.`);
}

function missingSecrets(config: GatewayConfig): Finding[] {
  const wanted: [Path, Secret | undefined][] = [
    [['mail', 'password'], config.mail?.password],
    [['signOn', 'clientSecret'], config.signOn?.clientSecret],
    ...config.channels.map((it, i): [Path, Secret | undefined] => [
      ['channels', i, 'secret'],
      it.kind === 'webhook' ? it.secret : undefined,
    ]),
  ];
  return wanted.flatMap(([path, secret]) => {
    if (secret === undefined || typeof secret === 'string' || secretText(secret) !== undefined) return [];
    const fix = `Set ${secret.env} where the gateway starts.`;
    return [{ path, message: `the environment holds no ${secret.env}`, fix }];
  });
}
