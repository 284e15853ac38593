import { Compile } from 'typebox/compile';
import { Channel } from './channels.ts';
import { type Check, timeZoneFault, usedTwice, yamlParser } from './file-checks.ts';
import { GatewayConfig } from './gateway-config.ts';
import {
  type FileFault,
  type Finding,
  Findings,
  type FormError,
  formErrors,
  type Path,
  pointerPath,
  valueAt,
} from './yaml-form.ts';

export type ParsedConfig = { ok: true; config: GatewayConfig } | { ok: false; faults: FileFault[] };

/** A part's own check of a configuration whose form is right. */
export type ConfigCheck = Check<GatewayConfig>;

const HELP = 'Compare with the schema in docs/gateway.schema.json.';
const parse = yamlParser(GatewayConfig, formFindings);

/** Parses and checks the gateway's YAML text; an empty one gives the defaults. */
export function parseGatewayConfig(text: string, ...checks: ConfigCheck[]): ParsedConfig {
  const parsed = parse(text, [doubles, references, timeZoneFault, ...checks]);
  return parsed.ok ? { ok: true, config: parsed.value } : parsed;
}

/** What the gateway does without a file. */
export function defaultConfig(): GatewayConfig {
  const parsed = parseGatewayConfig('');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.config;
}

const CHANNEL = /^\/channels\/\d+$/;

/** Form errors; those of a channel are taken from the kind that it names. */
function formFindings(value: unknown, errors: readonly FormError[]): Finding[] {
  const found = new Findings(HELP);
  const unions = errors.filter((e) => e.keyword === 'anyOf').map((e) => e.instancePath);
  for (const at of unions) {
    const path = pointerPath(at);
    if (!CHANNEL.test(at)) {
      if (!unions.some((outer) => CHANNEL.test(outer) && at.startsWith(`${outer}/`))) found.add(path, ...SECRET);
      continue;
    }
    const given = valueAt(value, path);
    const kind = (given as { kind?: unknown } | undefined)?.kind;
    const branch = Channel.anyOf.find((it) => it.properties.kind.const === kind);
    if (branch) found.explain(formErrors(Compile(branch), given).filter(isPlain), path);
    else {
      const kinds = Channel.anyOf.map((it) => it.properties.kind.const).join(', ');
      found.add([...path, 'kind'], `${kind ?? 'nothing'} is no kind of channel`, `Use one of: ${kinds}.`);
    }
    if (branch && secretIsWrong(given)) found.add([...path, 'secret'], ...SECRET);
  }
  found.explain(errors.filter((e) => !unions.some((at) => e.instancePath.startsWith(at))));
  return found.all;
}

const SECRET = ['is no secret', 'Write { env: NAME } with the name of an environment variable that holds it.'] as const;
const isPlain = (e: { instancePath: string }) => !/\/secret(\/|$)/.test(e.instancePath);

function secretIsWrong(given: unknown): boolean {
  const { kind, secret } = Object(given) as { kind?: unknown; secret?: unknown };
  if (kind !== 'webhook' || secret === undefined) return false;
  return (
    !(typeof secret === 'string' && secret !== '') && typeof (Object(secret) as { env?: unknown }).env !== 'string'
  );
}

const doubles: ConfigCheck = ({ channels, alerts, reports }) => [
  ...usedTwice(['channels'], channels),
  ...usedTwice(['alerts', 'rules'], alerts.rules),
  ...usedTwice(['reports'], reports),
];

/** What the parts say of each other. */
function references(config: GatewayConfig): Finding[] {
  const found: Finding[] = [];
  const say = (path: Path, message: string, fix: string) => found.push({ path, message, fix });
  const channels = new Map(config.channels.map((channel) => [channel.id, channel.kind]));
  const some = (ids: string[]) => (ids.length > 0 ? `Use one of: ${ids.join(', ')}.` : 'Add one under channels.');
  config.routes.forEach((route, i) => {
    route.channels.forEach((id, j) => {
      if (!channels.has(id)) say(['routes', i, 'channels', j], `there is no channel ${id}`, some([...channels.keys()]));
    });
  });
  const mailed = [...channels].filter(([, kind]) => kind === 'email').map(([id]) => id);
  config.reports.forEach(({ channel }, i) => {
    if (!mailed.includes(channel))
      say(['reports', i, 'channel'], `there is no e-mail channel ${channel}`, some(mailed));
  });
  config.channels.forEach(({ kind }, i) => {
    if (kind === 'email' && !config.mail) {
      say(['channels', i], 'there is no mail server to send it', 'Add mail: { host, port, from }.');
    }
  });
  if (config.mail?.security === 'none' && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(config.mail.host)) {
    say(['mail', 'security'], 'mail would cross the network unencrypted', 'Use starttls or tls.');
  }
  return found;
}
