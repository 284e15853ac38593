import type { Command } from 'commander';
import { AisleError } from '../../models/contract/errors.ts';
import { untilSignal } from '../../models/host/answer.ts';
import { createLogger } from '../../models/host/log.ts';
import { stateFolder } from '../../models/host/paths.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { VERSION } from '../../models/host/version.ts';
import { EdgeNode } from '../node.ts';

interface Flags {
  site: string;
  node?: string;
  untilEnd?: boolean;
}

export function registerEdge(program: Command): void {
  program
    .command('edge')
    .description('run an edge node: cameras to aggregates over MQTT')
    .requiredOption('--site <file>', 'site file')
    .option('--node <id>', "which of the site's nodes; may be left out where there is one")
    .option('--until-end', 'stop when every source has come to its end')
    .action(async (flags: Flags) => {
      const site = loadSite(flags.site);
      const { nodes, store } = site.site;
      if (!flags.node && nodes.length > 1) {
        throw new AisleError(
          'BAD_CALL',
          'the site has several nodes',
          `Add --node ${nodes.map((n) => n.id).join('|')}.`,
        );
      }
      const name = flags.node ?? nodes[0].id;
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
