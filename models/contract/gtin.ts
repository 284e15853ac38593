/**
 * Numbers of the GS1 system: GTIN-8, -12, -13 and -14, and what a store prints itself with a weight or a price in it.
 */

/** Whether the digits end in the check digit that GS1's General Specifications (section 7.9) ask for. */
export function hasCheckDigit(digits: string): boolean {
  if (!/^\d{8}$|^\d{12,14}$/.test(digits)) return false;
  return checkDigit(digits.slice(0, -1)) === digits.charCodeAt(digits.length - 1) - 48;
}

/** The digit to put behind these: weights 3 and 1 by turns from the right, up to the next ten. */
export function checkDigit(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? 3 * digit : digit;
  }
  return (10 - (sum % 10)) % 10;
}

/** What the five digits in front of the check digit of a store's own code say, and with how many decimals. */
export interface VariableRule {
  /** Two digits, 20 to 29. */
  prefix: string;
  holds: 'price' | 'weight';
  /** Of the price in the currency, of the weight in kilograms. */
  decimals: number;
  /** Whether the first of the digits checks the others, so that four hold the value. */
  verifier?: boolean;
}

export interface VariableMeasure {
  /** The code with its value and check digit as zeros: the item, whatever it weighs. */
  item: string;
  holds: 'price' | 'weight';
  value: number;
}

/** Reads a 13-digit code of a store's own range; undefined for any other code, or where no rule names its prefix. */
export function variableMeasure(code: string, rules: readonly VariableRule[]): VariableMeasure | undefined {
  if (rules.length === 0 || code.length !== 13 || code[0] !== '2' || !hasCheckDigit(code)) return undefined;
  const rule = rules.find(({ prefix }) => code.startsWith(prefix));
  if (!rule) return undefined;
  const digits = code.slice(rule.verifier ? 8 : 7, 12);
  return { item: `${code.slice(0, 7)}000000`, holds: rule.holds, value: Number(digits) / 10 ** rule.decimals };
}
