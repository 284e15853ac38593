import type { Command } from 'commander';
import { parseSite } from '../../models/contract/site-parse.ts';
import { answer } from '../../models/host/answer.ts';
import { readText } from '../../models/host/read-text.ts';
import { faultText, siteRevision } from '../../models/host/site-file.ts';
import { edgeChecks } from '../site-checks.ts';

export function registerConfig(program: Command): void {
  const group = program.command('config').description('site files');
  group
    .command('check <file>')
    .description('check a site file: every error with its line, field and fix')
    .option('--json', 'print one JSON object')
    .action((file: string, flags: { json?: boolean }) => {
      const parsed = parseSite(readText(file), edgeChecks);
      if (parsed.ok) {
        const { site } = parsed;
        const revision = siteRevision(site);
        const text = `${file} is in order: store ${site.store}, ${site.cameras.length} cameras, ${site.zones.length} zones, ${site.lines.length} lines, revision ${revision}`;
        answer(flags.json, { ok: true, file, siteRevision: revision, errors: [] }, text);
        return;
      }
      const errors = parsed.faults.map((fault) => ({ file, ...fault }));
      answer(flags.json, { ok: false, file, errors }, parsed.faults.map((f) => faultText(file, f)).join('\n'));
      process.exitCode = 1;
    });
}
