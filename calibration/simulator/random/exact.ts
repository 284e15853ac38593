/**
 * exp, log, cos and power out of nothing but + − × ÷ and √, which IEEE 754 fixes to the bit. The engine's own versions may
 * differ in their last digit between processors, and then two machines would write two different stores.
 */
const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
const INVERSE_LN2 = Math.LOG2E;

/** 1/n! up to n = 13: on |r| ≤ ln 2 / 2 the rest of the series is below 2e-18. */
const FACTORIALS = Array.from({ length: 14 }, (_, n) => {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return 1 / product;
});

const POWERS_OF_2 = (() => {
  const table = new Float64Array(2047);
  table[1023] = 1;
  for (let k = 1; k <= 1023; k++) {
    table[1023 + k] = table[1022 + k] * 2;
    table[1023 - k] = table[1024 - k] / 2;
  }
  return table;
})();

/** eˣ to about 1e-15; 0 below −700, and 700's value above it. */
export function exp(x: number): number {
  if (x < -700) return 0;
  const bounded = Math.min(x, 700);
  const k = Math.round(bounded * INVERSE_LN2);
  const r = bounded - k * LN2_HI - k * LN2_LO;
  let sum = FACTORIALS[13];
  for (let n = 12; n >= 0; n--) sum = sum * r + FACTORIALS[n];
  return sum * POWERS_OF_2[1023 + k];
}

const view = new DataView(new ArrayBuffer(8));

/** ln x for x > 0 to about 1e-15; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x < 1e-300) return log(x * POWERS_OF_2[1023 + 200]) - 200 * (LN2_HI + LN2_LO);
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  let k = (high >>> 20) - 1023;
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = view.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  // ln m = 2 artanh s with |s| < 0.172: the term of s²³ is below 1e-19.
  const s = (m - 1) / (m + 1);
  const s2 = s * s;
  let sum = 1 / 21;
  for (let n = 19; n >= 1; n -= 2) sum = sum * s2 + 1 / n;
  return k * LN2_HI + (2 * s * sum + k * LN2_LO);
}

/** `x ** 2` is the engine's power function, which may differ in its last digit. */
export const square = (x: number): number => x * x;

export const power = (base: number, exponent: number): number => (base === 0 ? 0 : exp(exponent * log(base)));

/** cos x for |x| up to some thousands. */
export function cos(x: number): number {
  const turns = x / (2 * Math.PI);
  let r = (turns - Math.round(turns)) * 2 * Math.PI;
  let sign = 1;
  if (r < 0) r = -r;
  if (r > Math.PI / 2) {
    r = Math.PI - r;
    sign = -1;
  }
  const r2 = r * r;
  let sum = 1;
  for (let n = 22; n >= 2; n -= 2) sum = 1 - (sum * r2) / (n * (n - 1));
  return sign * sum;
}
