import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../support/page-build.ts';

let built: Awaited<ReturnType<typeof buildPage>>;
beforeAll(async () => {
  built = await buildPage();
});
afterAll(() => built.remove());

const files = (): string[] =>
  readdirSync(built.folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name));

describe('the built page', () => {
  it('loads at most 60 kB of gzipped script', () => {
    const scripts = files().filter((it) => it.endsWith('.js'));
    const bytes = scripts.reduce((sum, it) => sum + gzipSync(readFileSync(it)).length, 0);
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(60_000);
  });

  it('needs nothing from elsewhere: no address but those of its own XML names', () => {
    for (const file of files()) {
      const text = readFileSync(file, 'utf8');
      const addresses = [...text.matchAll(/(?:https?:)?\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi)].map((it) => it[0]);
      expect(addresses.filter((it) => !it.endsWith('//www.w3.org'))).toEqual([]);
    }
  });
});
