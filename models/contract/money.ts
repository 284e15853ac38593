/** Amounts are whole minor units (cents) of a currency; floats are only for reading and showing. */

/** Decimals of the currencies (ISO 4217) that have not two. */
const EXPONENTS: Record<string, number> = {
  ...{ BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0 },
  ...{ XAF: 0, XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3 },
};

export const currencyExponent = (currency: string): number => EXPONENTS[currency] ?? 2;

/**
 * A decimal amount in minor units; undefined where it has more decimals than the currency, or is beyond what a number
 * holds exactly.
 */
export function toMinor(amount: number, exponent: number): number | undefined {
  const scaled = amount * 10 ** exponent;
  const minor = Math.round(scaled);
  // 4.35 · 100 is 434.99999999999994: what is nearer than that to a whole number is one.
  if (!Number.isSafeInteger(minor) || Math.abs(scaled - minor) > 1e-9 * Math.max(1, Math.abs(scaled))) return undefined;
  return minor === 0 ? 0 : minor;
}

/** To the nearest minor unit, for amounts that are finer than the currency, such as a price a gram. */
export const roundMinor = (amount: number, exponent: number): number => Math.round(amount * 10 ** exponent) || 0;
