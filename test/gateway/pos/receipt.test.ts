import { expect, it } from 'vitest';
import { lineHash } from '../../../gateway/pos/receipt.ts';
import { line, receipt } from '../../support/sales.ts';

const strange = {
  ...{ kind: 'return' as const, sku: null, description: 'a|b', quantity: -0.75, unit: 'kg' as const, unitPrice: 199.5 },
  ...{ net: null, gross: null, discount: null, taxKind: 'vat', taxRate: 0.07 },
};

// What is stored has these hashes: were they others, every line that is sent again would be a conflict.
it.each([
  ['XmYyLl97eYT', receipt([]), line(1)],
  [
    'uHHpiIIw3Uf',
    receipt([], {
      ...{ startMs: 1772366000000, kind: 'return', currency: 'CHF', staffPurchase: true, clickAndCollect: true },
    }),
    line(2, strange),
  ],
])('a line has the hash %s in every version', (hash, head, it) => expect(lineHash(head, it)).toBe(hash));
