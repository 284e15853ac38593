import { COUNTED, type Entry, EXACT, interval, sales } from './entry.ts';

/** What doors, tills and shelves tell together. */
export const tillEntries: readonly Entry[] = [
  {
    ...{ id: 'entries', name: 'Entries', unit: 'crossings', sure: COUNTED },
    definition: 'Crossings inwards of all street and mall lines. Entries are not different people.',
    columns: [
      ...[...sales('entries'), 'today.entries.value', ...interval('today.entries.interval')],
      // Of comparable days, up to the same time of the clock: their median, and each.
      ...['today.comparison.entries', 'today-compared.entries'],
    ],
  },
  {
    ...{ id: 'exits', name: 'Exits', unit: 'crossings', sure: COUNTED },
    definition: 'Crossings outwards of all street and mall lines.',
    columns: ['today.exits.value', ...interval('today.exits.interval')],
  },
  {
    ...{ id: 'transactions', name: 'Transactions', unit: 'receipts', sure: 'exact, up to the newest receipt' },
    definition:
      'Sale receipts with a net above 0, in the minute of their end on the corrected clock of their till; beside them receipts with something brought back, those of staff, those of goods bought before and fetched, and those whose price nobody knows.',
    columns: [
      ...[
        ...sales('transactions'),
        ...sales('returns'),
        ...sales('staff'),
        ...sales('collected'),
        ...sales('unpriced'),
        'waits.transactions',
      ],
    ],
  },
  {
    ...{ id: 'net', name: 'Net sales', unit: 'currency', sure: 'exact, up to the newest receipt' },
    definition: 'What was paid after discounts, with tax where prices hold it, less what was paid back; one currency.',
    columns: [...sales('net'), ...sales('netPerTransaction'), 'products-sold.net', 'funnel.net', 'funnel.netPerVisit'],
  },
  {
    ...{ id: 'items', name: 'Items', unit: 'items', sure: 'exact, up to the newest receipt' },
    definition: 'Pieces sold; what is weighed is one item a line, whatever it weighs.',
    columns: [...sales('items'), ...sales('itemsPerTransaction')],
  },
  {
    ...{ id: 'conversion', name: 'Conversion', unit: 'share' },
    definition:
      'Transactions without those of staff and of goods bought before ÷ buying units that came in one entry-to-till time before. Where units are not counted, and beside it, ÷ persons. Transactions whose minute at the doors was not seen are left out; `matched` says how many stay. Not known where the doors were seen for less than half of the time.',
    sure: '95 % interval of the count of people; transactions are exact',
    columns: [
      ...[...sales('conversion.value'), ...sales('conversion.interval.low'), ...sales('conversion.interval.high')],
      ...[
        ...sales('perPerson.value'),
        ...sales('perPerson.interval.low'),
        ...sales('perPerson.interval.high'),
        ...sales('matched'),
      ],
    ],
  },
  {
    ...{ id: 'net-per-entry', name: 'Sales per visitor', unit: 'currency' },
    definition: 'Net of a mean transaction × conversion per person.',
    sure: '95 % interval of the count of people',
    columns: [
      ...sales('netPerEntry.value'),
      ...sales('netPerEntry.interval.low'),
      ...sales('netPerEntry.interval.high'),
    ],
  },
  {
    ...{ id: 'sold', name: 'Sold at a place', unit: 'units', sure: 'exact, as far as the planogram is right' },
    definition:
      'Units of a product, returns taken off, put where the planogram has it; in several zones they are shared out by facings.',
    columns: [
      ...[
        'funnel.sold',
        'funnel.soldPerVisit',
        'products-sold.sold',
        'products-sold.soldPerVisit',
        'products-sold.zones',
      ],
      ...['sold-elsewhere.planogram', 'sold-elsewhere.soldElsewhere'],
    ],
  },
  {
    ...{ id: 'entry-to-till', name: 'From the door to the till', unit: 'min, share' },
    definition:
      'The shift at which receipts fit best with entries, and the correlation there; empty where it does not stand out. By it entries are moved before they are held against sales.',
    sure: 'told only where it stands out',
    columns: ['sales-total.entryToTill.minutes', 'sales-total.entryToTill.score'],
  },
  {
    ...{ id: 'cancelled', name: 'Receipts taken back', unit: 'receipts', sure: 'exact, up to the newest receipt' },
    definition: 'Receipts that were begun at the till and voided whole.',
    columns: ['waits.cancelled'],
  },
  {
    ...{ id: 'fill', name: 'Fill of a facing', unit: 'share' },
    definition: 'Units that stand there ÷ those that fit in, over the newest period in which it was seen.',
    sure: '95 % interval from the variance that the node tells',
    columns: ['shelves.fill', 'shelves.fillInterval.low', 'shelves.fillInterval.high', 'shelves.capacity'],
  },
  {
    ...{ id: 'out-of-stock', name: 'Out of stock', unit: 's', sure: EXACT },
    definition:
      'Seconds from when a facing lost its product until it was refilled, of those in which its state was known.',
    columns: [
      ...['shelves.emptyS', 'shelves.knownS', 'out-of-stock.emptyS', 'out-of-stock.knownS'],
      ...['out-of-stock.share', 'out-of-stock.events'],
    ],
  },
];
