import type { Command } from 'commander';
import { edgeChecks } from '../edge/site-checks.ts';
import { gatewayChecks } from '../gateway/config-checks.ts';
import { parseSite } from '../models/contract/site-parse.ts';
import { type FileFault, readYaml } from '../models/contract/yaml-form.ts';
import { answer } from '../models/host/answer.ts';
import { checkGatewayConfig } from '../models/host/gateway-config-file.ts';
import { readText } from '../models/host/read-text.ts';
import { faultText, siteRevision } from '../models/host/site-file.ts';

interface Checked {
  text: string;
  /** Of a site file. */
  siteRevision?: string;
  faults: FileFault[];
}

export function registerConfig(program: Command): void {
  const group = program.command('config').description('site files and the gateway’s file');
  group
    .command('check <file>')
    .description('check a site file or the gateway’s: every error with its line, field and fix')
    .option('--gateway <file>', 'the gateway’s file, checked as well')
    .option('--json', 'print one JSON object')
    .action((file: string, flags: { gateway?: string; json?: boolean }) => {
      const checked = [[file, checkFile(file)] as const];
      if (flags.gateway !== undefined) checked.push([flags.gateway, checkGateway(flags.gateway)]);
      const errors = checked.flatMap(([name, { faults }]) => faults.map((fault) => ({ file: name, ...fault })));
      const text = checked
        .map(([name, it]) => it.faults.map((fault) => faultText(name, fault)).join('\n') || it.text)
        .join('\n');
      const ok = errors.length === 0;
      const revision = checked[0][1].siteRevision;
      answer(flags.json, { ok, file, ...(ok && revision && { siteRevision: revision }), errors }, text);
      if (!ok) process.exitCode = 1;
    });
}

/** A file without a store is the gateway's, where anything in it is. */
const OF_GATEWAY = ['channels', 'routes', 'alerts', 'reports', 'backups', 'upkeep', 'retention', 'mail', 'signOn'];

function checkFile(file: string): Checked {
  const text = readText(file);
  const yaml = readYaml(text);
  const keys = yaml.ok && yaml.value !== null && typeof yaml.value === 'object' ? Object.keys(yaml.value) : [];
  const isGateway = !keys.includes('store') && keys.some((key) => OF_GATEWAY.includes(key));
  return isGateway ? checkGateway(file) : checkSite(file, text);
}

function checkSite(file: string, content: string): Checked {
  const parsed = parseSite(content, edgeChecks);
  if (!parsed.ok) return { text: '', faults: parsed.faults };
  const { store, cameras, zones, lines } = parsed.site;
  const revision = siteRevision(parsed.site);
  const text = `${file} is in order: store ${store}, ${cameras.length} cameras, ${zones.length} zones, ${lines.length} lines, revision ${revision}`;
  return { text, siteRevision: revision, faults: [] };
}

function checkGateway(file: string): Checked {
  const parsed = checkGatewayConfig(readText(file), gatewayChecks);
  if (!parsed.ok) return { text: '', faults: parsed.faults };
  const { channels, routes, alerts, reports } = parsed.config;
  const text = `${file} is in order: ${channels.length} channels, ${routes.length} routes, ${alerts.rules.length} rules, ${reports.length} reports`;
  return { text, faults: [] };
}
