import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT } from '../../models/host/paths.ts';

interface Entry {
  optionalDependencies?: Record<string, string>;
}

it('the lock file has an entry for every optional dependency, without which npm 11 refuses npm ci', () => {
  const { packages } = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Entry>;
  };
  const paths = Object.keys(packages);
  const wanted = Object.values(packages).flatMap((it) => Object.keys(it.optionalDependencies ?? {}));
  const missing = wanted.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});
