import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PricePlan } from '../economy/promotions.ts';
import type { Day } from '../world/calendar.ts';
import { DEPARTMENTS } from '../world/departments.ts';
import { faceNames } from '../world/site.ts';
import type { World } from '../world/world.ts';

const csv = (head: string, rows: readonly (readonly (string | number)[])[]): string =>
  `${[head, ...rows.map((row) => row.join(','))].join('\n')}\n`;

/** The master data that a retailer has of its own: products, suppliers, planogram, price and promotion calendar, weather. */
export function writeTables(folder: string, world: World, prices: PricePlan, calendar: readonly Day[]): void {
  writeFileSync(join(folder, 'products.csv'), products(world));
  writeFileSync(join(folder, 'suppliers.csv'), suppliers(world));
  writeFileSync(join(folder, 'planogram.json'), `${JSON.stringify(planogram(world))}\n`);
  writeFileSync(join(folder, 'promotions.csv'), promotions(world, prices, calendar));
  writeFileSync(join(folder, 'prices.csv'), priceList(world, prices, calendar));
  writeFileSync(join(folder, 'holidays.csv'), holidays(calendar));
  writeFileSync(join(folder, 'calendar.csv'), calendarOf(calendar));
}

function products({ catalogue, bayOf }: World): string {
  const rows = catalogue.products
    .filter((p) => bayOf[p.index] >= 0)
    .map((p) => {
      const supplier = catalogue.suppliers[p.supplier];
      const { id, name, spoilADay } = { ...DEPARTMENTS[p.department], ...catalogue.categories[p.category] } as {
        id: string;
        name: string;
        spoilADay: number;
      };
      const shelfDays = Math.min(720, Math.round(0.1 / spoilADay));
      return [p.sku, p.name, name, id, p.price, p.cost, p.casePack, shelfDays, supplier.id, supplier.leadDays];
    });
  return csv('sku,name,category,department,price,cost,casePack,shelfLifeDays,supplier,leadDays', rows);
}

/** A delivery that may come a day late has a mean and a deviation. */
const suppliers = ({ catalogue }: World): string =>
  csv(
    'supplier,leadDays,leadSdDays,orderDays',
    catalogue.suppliers.map(({ id, leadDays, lateChance, orderDays }) => {
      const deviation = Math.sqrt(lateChance * (1 - lateChance));
      return [id, (leadDays + lateChance).toFixed(3), deviation.toFixed(3), orderDays.join(' ')];
    }),
  );

/** Shelves by the zone in front of them, bays along the shelf, products with their facings. */
function planogram(world: World) {
  const names = faceNames(world);
  const { products } = world.catalogue;
  return {
    store: world.store,
    shelves: world.plan.faces.map((face, i) => ({
      zone: names[i].id,
      bays: face.bays.map((bay) => ({
        bay,
        at: world.plan.bays[bay].shelf,
        products: world.productsAt[bay].map((p) => ({
          sku: products[p].sku,
          facings: world.facings[p],
          capacity: world.capacity[p],
        })),
      })),
    })),
  };
}

function promotions(world: World, prices: PricePlan, calendar: readonly Day[]): string {
  const rows = prices.promotions
    .filter((p) => world.bayOf[p.product] >= 0)
    .map((p) => [
      p.id,
      world.catalogue.products[p.product].sku,
      ...weekDates(calendar, p.week),
      p.depth,
      Number(p.feature),
      Number(p.display),
    ]);
  return csv('id,sku,from,to,depth,feature,display', rows);
}

function weekDates(calendar: readonly Day[], week: number): [string, string] {
  const last = calendar.length - 1;
  return [calendar[Math.min(last, week * 7)].date, calendar[Math.min(last, week * 7 + 6)].date];
}

/** One row for each change of a shelf price; promotions are changes as well. */
function priceList(world: World, prices: PricePlan, calendar: readonly Day[]): string {
  const rows: (string | number)[][] = [];
  const weeks = Math.ceil(calendar.length / 7);
  for (let week = 0; week < weeks; week++) {
    const [from] = weekDates(calendar, week);
    for (const { index, sku } of world.catalogue.products) {
      if (world.bayOf[index] < 0) continue;
      const price = prices.prices[week][index];
      if (week === 0 || price !== prices.prices[week - 1][index]) rows.push([from, sku, price]);
    }
  }
  return csv('from,sku,price', rows);
}

const holidays = (calendar: readonly Day[]): string =>
  csv(
    'date,name,open',
    calendar
      .filter((d) => d.holidayName !== undefined)
      .map((d) => [d.date, d.holidayName!, Number(d.open !== undefined)]),
  );

const calendarOf = (calendar: readonly Day[]): string =>
  csv(
    'date,weekday,open,holiday,warmerThanUsualC,rain',
    calendar.map((d) => [
      d.date,
      d.weekday,
      Number(d.open !== undefined),
      Number(d.holiday),
      Math.round(d.warmth * 10) / 10,
      Number(d.rainy),
    ]),
  );
