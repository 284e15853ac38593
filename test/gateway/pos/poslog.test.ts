import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ALWAYS, spanSums, type TestSales, testSales } from '../../support/sales.ts';

let test: TestSales;
beforeEach(async () => {
  test = await testSales();
});
afterEach(() => test.close());

interface Sold {
  number: number;
  items: string;
  attributes?: string;
  retail?: string;
  time?: string;
  extra?: string;
}
const transaction = ({
  number,
  items,
  attributes = '',
  retail = '',
  time = '2026-03-01T13:00:00',
  extra = '',
}: Sold) => `
  <Transaction ${attributes}><RetailStoreID>9</RetailStoreID><WorkstationID>T1</WorkstationID>
    <SequenceNumber>${number}</SequenceNumber><BusinessDayDate>2026-03-01</BusinessDayDate>
    <BeginDateTime>2026-03-01T12:58:00</BeginDateTime><EndDateTime>${time}</EndDateTime>
    <OperatorID>Jane</OperatorID><CurrencyCode>EUR</CurrencyCode>
    <RetailTransaction ${retail}>${items}${extra}
      <LineItem><SequenceNumber>99</SequenceNumber><Tender TenderType="Cash"><Amount>5.00</Amount></Tender></LineItem>
      <Total TotalType="TransactionNetAmount">5.00</Total></RetailTransaction></Transaction>`;
const item = (number: number, kind: string, net: string, more = '', attributes = '') => `
  <LineItem ${attributes}><SequenceNumber>${number}</SequenceNumber><${kind}>
    <POSIdentity POSIDType="EAN"><POSItemID>4006381333931</POSItemID></POSIdentity><Description>Pen &amp; ink</Description>
    <ActualSalesUnitPrice>2.50</ActualSalesUnitPrice><ExtendedAmount>${net}</ExtendedAmount>${more || '<Quantity>1</Quantity>'}
    <Tax TaxType="VAT"><Percent>19.00</Percent></Tax></${kind}></LineItem>`;
