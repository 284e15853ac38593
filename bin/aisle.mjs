#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { runAttached } from '../scripts/setup/attached.mjs';

// `aisle …` from any folder: our TypeScript runs through the tsx that is installed beside it.
const tsx = import.meta.resolve('tsx');
const main = fileURLToPath(new URL('../aisle.ts', import.meta.url));
process.exitCode = await runAttached(process.execPath, ['--import', tsx, main, ...process.argv.slice(2)]);
