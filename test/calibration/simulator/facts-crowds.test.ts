import { beforeAll, describe, expect, it } from 'vitest';
import { type Facts, gather } from './facts.ts';
import { FACTS } from './facts-table.ts';

describe('stylised facts of behaviour crowds', () => {
  let facts: Facts;
  beforeAll(() => {
    facts = gather('crowds');
  }, 120_000);

  it.each(FACTS.filter((f) => (f.only ?? 'crowds') === 'crowds'))('$fact ($source)', ({ of, band }) => {
    const value = of(facts);
    expect(value).toBeGreaterThanOrEqual(band[0]);
    expect(value).toBeLessThanOrEqual(band[1]);
  });
});
