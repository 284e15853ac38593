import type { Command } from 'commander';
import { edgeChecks } from '../edge/site-checks.ts';
import { type GatewayFlags, openGateway, withGatewayOptions } from '../gateway/commands.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Site } from '../models/contract/site.ts';
import { untilSignal } from '../models/host/answer.ts';
import { createLogger, type Logger } from '../models/host/log.ts';
import { loadSite } from '../models/host/site-file.ts';
import { superviseEdge } from './edge-process.ts';

/** What runs beside gateway and nodes until the signal aborts. */
export type Beside = (gateway: Gateway, site: Site, log: Logger, signal: AbortSignal) => Promise<void>;

/** Gateway here, each of the site's nodes in a process of its own, until a signal. Answers after all have stopped. */
export async function runAll(
  sitePath: string,
  flags: GatewayFlags,
  ready: (address: string) => void,
  beside: Beside = async () => undefined,
): Promise<void> {
  const site = loadSite(sitePath, edgeChecks);
  const gateway = await openGateway([site], flags);
  const stop = new AbortController();
  const log = createLogger('run');
  const broker = flags.broker === 'embedded' ? undefined : flags.broker;
  const nodes = site.site.nodes.map((node) =>
    superviseEdge({ site: site.path, node: node.id, broker }, log, stop.signal),
  );
  const other = beside(gateway, site.site, log, stop.signal).catch((error: unknown) =>
    log.error({ err: error }, 'what runs beside the gateway has ended'),
  );
  ready(gateway.address);
  await untilSignal();
  process.stderr.write('Stopping …\n');
  stop.abort();
  await Promise.all([...nodes, other]);
  await gateway.close();
}

export function registerRun(program: Command): void {
  const command = program
    .command('run')
    .description('run all in one: gateway with its broker, and every node of the site')
    .requiredOption('--site <file>', 'site file');
  withGatewayOptions(command).action((flags: GatewayFlags & { site: string }) =>
    runAll(flags.site, flags, (address) => process.stderr.write(`The page: ${address}\n`)),
  );
}
