import type { Mapping } from './mapping.ts';

/** Mappings that come with the product. Where none is named, the first one whose columns a file has is taken. */
export const PRESETS: Record<string, Mapping> = {
  /** Columns with the names of the contract. */
  standard: {
    version: 1,
    lenient: true,
    fields: {
      ...{ store: 'store', businessDay: 'businessDay', start: 'start' },
      ...{ till: 'till', number: 'number', line: 'line', time: 'time', currency: 'currency', loyalty: 'loyalty' },
      ...{ kind: 'kind', lineKind: 'lineKind', revision: 'revision', correction: 'correction' },
      ...{ staffPurchase: 'staffPurchase', clickAndCollect: 'clickAndCollect', gtin: 'gtin', sku: 'sku' },
      ...{ description: 'description', quantity: 'quantity', unit: 'unit', unitPrice: 'unitPrice' },
      ...{ net: 'net', gross: 'gross', discount: 'discount', taxKind: 'taxKind', taxRate: 'taxRate' },
    },
  },
  /**
   * A bakery in Edinburgh: a line an item, with seconds, but without till, price and quantity. A row is one piece; what
   * it cost is not known. NONE stands where the till had no item, which is no line of a sale.
   */
  bakery: {
    version: 1,
    timeZone: 'Europe/London',
    reject: [{ column: 'Item', equals: 'NONE', reason: 'NONE is no item' }],
    fields: {
      till: { value: '1' },
      number: 'Transaction',
      time: { columns: ['Date', 'Time'] },
      currency: { value: 'GBP' },
      sku: 'Item',
      quantity: { value: 1 },
    },
  },
  /**
   * The Complete Journey: lines of many stores, which become one; the store is kept as the till, so that baskets stay
   * apart. Its zone is not told: times are taken as UTC. sales_value is what the store got, coupons that its maker pays
   * are in it; quantities of fuel and weighed goods are what the till wrote.
   */
  'complete-journey': {
    version: 1,
    timeZone: 'UTC',
    nothing: ['', 'NA'],
    fields: {
      till: { column: 'store_id', prefix: 'store-' },
      number: 'basket_id',
      time: 'transaction_timestamp',
      currency: { value: 'USD' },
      loyalty: 'household_id',
      sku: 'product_id',
      quantity: 'quantity',
      net: 'sales_value',
      discount: { sum: ['retail_disc', 'coupon_match_disc'] },
    },
  },
  /** Baskets without time and price, one a line: what was bought together. */
  groceries: { version: 1, kind: 'baskets' },
};
