import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../../../models/host/paths.ts';
import { loadSite } from '../../../models/host/site-file.ts';
import { tempFolder } from '../../support/gateway.ts';
import { change, GOOD } from './good-site.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

describe('loadSite', () => {
  it('throws every fault with its line, and how to check the file', () => {
    const path = join(folder.path, 'wrong.yaml');
    writeFileSync(path, change(3, 'Berlin', 'Bonn'));
    expect(() => loadSite(path)).toThrowError(
      expect.objectContaining({
        code: 'BAD_SITE',
        message: expect.stringContaining(`${path}:3: timeZone: `),
        fix: expect.stringContaining('config check'),
      }),
    );
  });

  it('says which file is not there', () => {
    expect(() => loadSite(join(folder.path, 'none.yaml'))).toThrowError(
      expect.objectContaining({ code: 'NOT_FOUND', message: expect.stringContaining('none.yaml: ENOENT') }),
    );
  });

  it('gives a revision that layout and comments do not change, and any figure does', () => {
    const revisionOf = (name: string, text: string) => {
      const path = join(folder.path, name);
      writeFileSync(path, text);
      return loadSite(path).revision;
    };
    const first = revisionOf('a.yaml', GOOD.join('\n'));
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(revisionOf('b.yaml', `# a comment\n${GOOD.join('\n\n')}`)).toBe(first);
    expect(revisionOf('c.yaml', change(21, 'to: [4, 3]', 'to: [4, 3.01]'))).not.toBe(first);
  });

  it('takes the demo', () => {
    expect(loadSite(join(PROJECT, 'site', 'demo.yaml')).site.store).toBe('demo');
  });
});
