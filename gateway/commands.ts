import { join } from 'node:path';
import type { Command } from 'commander';
import { numberOption, untilSignal } from '../models/host/answer.ts';
import { createLogger } from '../models/host/log.ts';
import { PROJECT, stateFolder } from '../models/host/paths.ts';
import { type LoadedSite, loadSite } from '../models/host/site-file.ts';
import { VERSION } from '../models/host/version.ts';
import { type Gateway, startGateway } from './gateway.ts';

export interface GatewayFlags {
  host: string;
  port: number;
  broker: string;
}

/** The options that every command with a gateway in it has. */
export const withGatewayOptions = (command: Command): Command =>
  command
    .option('--host <address>', 'where the page listens', '127.0.0.1')
    .option('--port <number>', 'port of the page', numberOption('--port', 0, 65_535), 8080)
    .option('--broker <url>', 'embedded, or the address of an MQTT broker', 'embedded');

/** Starts the product's gateway for these sites with the page that was built. */
export function openGateway(sites: LoadedSite[], flags: GatewayFlags): Promise<Gateway> {
  return startGateway({
    sites,
    statePath: stateFolder('gateway'),
    http: { host: flags.host, port: flags.port },
    broker: flags.broker === 'embedded' ? 'embedded' : { url: flags.broker },
    pageFolder: join(PROJECT, 'dashboard', 'dist'),
    log: createLogger('gateway'),
    version: VERSION,
  });
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
