import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './paths.ts';

/** The product's version, as package.json says. */
export const VERSION = (JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string }).version;
