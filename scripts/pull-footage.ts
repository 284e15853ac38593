import { demoFootage } from '../edge/source/footage.ts';
import { AisleError } from '../models/contract/errors.ts';
import { endWith } from './setup/entry.ts';

// node --import tsx scripts/pull-footage.ts – used by the set-up; prints the footage's path as its last line.
const log = { info: (text: string) => console.error(text), warn: (text: string) => console.error(text) };
try {
  console.log(await demoFootage({ log }));
} catch (error) {
  if (!(error instanceof AisleError)) throw error;
  process.exitCode = endWith(error);
}
