import { beforeAll, describe, expect, it } from 'vitest';
import { type Facts, gather } from './facts.ts';
import { FACTS } from './facts-table.ts';

describe('stylised facts of behaviour lists', () => {
  let facts: Facts;
  beforeAll(() => {
    facts = gather('lists');
  }, 120_000);

  it.each(FACTS.filter((f) => (f.only ?? 'lists') === 'lists'))('$fact ($source)', ({ of, band }) => {
    const value = of(facts);
    expect(value).toBeGreaterThanOrEqual(band[0]);
    expect(value).toBeLessThanOrEqual(band[1]);
  });
});
