import type { Command } from 'commander';
import { AisleError } from '../../models/contract/errors.ts';
import { untilSignal } from '../../models/host/answer.ts';
import { createLogger } from '../../models/host/log.ts';
import { stateFolder } from '../../models/host/paths.ts';
import { type LoadedSite, loadSite } from '../../models/host/site-file.ts';
import { VERSION } from '../../models/host/version.ts';
import { edgeChecks } from '../site-checks.ts';

interface Flags {
  site: string;
  node?: string;
  broker?: string;
  untilEnd?: boolean;
}

export function registerEdge(program: Command): void {
  program
    .command('edge')
    .description('run an edge node: cameras to aggregates over MQTT')
    .requiredOption('--site <file>', 'site file')
    .option('--node <id>', "which of the site's nodes; may be left out where there is one")
    .option('--broker <url>', "address of the MQTT broker, in place of the site's mqtt.url")
    .option('--until-end', 'stop when every source has come to its end')
    .action(async (flags: Flags) => {
      const site = withBroker(loadSite(flags.site, edgeChecks), flags.broker);
      const { nodes, store } = site.site;
      if (!flags.node && nodes.length > 1) {
        throw new AisleError(
          'BAD_CALL',
          'the site has several nodes',
          `Add --node ${nodes.map((n) => n.id).join('|')}.`,
        );
      }
      const name = flags.node ?? nodes[0].id;
      // Here and not above: it is most of the program, which help and a wrong call do not wait for.
      const { EdgeNode } = await import('../node.ts');
      const node = new EdgeNode({
        site,
        node: name,
        statePath: stateFolder('edge', store, name),
        version: VERSION,
        log: createLogger(`edge/${name}`),
      });
      node.start();
      await Promise.race([untilSignal(), ...(flags.untilEnd ? [node.ended] : [])]);
      await node.close();
    });
}

/** The site with another broker. Its revision stays: the gateway knows it by what its file says. */
function withBroker(loaded: LoadedSite, url: string | undefined): LoadedSite {
  if (url === undefined) return loaded;
  // Its text is not shown, since it may hold a password.
  if (!/^mqtts?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    throw new AisleError(
      'BAD_CALL',
      '--broker has no form that can be read',
      'Use mqtt://host:port or mqtts://host:port.',
    );
  }
  return { ...loaded, site: { ...loaded.site, mqtt: { ...loaded.site.mqtt, url } } };
}
