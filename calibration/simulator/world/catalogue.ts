import { exp, log } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import { DEPARTMENTS } from './departments.ts';

/** A product of the chain. Prices in euro, amounts in units. */
export interface Product {
  index: number;
  /** EAN-13 in GS1's range for examples (952). */
  sku: string;
  name: string;
  department: number;
  category: number;
  price: number;
  cost: number;
  casePack: number;
  /** How well it is liked within its category, in logits. */
  appeal: number;
  supplier: number;
}

/** Products that stand in for one another. */
export interface Category {
  index: number;
  name: string;
  department: number;
  products: number[];
  /** Mean times a week that a household runs out of it. */
  needAWeek: number;
  /** Price coefficient of the choice: log-price to logits. */
  priceSense: number;
  /** Share of the list's price that a purchase more is put off to, when it was stocked up on. */
  storable: number;
}

export interface Catalogue {
  products: Product[];
  categories: Category[];
  suppliers: Supplier[];
}

export interface Supplier {
  id: string;
  /** Weekdays of its orders, 1 = Monday. */
  orderDays: number[];
  leadDays: number;
  /** A delivery comes a day late with this chance. */
  lateChance: number;
  /** Comes while the shop is open; the others come at night. */
  byDay: boolean;
}

/** Products of a category: the number of near substitutes in panel studies of grocery choice is 5–20. */
const PRODUCTS_A_CATEGORY = 10;
const SUPPLIERS = 12;

/** The chain's catalogue of `count` products. */
export function makeCatalogue(random: Stream, count: number): Catalogue {
  const products: Product[] = [];
  const categories: Category[] = [];
  const suppliers = Array.from({ length: SUPPLIERS }, (_, i) => makeSupplier(random.sub('supplier', i), i));
  let given = 0;
  let share = 0;
  for (const [d, department] of DEPARTMENTS.entries()) {
    share += department.share;
    const here = Math.max(1, Math.round(share * count) - given);
    const groups = Math.max(1, Math.round(here / PRODUCTS_A_CATEGORY));
    for (let g = 0; g < groups; g++) {
      const r = random.sub('category', department.id, g);
      const category: Category = {
        index: categories.length,
        name: `${department.name} ${g + 1}`,
        department: d,
        products: [],
        needAWeek: 0.2 * department.need * r.lognormal(0.85, 0.55),
        // With the category's own growth this gives own-price elasticities near −2.6 on average (Bijmolt, van Heerde &
        // Pieters 2005: mean −2.62 over 1,851 estimates).
        priceSense: -2.75 + 0.6 * r.normal(),
        storable: department.spoilADay > 0.002 ? 0.1 : r.between(0.4, 0.9),
      };
      const middle = department.price * r.lognormal(1, 0.35);
      for (let i = Math.floor((g * here) / groups); i < Math.floor(((g + 1) * here) / groups); i++) {
        category.products.push(products.length);
        products.push(makeProduct(r.sub('product', i), products.length, category, middle, department.margin));
      }
      categories.push(category);
    }
    given += here;
  }
  // A smaller range is of what is needed oftener.
  const oftener = exp(0.6 * log(100 / categories.length));
  for (const category of categories) category.needAWeek *= oftener;
  return { products, categories, suppliers };
}

function makeProduct(r: Stream, index: number, category: Category, middle: number, margin: number): Product {
  const quality = r.normal();
  // Ends in 9, as shelf prices do.
  const price = Math.max(0.29, Math.round(middle * r.lognormal(1, 0.12) * (1 + 0.18 * quality) * 10) / 10 - 0.01);
  return {
    index,
    sku: withCheckDigit(`952${String(index + 1).padStart(9, '0')}`),
    name: `${category.name} no. ${category.products.length}`,
    department: category.department,
    category: category.index,
    price,
    cost: Math.round(price * (1 - margin * r.between(0.8, 1.2)) * 100) / 100,
    casePack: [6, 8, 10, 12, 16, 20][r.below(6)],
    // A few products make most of a category's sales, as shares in grocery panels do (Zipf-like).
    appeal: 0.9 * r.normal() + 0.35 * quality,
    supplier: r.below(SUPPLIERS),
  };
}

function makeSupplier(r: Stream, index: number): Supplier {
  const pattern = [
    [1, 2, 3, 4, 5, 6],
    [1, 3, 5],
    [2, 4, 6],
    [1, 4],
  ][r.below(4)];
  return {
    id: `supplier-${index + 1}`,
    orderDays: pattern,
    leadDays: 1 + r.below(3),
    lateChance: r.between(0.02, 0.08),
    byDay: index % 3 === 0,
  };
}

/** GS1 check digit: weights 1 and 3 from the left, modulo 10. */
function withCheckDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits[i]) * (i % 2 === 0 ? 1 : 3);
  return digits + String((10 - (sum % 10)) % 10);
}
