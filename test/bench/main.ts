import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AisleError } from '../../models/contract/errors.ts';
import { answer, failureExit } from '../../models/host/answer.ts';
import type { Bench } from './bench.ts';

const folder = import.meta.dirname;

/** Benchmarks are the files of this folder that export a name. */
async function loadBench(name: string | undefined): Promise<Bench> {
  const path = join(folder, `${name}.ts`);
  const module =
    name && /^[a-z-]+$/.test(name) && existsSync(path) ? ((await import(path)) as Partial<Bench>) : undefined;
  if (module?.name && module.run) return module as Bench;
  const names: string[] = [];
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.ts') && f !== 'main.ts')) {
    const { name: found } = (await import(join(folder, file))) as Partial<Bench>;
    if (found) names.push(found);
  }
  throw new AisleError(
    'BAD_CALL',
    `there is no benchmark ${name ?? '(none named)'}`,
    `Use one of: ${names.join(', ')}.`,
  );
}

function text(figures: Record<string, unknown>): string {
  const width = Math.max(...Object.keys(figures).map((key) => key.length));
  return Object.entries(figures)
    .map(([key, value]) => `${key.padEnd(width)}  ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join('\n');
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, json: { type: 'boolean', default: false } },
  });
  const bench = await loadBench(positionals[0]);
  const figures = await bench.run({ seed: Number(values.seed), json: values.json });
  answer(values.json, figures, text(figures));
} catch (error) {
  process.exitCode = failureExit(error);
}
