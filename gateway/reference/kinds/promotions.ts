import { Promotion } from '../../../models/contract/reference-rows.ts';
import { daysInOrder, type ReferenceKind } from '../kind.ts';

export const promotions: ReferenceKind<'promotions'> = {
  name: 'promotions',
  row: Promotion,
  key: ['id', 'sku'],
  dates: 'effective',
  fault(row, site) {
    const { depth, price, feature, display, kind, place } = row;
    if (!depth && price === undefined && !feature && !display && kind === undefined) {
      return { field: 'depth', reason: 'neither a lower price nor a feature nor a display: nothing is promoted' };
    }
    if (kind === 'price' && !depth && price === undefined) {
      return { field: 'depth', reason: 'a promotion by price needs its depth or its price' };
    }
    if (place !== undefined && site && !site.zones.some(({ id }) => id === place)) {
      return { field: 'place', reason: `the site has no zone ${place}` };
    }
    return daysInOrder(row);
  },
};
