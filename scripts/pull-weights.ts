import { locateWeights } from '../edge/detect/weights.ts';
import { AisleError } from '../models/contract/errors.ts';
import { endWith } from './setup/entry.ts';

// node --import tsx scripts/pull-weights.ts [NAME] – used by the set-up; prints the weights' path as its last line.
const [name = 'auto'] = process.argv.slice(2);
const log = { info: (text: string) => console.error(text), warn: (text: string) => console.error(text) };
try {
  const { path, manifest, source } = await locateWeights(name, { log });
  console.error(`${manifest.name} (${source})`);
  console.log(path);
} catch (error) {
  if (!(error instanceof AisleError)) throw error;
  process.exitCode = endWith(error);
}
