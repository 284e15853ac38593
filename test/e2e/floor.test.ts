import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../models/detector/registry.ts';
import { measureFloor } from '../bench/floor.ts';
import { DATA, FOOTAGE, missing } from '../support/data.ts';

const TRUTH = join(DATA, 'mot', 'PETS09-S2L1', 'gt', 'gt.txt');
const absent = missing(TRUTH, FOOTAGE);
if (absent) console.warn(`skipped, people on the floor against the truth: ${absent}`);

describe.skipIf(absent)('people on the floor of the demo’s footage, from pixels', { timeout: 120_000 }, () => {
  it.each(DETECTORS.map(({ name }) => name))('are right within a tenth with %s', async (model) => {
    const figures = await measureFloor(TRUTH, model);
    expect(figures.frames).toBe(795);
    expect(Math.abs(figures.peopleError)).toBeLessThan(0.1);
    expect(figures.meanAbsoluteError).toBeLessThan(1);
    expect(Math.abs(figures.personSecondsError)).toBeLessThan(0.1);
  });
});
