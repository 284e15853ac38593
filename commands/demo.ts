import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import { demoFootage } from '../edge/source/footage.ts';
import { probeVideo } from '../edge/source/probe.ts';
import { type GatewayFlags, withGatewayOptions } from '../gateway/commands.ts';
import { AisleError } from '../models/contract/errors.ts';
import type { Camera, Site } from '../models/contract/site.ts';
import { createLogger } from '../models/host/log.ts';
import { PROJECT, stateFolder } from '../models/host/paths.ts';
import { loadSite } from '../models/host/site-file.ts';
import { writeDemoStore } from './demo-store.ts';
import { runAll } from './run.ts';
import { feedTills } from './till-feed.ts';

interface Flags extends GatewayFlags {
  demo: string;
  source?: string;
}

/** Picture size that the demo's point pairs belong to. */
const DEMO_SIZE = { width: 768, height: 576 };

/** The demo's site with the footage that this machine has, written where the edge process and a curious person find it. */
async function writeDemoSite(source: string | undefined): Promise<string> {
  const { site } = loadSite(join(PROJECT, 'site', 'demo.yaml'));
  const [camera] = site.cameras;
  if (source === undefined) {
    // AISLE_CACHE may be relative to here; a path in a site file is relative to that file.
    const path = resolve(await demoFootage({ log: createLogger('demo') }));
    camera.source = { kind: 'file', path, fps: 7, loop: true };
  } else await ownSource(site, camera, source);
  const path = join(stateFolder('demo'), 'site.yaml');
  // A camera's address may hold its password: nobody else on this machine needs to read it.
  writeFileSync(path, `# Written by "aisle demo" at each start from site/demo.yaml.\n${stringify(site)}`, {
    mode: 0o600,
  });
  return path;
}

/** Somebody's own camera on the demo's floor: its view is taken for the demo camera's, so metres are only rough. */
async function ownSource(site: Site, camera: Camera, source: string): Promise<void> {
  const network = /^rtsps?:\/\//.test(source);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(source)?.[1];
  if (scheme !== undefined && !network) {
    throw new AisleError(
      'SOURCE_REFUSED',
      `--source cannot be an address of the kind ${scheme}://`,
      'Give rtsp:// or rtsps:// for a camera; download anything else and give the file.',
    );
  }
  const { width, height } = await probeVideo(source, network ? ['-rtsp_transport', 'tcp'] : [], 15_000);
  camera.source = network ? { kind: 'rtsp', url: source } : { kind: 'file', path: resolve(source), loop: true };
  const scale = { x: width / DEMO_SIZE.width, y: height / DEMO_SIZE.height };
  if ('points' in camera.calibration) {
    for (const point of camera.calibration.points) point.px = [point.px[0] * scale.x, point.px[1] * scale.y];
  }
  site.name = 'Your source (not calibrated: metres are rough)';
  process.stderr.write(
    'This camera is not calibrated: metres on the plan are rough. "aisle calibrate --help" says how.\n',
  );
}

/** The broker's port comes from a file that every demo writes anew: what helps is something else than for a site. */
function brokerInUse(error: unknown): AisleError | undefined {
  if (!(error instanceof AisleError) || error.code !== 'PORT_IN_USE' || !/broker/.test(error.message)) return undefined;
  const fix = 'Stop the other "aisle demo" or program, or give --broker with the URL of a broker that runs already.';
  return new AisleError(error.code, error.message, fix, { cause: error });
}

export function registerDemo(program: Command): void {
  const command = program
    .command('demo')
    .description('run the demo: a store on real camera footage, or a simulated one')
    .addOption(
      new Option('--demo <what>', 'real footage of a square, or a simulated store, one day in twelve minutes')
        .choices(['square', 'store'])
        .default('square'),
    )
    .option('--source <file|rtsp>', 'your own footage or camera in place of the demo’s');
  withGatewayOptions(command).action(async (flags: Flags) => {
    // A newcomer's terminal shows the address and whatever goes wrong; AISLE_LOG=info shows the rest.
    process.env.AISLE_LOG ??= 'warn';
    const store = flags.demo === 'store';
    if (store && flags.source !== undefined) {
      throw new AisleError('BAD_CALL', 'a simulated store has no --source', 'Leave out --source or --demo store.');
    }
    const site = store ? writeDemoStore() : await writeDemoSite(flags.source);
    const ready = (address: string) => {
      const lines = [
        '',
        `The page: ${address}`,
        store
          ? 'A simulated store: its minutes pass in a second each. Stop with Ctrl-C.'
          : 'Heat and counts appear about a minute from now. Stop with Ctrl-C.',
        '',
      ];
      process.stderr.write(lines.join('\n'));
    };
    await runAll(site, { ...flags, openLoopback: true }, ready, store ? feedTills : undefined).catch(
      (error: unknown) => {
        throw brokerInUse(error) ?? error;
      },
    );
  });
}
