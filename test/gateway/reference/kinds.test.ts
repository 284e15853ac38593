import { describe, expect, it } from 'vitest';
import { isFault, RowChecker } from '../../../gateway/reference/check-row.ts';
import { kindOf } from '../../../gateway/reference/registry.ts';
import { AisleError } from '../../../models/contract/errors.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';

const { site } = testSite({ zones: SHOP_ZONES });
const check = (kind: string, row: unknown) => new RowChecker(kindOf(kind), site).check(row);

describe('a row is taken', () => {
  it.each([
    ['products', { gtin: '4006381333931', price: 1.99 }, '4006381333931', undefined, null],
    ['products', { sku: 'a/b%', from: '2026-01-01', to: '2026-01-31' }, 'a%2Fb%25', '2026-01-01', '2026-01-31'],
    ['suppliers', { supplier: 'dairy', leadDays: 1.5, leadSdDays: 0.5, orderDays: [1, 4] }, 'dairy', undefined, null],
    ['suppliers', { supplier: 'dairy', deliveryDays: [2] }, 'dairy', undefined, null],
    [
      'deliveries',
      { date: '2026-01-02', sku: 'a', units: 6, ordered: '2026-01-01' },
      'a//2026-01-01/',
      '2026-01-02',
      '2026-01-02',
    ],
    ['orders', { date: '2026-01-02', sku: 'a', units: 6, order: '7' }, 'a//7', '2026-01-02', '2026-01-02'],
    ['stock', { date: '2026-01-02', sku: 'a', units: -1 }, 'a/', '2026-01-02', '2026-01-02'],
    ['planogram', { zone: 'shelf', sku: 'a', facings: 2, capacity: 12 }, 'shelf/////a', undefined, null],
    ['prices', { sku: 'a', price: 0 }, 'a/', undefined, null],
    [
      'promotions',
      { id: 'w1', sku: 'a', from: '2026-01-01', to: '2026-01-07', depth: 0.3 },
      'w1/a',
      '2026-01-01',
      '2026-01-07',
    ],
    ['campaigns', { campaign: 'easter', from: '2026-03-01', to: '2026-04-05' }, 'easter', '2026-03-01', '2026-04-05'],
    ['weather', { date: '2026-01-02', hour: 0, temperatureC: -3 }, '0', '2026-01-02', '2026-01-02'],
    ['holidays', { date: '2026-12-25', name: 'Christmas', open: false }, '', '2026-12-25', '2026-12-25'],
    [
      'roster',
      { date: '2026-01-02', start: '08:00', end: '16:00', area: 'tills', staff: 3 },
      'tills/08:00/16:00',
      '2026-01-02',
      '2026-01-02',
    ],
    ['targets', { metric: 'entries', date: '2026-01-02', value: 900 }, 'entries', '2026-01-02', '2026-01-02'],
    [
      'targets',
      { metric: 'net', from: '2026-01-01', to: '2026-01-31', value: 9e5, per: 'range' },
      'net',
      '2026-01-01',
      '2026-01-31',
    ],
  ])('of %s: %j', (kind, row, key, from, to) => {
    expect(check(kind, row)).toMatchObject({ key, from, to });
  });
});

describe('a row is rejected with its field and the reason', () => {
  it.each([
    ['products', { sku: '' }, 'sku', /fewer/],
    ['products', { name: 'milk' }, 'sku', /missing/],
    ['products', { gtin: '4006381333932' }, 'gtin', /check digit/],
    ['products', { sku: 'a', price: '1,99' }, 'price', /"1,99" must be number/],
    ['products', { sku: 'a', price: Number.NaN }, 'price', /must/],
    ['products', { sku: 'a', from: '2026-02-30' }, 'from', /calendar/],
    ['products', { sku: 'a', from: '2026-02-03', to: '2026-02-02' }, 'to', /before its first day/],
    ['products', { sku: 'a\ud800' }, 'sku', /no character/],
    ['products', { sku: 'a', price: [[[]]] }, 'price', /must be number/],
    ['products', [], 'line', /no row/],
    ['products', null, 'line', /no row/],
    ['suppliers', { supplier: 'dairy' }, 'leadDays', /neither/],
    ['suppliers', { supplier: 'dairy', deliveryDays: [1], leadSdDays: 1 }, 'leadSdDays', /no mean/],
    ['deliveries', { date: '2026-01-02', sku: 'a', units: 6, ordered: '2026-01-03' }, 'ordered', /after it came/],
    ['orders', { date: '2026-01-02', sku: 'a', units: 6, expected: '2026-01-01' }, 'expected', /before it was ordered/],
    ['planogram', { sku: 'a' }, 'zone', /neither/],
    ['planogram', { zone: 'cellar', sku: 'a' }, 'zone', /no zone cellar/],
    ['planogram', { shelf: 'dairy-9', sku: 'a' }, 'shelf', /no shelf dairy-9/],
    ['promotions', { id: '1', sku: 'a', from: '2026-01-01', to: '2026-01-07' }, 'depth', /nothing is promoted/],
    [
      'promotions',
      { id: '1', sku: 'a', from: '2026-01-01', to: '2026-01-07', kind: 'price' },
      'depth',
      /depth or its price/,
    ],
    [
      'promotions',
      { id: '1', sku: 'a', from: '2026-01-01', to: '2026-01-07', display: true, place: 'moon' },
      'place',
      /no zone/,
    ],
    ['promotions', { id: '1', sku: 'a', from: '2026-01-01', to: '2026-01-07', depth: 30 }, 'depth', /<= 1/],
    ['weather', { date: '2026-01-02', hour: 3 }, 'temperatureC', /nothing is told/],
    [
      'roster',
      { date: '2026-01-02', start: '08:00', end: '16:00', area: 'tills', staff: 1, employee: 'Ada' },
      'employee',
      /never who/,
    ],
    ['targets', { metric: 'conversion', date: '2026-01-02', value: 34 }, 'value', /no share/],
    [
      'targets',
      { metric: 'conversion', from: '2026-01-02', to: '2026-01-03', value: 0.3, per: 'range' },
      'per',
      /use day/,
    ],
  ])('of %s: %j', (kind, row, field, reason) => {
    const checked = check(kind, row);
    expect(isFault(checked) && checked.field).toBe(field);
    expect(isFault(checked) && checked.reason).toMatch(reason);
  });
});

it('leaves out fields that the kind does not have, and names them', () => {
  const checker = new RowChecker(kindOf('stock'), site);
  const checked = checker.check({ date: '2026-01-02', sku: 'a', units: 1, colour: 'red' });
  expect(checked).toMatchObject({ body: '{"date":"2026-01-02","sku":"a","units":1}' });
  expect([...checker.ignored]).toEqual(['colour']);
});

describe('what says who works is turned away', () => {
  it.each([
    'name',
    'First name',
    'employee_id',
    'EmployeeNumber',
    'staff_name',
    'Personalnummer',
    'cashier',
    'e-mail',
    'badge no',
  ])('%s', (column) => expect(kindOf('roster').refuses!(column)).toMatch(/never who/));
  it.each(['date', 'start', 'end', 'area', 'staff', 'department', 'hours', 'comment'])('but not %s', (column) =>
    expect(kindOf('roster').refuses!(column)).toBeUndefined(),
  );
});

it('names the kinds there are', () => expect(() => kindOf('prospects')).toThrow(AisleError));
