import { child, isSet, numberOf, textOf, type XmlNode } from './xml-node.ts';

const UNITS: Record<string, string> = {
  ...{ EA: 'each', PCE: 'each', C62: 'each', H87: 'each', KGM: 'kg', KG: 'kg', GRM: 'g', G: 'g', LBR: 'lb', LB: 'lb' },
  ...{ ONZ: 'oz', OZ: 'oz', LTR: 'l', L: 'l', MTR: 'm', M: 'm' },
};
const SALES = ['Sale', 'SaleForPickup', 'SaleForDelivery', 'CustomerOrderForPickup', 'CustomerOrderForDelivery'];
const RETURNS = ['Return', 'ReturnForPickup', 'ReturnForDelivery'];
const PICKUPS = ['SaleForPickup', 'CustomerOrderForPickup', 'ReturnForPickup'];
const VOID = /^(void|voided|postvoid|postvoided|canceled|cancelled|suspended|totaled)$/i;
const POST_VOID = /^postvoid(ed)?$/i;

/**
 * A Transaction of a POSLog in the words of the contract; what is wrong with it is found when that is checked. The
 * operator is not read. What is void or a training is kept as that. A post-void says that what was sent before does not
 * hold: it is a correction. ExtendedAmount is what was paid for the line; amounts of returns are above 0 in a POSLog,
 * and are turned here.
 */
export function transactionOf(node: XmlNode): unknown {
  const retail = child(node, 'RetailTransaction')!;
  const status = retail.attributes.TransactionStatus ?? '';
  const items = retail.children.filter((it) => it.name === 'LineItem');
  const lines = items.flatMap(lineOf);
  const loyalty = child(retail, 'LoyaltyAccount');
  const isVoid = isSet(node.attributes.CancelFlag) || VOID.test(status);
  return {
    businessDay: textOf(node, 'BusinessDayDate')?.slice(0, 10),
    till: textOf(node, 'WorkstationID'),
    number: textOf(node, 'SequenceNumber'),
    start: textOf(node, 'BeginDateTime'),
    time: textOf(node, 'EndDateTime') ?? textOf(node, 'POSLogDateTime') ?? textOf(node, 'BeginDateTime'),
    currency: textOf(node, 'CurrencyCode')?.toUpperCase(),
    kind: isSet(node.attributes.TrainingModeFlag) ? 'training' : isVoid ? 'void' : 'sale',
    correction: POST_VOID.test(status),
    loyalty:
      textOf(loyalty, 'LoyaltyID', 'CustomerID', 'LoyaltyAccountID') ??
      textOf(child(retail, 'LoyaltyReward'), 'LoyaltyID') ??
      textOf(child(loyalty, 'LoyaltyProgram'), 'LoyaltyID'),
    staffPurchase:
      /employee|associate|staff/i.test(retail.attributes.TypeCode ?? '') ||
      /employee|associate|staff/i.test(child(retail, 'Customer')?.attributes.CustomerType ?? ''),
    clickAndCollect: items.some((item) => child(item, ...PICKUPS) !== undefined),
    lines,
  };
}

function lineOf(item: XmlNode, place: number): object[] {
  const sale = child(item, ...SALES);
  const back = child(item, ...RETURNS);
  const sold = sale ?? back;
  // Tenders, taxes and rewards are lines of a POSLog, but nothing that was sold.
  if (!sold) return [];
  const sign = back ? -1 : 1;
  const turned = (value: number | string | undefined) =>
    typeof value === 'number' ? sign * Math.abs(value) || 0 : value;
  const quantity = child(sold, 'Quantity');
  const unit = UNITS[(quantity?.attributes.UnitOfMeasureCode ?? 'EA').toUpperCase()];
  const weighed = unit !== undefined && unit !== 'each' ? quantity?.attributes.Units : undefined;
  const amount = numberOf(textOf(sold, 'ExtendedAmount'));
  const discount = numberOf(textOf(sold, 'ExtendedDiscountAmount'));
  const tax = child(sold, 'Tax');
  const code = textOf(child(sold, 'POSIdentity'), 'POSItemID') ?? textOf(sold, 'ItemID');
  const percent = numberOf(textOf(tax, 'Percent'));
  return [
    {
      line: numberOf(textOf(item, 'SequenceNumber')) ?? place + 1,
      kind: isSet(item.attributes.VoidFlag) ? 'void' : back ? 'return' : 'sale',
      sku: code,
      description: textOf(sold, 'Description')?.slice(0, 200),
      quantity: turned(numberOf(weighed ?? quantity?.text.trim()) ?? 1),
      unit: unit ?? quantity?.attributes.UnitOfMeasureCode,
      unitPrice: numberOf(textOf(sold, 'ActualSalesUnitPrice') ?? textOf(sold, 'RegularSalesUnitPrice')),
      net: back ? turned(amount) : amount,
      discount: back ? turned(discount) : discount,
      taxKind: tax?.attributes.TaxType,
      taxRate: typeof percent === 'number' ? percent / 100 : percent,
    },
  ];
}
