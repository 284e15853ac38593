import { AisleError } from '../../models/contract/errors.ts';
import { REFERENCE_KINDS, type ReferenceKindName } from '../../models/contract/reference-rows.ts';
import type { ReferenceKind } from './kind.ts';
import { campaigns } from './kinds/campaigns.ts';
import { deliveries } from './kinds/deliveries.ts';
import { holidays } from './kinds/holidays.ts';
import { orders } from './kinds/orders.ts';
import { planogram } from './kinds/planogram.ts';
import { prices } from './kinds/prices.ts';
import { products } from './kinds/products.ts';
import { promotions } from './kinds/promotions.ts';
import { roster } from './kinds/roster.ts';
import { stock } from './kinds/stock.ts';
import { suppliers } from './kinds/suppliers.ts';
import { targets } from './kinds/targets.ts';
import { weather } from './kinds/weather.ts';

/** Every kind; a new one is a schema in the contract, a file and a line here. */
export const KINDS: { [K in ReferenceKindName]: ReferenceKind<K> } = {
  ...{ products, suppliers, deliveries, orders, stock, planogram, prices, promotions, campaigns },
  ...{ weather, holidays, roster, targets },
};

/** Throws BAD_CALL that lists what there is. */
export function kindOf(name: string): ReferenceKind {
  if ((REFERENCE_KINDS as string[]).includes(name)) return KINDS[name as ReferenceKindName] as ReferenceKind;
  throw new AisleError('BAD_CALL', `there is no kind ${name}`, `Use one of: ${REFERENCE_KINDS.join(', ')}.`);
}