const log = (...parts: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/">${parts.join('')}</POSLog>`;

const DAY = log(
  '<Transaction><WorkstationID>T1</WorkstationID><SequenceNumber>1</SequenceNumber><ControlTransaction/></Transaction>',
  transaction({
    number: 2,
    items:
      item(1, 'Sale', '5.00', '<ExtendedDiscountAmount>1.00</ExtendedDiscountAmount><Quantity>2</Quantity>') +
      item(2, 'Sale', '3.21', '<Quantity Units="1.284" UnitOfMeasureCode="KGM">1</Quantity>') +
      item(3, 'Sale', '9.99', '', 'VoidFlag="true"') +
      item(4, 'Return', '2.50'),
    extra: '<LoyaltyAccount><LoyaltyID>card-7</LoyaltyID></LoyaltyAccount>',
  }),
  transaction({ number: 3, items: item(1, 'Sale', '7.00'), attributes: 'CancelFlag="true"' }),
  transaction({ number: 4, items: item(1, 'Sale', '7.00'), attributes: 'TrainingModeFlag="true"' }),
  transaction({ number: 5, items: item(1, 'SaleForPickup', '4.00') }),
  transaction({ number: 6, items: item(1, 'Sale', '4.00'), retail: 'TypeCode="EmployeeSale"' }),
  transaction({ number: 7, items: item(1, 'Sale', '1.005') + item(2, 'Sale', '1.00') }),
  transaction({ number: 8, items: item(1, 'Sale', '1.00'), time: 'yesterday' }),
);

it('reads sales, returns, voids, discounts, weights, taxes, and keeps no operator', async () => {
  const result = await test.text('day.xml', DAY);
  expect(result).toMatchObject({ accepted: 9, duplicates: 0, rejected: 2 });
  expect(await spanSums(test.sales, ALWAYS)).toEqual([
    {
      ...{ currency: 'EUR', sales: 4, receipts: 4, unpriced: 0, returns: 1, staff: 1, collect: 1 },
      ...{ net: 571 + 400 + 400 + 100, gross: 671 + 400 + 400 + 100, discount: 100, items: 6, returned: 250 },
    },
  ]);
  const { transactions } = await test.sales.transactions(ALWAYS);
  const first = transactions.find((it) => it.number === '2')!;
  expect(first).toMatchObject({ till: 'T1', time: Date.parse('2026-03-01T12:00:00Z'), loyalty: expect.any(String) });
  expect(first.rows[1]).toMatchObject({ quantity: 1.284, unit: 'kg', description: 'Pen & ink', tax_rate: 0.19 });
  expect(first.rows[3]).toMatchObject({ kind: 'return', net: -250, quantity: -1, sku: '4006381333931' });
  const rejects = readFileSync(result.rejectFile!, 'utf8');
  expect(rejects).not.toContain('Jane');
  // What is mended in the reject file comes in as NDJSON.
  expect(
    await test.text(
      'mended.ndjson',
      rejects.replace('"net":1.005', '"net":1.01').replaceAll('yesterday', '2026-03-01T13:00'),
    ),
  ).toMatchObject({
    accepted: 2,
    rejected: 0,
  });
  expect(await test.text('again.xml', DAY)).toMatchObject({ accepted: 0, duplicates: 9, rejected: 2 });
});

it('takes a post-void for the correction that it is', async () => {
  const sold = { number: 2, items: item(1, 'Sale', '5.00') };
  await test.text('a.xml', log(transaction(sold)));
  const voided = log(transaction({ ...sold, retail: 'TransactionStatus="PostVoided"' }));
  expect(await test.text('b.xml', voided)).toMatchObject({ accepted: 1, rejected: 0 });
  expect(await spanSums(test.sales, ALWAYS)).toEqual([]);
  expect(await test.text('b.xml', voided)).toMatchObject({ accepted: 0, duplicates: 1 });
  expect(await test.text('a.xml', log(transaction(sold)))).toMatchObject({ accepted: 0, duplicates: 1 });
});

it('reads prefixes and Latin-1, and a log that comes packed', async () => {
  const text = log(transaction({ number: 2, items: item(1, 'Sale', '5.00').replace('Pen', 'Stift für K\u00f6nige') }))
    .replace('UTF-8', 'ISO-8859-1')
    .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1pos:')
    .replace('xmlns=', 'xmlns:pos=');
  expect(await test.text('a.xml.gz', gzipSync(Buffer.from(text, 'latin1')))).toMatchObject({ accepted: 1 });
  const { transactions } = await test.sales.transactions(ALWAYS);
  expect(transactions[0].rows[0].description).toBe('Stift für König' + 'e & ink');
});

const SALE = transaction({ number: 2, items: item(1, 'Sale', '5.00') });
const BOMB = `<!DOCTYPE POSLog [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>`;
it.each<[string, string, RegExp, number]>([
  ['an entity bomb', `${BOMB}<POSLog>&c;</POSLog>`, /has a DOCTYPE/, 0],
  ['a file of the machine', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', /has a DOCTYPE/, 0],
  ['an entity that nobody defined', `<POSLog>${SALE}<a>&passwd;</a></POSLog>`, /undefined entity|entity/i, 1],
  ['a log that is cut', log(SALE, SALE.replace('>2<', '>3<')).slice(0, -300), /unclosed|end/i, 1],
  ['a tag that is not closed', log(SALE, '<Transaction></Sale>'), /unexpected close tag|unmatched/i, 1],
  ['depth', `<POSLog>${SALE}${'<a>'.repeat(100)}`, /more than 64 deep/, 1],
  ['a text without end', `<POSLog>${SALE}<a>${'x'.repeat(2 << 20)}`, /1 MB goes by without a tag/, 1],
  ['no XML', 'till,number\n1,2\n', /text data outside of root node|non-whitespace|document must contain/i, 0],
])('fails harmlessly at %s, and keeps what stood before it', async (_, text, message, kept) => {
  await expect(test.text('attack.xml', text)).rejects.toThrow(message);
  expect((await test.sales.transactions(ALWAYS)).transactions).toHaveLength(kept);
  expect(await test.sales.imports('demo')).toMatchObject([{ state: 'failed', accepted: kept }]);
});
