import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { AisleError } from '../../../models/contract/errors.ts';
import { readFault, refuseNoFile } from '../../../models/host/input-file.ts';
import { stateFolder } from '../../../models/host/paths.ts';
import { tempFolder } from '../../support/gateway.ts';

const folder = tempFolder();
afterAll(() => folder.remove());
const at = (name: string) => join(folder.path, name);
writeFileSync(at('full'), 'x');
writeFileSync(at('empty'), '');
mkdirSync(at('folder'));

describe('a file to be read', () => {
  it.each([
    ['none', 'NOT_FOUND', 'there is no file it'],
    ['full/below', 'NOT_FOUND', 'there is no file it'],
    ['folder', 'BAD_INPUT', 'it is a folder'],
    ['empty', 'BAD_INPUT', 'it is empty'],
  ])('that is %s is refused', (name, code, message) => {
    expect(() => refuseNoFile(at(name), 'it')).toThrow(
      expect.objectContaining({ code, message, fix: expect.any(String) }),
    );
  });

  it('that is one is let through', () => expect(refuseNoFile(at('full'), 'it')).toBeUndefined());

  it.each([
    ['EACCES', 'NOT_READABLE', 'this user may not read it'],
    ['EIO', 'NOT_READABLE', 'EIO at it'],
  ])('%s is no bug of ours', (code, ours, message) => {
    const error = Object.assign(new Error(code), { code, syscall: 'open' });
    expect(readFault(error, 'it')).toMatchObject({ code: ours, message, cause: error });
  });

  it('what else goes wrong stays what it is', () => {
    const own = new AisleError('BAD_CALL', 'no', 'Do.');
    for (const error of [own, new TypeError('a bug'), Object.assign(new Error('db'), { code: 'SQLITE_ERROR' })]) {
      expect(readFault(error, 'it')).toBe(error);
    }
  });
});

it('a state folder that cannot be made is told with what to do', () => {
  vi.stubEnv('AISLE_STATE', at('full'));
  expect(() => stateFolder('gateway')).toThrow(
    expect.objectContaining({ code: 'BAD_CALL', fix: expect.stringContaining('AISLE_STATE') }),
  );
  vi.unstubAllEnvs();
});
