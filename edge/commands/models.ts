import type { Command } from 'commander';
import { AisleError } from '../../models/contract/errors.ts';
import type { ProviderChoice } from '../../models/contract/node-messages.ts';
import { PERSON_REID } from '../../models/detector/appearance.ts';
import type { WeightsFile } from '../../models/detector/manifest.ts';
import { DETECTORS } from '../../models/detector/registry.ts';
import { answer } from '../../models/host/answer.ts';
import { createLogger } from '../../models/host/log.ts';
import { chooseProvider } from '../detect/provider.ts';
import { findWeights, locateFirst, locateWeights } from '../detect/weights.ts';

const EVERY_MODEL: readonly WeightsFile[] = [...DETECTORS, PERSON_REID];

const sourceText = ({ source }: WeightsFile) =>
  source.kind === 'url' ? source.url : `npm package ${source.package}@${source.version}, converted`;

export function registerModels(program: Command): void {
  const group = program.command('models').description('weights of detectors and of looks, and where they compute');
  group
    .command('list')
    .description('every model with its licence, source and whether it is here; what would compute and why nothing else')
    .option('--json', 'print one JSON object')
    .action(async (flags: { json?: boolean }) => {
      const models = await Promise.all(
        EVERY_MODEL.map(async (manifest) => {
          const found = await findWeights(manifest);
          const { name, licence, sha256, note } = manifest;
          return { name, licence, sha256, note, source: sourceText(manifest), path: found?.path ?? null };
        }),
      );
      const ready = models.find(({ name, path }) => path && DETECTORS.some((detector) => detector.name === name));
      const provider: ProviderChoice | null = ready?.path ? await chooseProvider(ready.path, 'auto') : null;
      const lines = models.map(
        (m) =>
          `${m.name}\n  licence  ${m.licence}\n  source   ${m.source}\n  sha256   ${m.sha256}\n  here     ${m.path ?? 'no'}`,
      );
      if (provider) {
        lines.push(`auto: ${ready?.name} on ${provider.provider} (${provider.medianMs} ms a frame)`);
        for (const { provider: name, reason } of provider.refused) lines.push(`  not ${name}: ${reason}`);
      }
      answer(flags.json, { models, auto: ready?.name ?? null, provider }, lines.join('\n'));
    });
  group
    .command('pull <name>')
    .description('fetch a model (or auto), checked against its SHA-256')
    .option('--json', 'print one JSON object')
    .action(async (name: string, flags: { json?: boolean }) => {
      const options = { log: createLogger('models', 'warn') };
      const { path, manifest } =
        name === PERSON_REID.name ? await locateFirst([PERSON_REID], options) : await locateWeights(name, options);
      answer(flags.json, { name: manifest.name, path }, path);
    });
  group
    .command('verify')
    .description('check every model that is here against its SHA-256')
    .option('--json', 'print one JSON object')
    .action(async (flags: { json?: boolean }) => {
      const checked: { name: string; ok: boolean; detail: string }[] = [];
      for (const manifest of EVERY_MODEL) {
        try {
          const found = await findWeights(manifest);
          if (found) checked.push({ name: manifest.name, ok: true, detail: found.path });
        } catch (error) {
          checked.push({ name: manifest.name, ok: false, detail: (error as Error).message });
        }
      }
      const text = checked.map((c) => `${c.ok ? 'ok ' : 'BAD'} ${c.name}: ${c.detail}`).join('\n');
      answer(flags.json, { models: checked }, text || 'no model is here; run "aisle models pull auto"');
      const bad = checked.find((c) => !c.ok);
      if (bad)
        throw new AisleError('WEIGHTS_CORRUPT', bad.detail, `Remove the file and run "aisle models pull ${bad.name}".`);
    });
}
