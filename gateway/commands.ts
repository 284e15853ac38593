import { join } from 'node:path';
import type { Command } from 'commander';
import { numberOption, untilSignal } from '../models/host/answer.ts';
import { loadGatewayConfig } from '../models/host/gateway-config-file.ts';
import { createLogger } from '../models/host/log.ts';
import { PROJECT, stateFolder } from '../models/host/paths.ts';
import { type LoadedSite, loadSite } from '../models/host/site-file.ts';
import { VERSION } from '../models/host/version.ts';
import { gatewayChecks } from './config-checks.ts';
import type { Gateway } from './gateway.ts';
import { readTls } from './tls.ts';

export interface GatewayFlags {
  host: string;
  port: number;
  broker: string;
  config?: string;
  tlsCert?: string;
  tlsKey?: string;
  name?: string[];
  behindProxy?: boolean;
  /** Not a flag: the demo lets people at this computer look without signing in. */
  openLoopback?: boolean;
}

/** The options that every command with a gateway in it has. */
export const withGatewayOptions = (command: Command): Command =>
  command
    .option('--host <address>', 'where the page listens', '127.0.0.1')
    .option('--port <number>', 'port of the page', numberOption('--port', 0, 65_535), 8080)
    .option('--tls-cert <file>', 'certificate chain (PEM): the page over HTTPS')
    .option('--tls-key <file>', 'its private key (PEM)')
    .option('--name <hosts...>', 'names by which other machines call the page')
    .option('--behind-proxy', 'a reverse proxy on this machine adds X-Forwarded-For and -Proto')
    .option('--config <file>', 'the gateway’s own file: whom it tells what, what it keeps')
    .option('--broker <url>', 'embedded, or the address of an MQTT broker', 'embedded');

/** Starts the product's gateway for these sites with the page that was built. */
export async function openGateway(sites: LoadedSite[], flags: GatewayFlags): Promise<Gateway> {
  const { host, port, name: names, behindProxy, openLoopback } = flags;
  // Here and not above: it is most of the program, which help and a wrong call do not wait for.
  const { startGateway } = await import('./gateway.ts');
  const gateway = await startGateway({
    sites,
    statePath: stateFolder('gateway'),
    http: { host, port, names, behindProxy, tls: readTls(flags.tlsCert, flags.tlsKey) },
    openLoopback,
    config: loadGatewayConfig(flags.config, gatewayChecks),
    broker: flags.broker === 'embedded' ? 'embedded' : { url: flags.broker },
    pageFolder: join(PROJECT, 'dashboard', 'dist'),
    log: createLogger('gateway'),
    version: VERSION,
  });
  if (gateway.firstAdmin !== undefined) {
    process.stderr.write(
      `Nobody can sign in yet. The first administrator sets a password here (once, within a day):\n${gateway.firstAdmin}\n`,
    );
  }
  return gateway;
}

export function registerGateway(program: Command): void {
  const command = program
    .command('gateway')
    .description('run the gateway: broker, data base, API and page')
    .requiredOption('--site <files...>', 'site files, one a store');
  withGatewayOptions(command).action(async (flags: GatewayFlags & { site: string[] }) => {
    const gateway = await openGateway(
      flags.site.map((path) => loadSite(path)),
      flags,
    );
    process.stderr.write(`The page: ${gateway.address}\n`);
    await untilSignal();
    await gateway.close();
  });
}
