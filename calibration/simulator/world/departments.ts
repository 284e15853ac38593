/**
 * Departments of a supermarket in the order of a usual walk: share of the products, median price in euro, gross margin,
 * share of the shelf that spoils a day, strength of the yearly season and its month of the peak (0 = January).
 * Margins and waste as in grocery trade reports (Buzby & Hyman 2012: supermarket loss of 8–11 % of fresh produce, 1–6 % of
 * the rest, over all of a product's life; a tenth to a third of it a day here).
 */
export interface Department {
  id: string;
  name: string;
  share: number;
  price: number;
  margin: number;
  spoilADay: number;
  season: number;
  peakMonth: number;
  /** Warm days sell more (> 0) or less. */
  warmth: number;
  /** How often its categories are on a list, relative to the mean. */
  need: number;
}

const row = (
  id: string,
  name: string,
  share: number,
  price: number,
  margin: number,
  spoilADay: number,
  season: number,
  peakMonth: number,
  warmth: number,
  need: number,
): Department => ({ id, name, share, price, margin, spoilADay, season, peakMonth, warmth, need });

export const DEPARTMENTS: readonly Department[] = [
  row('produce', 'Produce', 0.1, 1.9, 0.33, 0.045, 0.15, 6, 0.1, 2.2),
  row('bakery', 'Bakery', 0.06, 1.6, 0.4, 0.06, 0.05, 11, 0, 2.4),
  row('dairy', 'Dairy', 0.12, 1.5, 0.27, 0.01, 0.03, 0, 0, 2.1),
  row('meat', 'Meat', 0.07, 3.9, 0.28, 0.025, 0.15, 5, 0.15, 1.4),
  row('frozen', 'Frozen', 0.08, 2.9, 0.3, 0.0003, 0.2, 6, 0.2, 0.9),
  row('breakfast', 'Breakfast', 0.06, 2.4, 0.28, 0.0002, 0.05, 0, 0, 0.8),
  row('staples', 'Pasta and rice', 0.07, 1.4, 0.26, 0.0002, 0.05, 10, 0, 0.9),
  row('canned', 'Canned food', 0.07, 1.5, 0.3, 0.0001, 0.1, 0, -0.05, 0.7),
  row('snacks', 'Snacks', 0.08, 2.1, 0.33, 0.0003, 0.1, 6, 0.1, 0.9),
  row('sweets', 'Sweets', 0.08, 1.8, 0.34, 0.0003, 0.35, 11, -0.1, 0.8),
  row('drinks', 'Drinks', 0.08, 1.3, 0.3, 0.0001, 0.3, 6, 0.3, 1.3),
  row('beer-wine', 'Beer and wine', 0.05, 4.2, 0.24, 0.0001, 0.2, 11, 0.1, 0.7),
  row('household', 'Household', 0.05, 3.1, 0.29, 0.0001, 0.05, 3, 0, 0.4),
  row('care', 'Care', 0.03, 3.6, 0.35, 0.0001, 0.05, 6, 0, 0.3),
];
