import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../support/page-build.ts';

let built: string;
beforeAll(async () => {
  built = await buildPage();
});

const files = (): string[] =>
  readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name));

const gzipped = (path: string): number => gzipSync(readFileSync(path)).length;
/** The scripts that the document itself names. */
const first = (): string[] =>
  [...readFileSync(join(built, 'index.html'), 'utf8').matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((it) =>
    join(built, it[1]),
  );

describe('the built page', () => {
  it('loads at most 60 kB of gzipped script before Today is shown', () => {
    const bytes = first().reduce((sum, it) => sum + gzipped(it), 0);
    console.info(`first load: ${bytes} bytes of gzipped script`);
    expect(first().length).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(60_000);
  });

  it('fetches the other views only when they are opened, in parts of at most 30 kB', () => {
    const later = files().filter((it) => it.endsWith('.js') && !first().includes(it));
    expect(later.length).toBeGreaterThan(8);
    for (const it of later) expect(gzipped(it), it).toBeLessThanOrEqual(30_000);
  });

  it('needs nothing from elsewhere: no address but those of its own XML names', () => {
    for (const file of files()) {
      const text = readFileSync(file, 'utf8');
      const addresses = [...text.matchAll(/(?:https?:)?\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi)].map((it) => it[0]);
      expect(addresses.filter((it) => !it.endsWith('//www.w3.org'))).toEqual([]);
    }
  });
});
