import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../gateway/export/columns.ts';
import { TABLES } from '../../../gateway/export/tables.ts';
import { METRICS } from '../../../models/contract/dictionary/metrics.ts';

describe('the dictionary', () => {
  const figures = TABLES.flatMap(({ name, row }) =>
    columnsOf(row)
      .filter(({ kind }) => kind === 'number' || kind === 'json')
      .map((column) => `${name}.${column.name}`),
  );
  const defined = METRICS.flatMap(({ columns }) => columns);

  it('defines every figure that can be exported, each once', () => {
    expect(figures.filter((column) => !defined.includes(column))).toEqual([]);
    expect(defined.filter((column, i) => defined.indexOf(column) !== i)).toEqual([]);
  });

  it('defines nothing that is not there', () => {
    expect(defined.filter((column) => !figures.includes(column))).toEqual([]);
  });

  it('keeps what the older versions of a rule said', () => {
    for (const { id, version, history } of METRICS) {
      expect(
        history.map((it) => it.version),
        id,
      ).toEqual(Array.from({ length: version - 1 }, (_, i) => i + 1));
    }
    expect(new Set(METRICS.map(({ id }) => id)).size).toBe(METRICS.length);
  });
});
