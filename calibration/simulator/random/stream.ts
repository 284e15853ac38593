import { exp, log } from './exact.ts';

/**
 * Random numbers by name. A stream is a key; `sub` makes the key of a narrower one from the key alone, never from how far
 * the stream has been read. So the draws of one shopper, product and day stay what they are when another draws more or
 * less, and two runs differ only where an action has made a difference. Keys are mixed as MurmurHash3 mixes its blocks
 * (Appleby 2011, public domain); the numbers come from sfc32 (Doty-Humphrey, PractRand). Only integer arithmetic and
 * `exact.ts`: the same on every machine.
 */
export class Stream {
  private readonly key1: number;
  private readonly key2: number;
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 0;
  private started = false;

  constructor(key1: number, key2 = 0x9e3779b9) {
    this.key1 = key1 | 0;
    this.key2 = key2 | 0;
  }

  /** The stream of that name inside this one. */
  sub(...names: (string | number)[]): Stream {
    let a = this.key1;
    let b = this.key2;
    for (const name of names) {
      const h = typeof name === 'number' ? name | 0 : textHash(name);
      a = mix(a ^ Math.imul(h, 0xcc9e2d51));
      b = mix((b + Math.imul(h, 0x1b873593)) ^ a);
    }
    return new Stream(a, b);
  }

  /** The draw of that number, 0 ≤ value < 1, by the key alone: each thing has its own, whatever else is drawn. */
  at(i: number, j = 0): number {
    const a = mix(this.key1 ^ Math.imul(i, 0xcc9e2d51));
    return (mix((a + this.key2) ^ Math.imul(j + 1, 0x1b873593)) >>> 0) / 4294967296;
  }

  /** 0 ≤ value < 1, 32 bits. */
  uniform(): number {
    if (!this.started) this.start();
    const t = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.uniform();
  }

  /** 0 … n − 1. */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Mean 1. */
  exponential(): number {
    return -log(1 - this.uniform());
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const r2 = x * x + y * y;
      if (r2 > 0 && r2 < 1) return x * Math.sqrt((-2 * log(r2)) / r2);
    }
  }

  /** Of that median, and standard deviation of the logarithm. */
  lognormal(median: number, sigma: number): number {
    return median * exp(sigma * this.normal());
  }

  /** Of that shape, mean 1 (Marsaglia & Tsang 2000). */
  gamma(shape: number): number {
    const d = Math.max(shape, 0.05) - 1 / 3 + (shape < 1 ? 1 : 0);
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      const v = root * root * root;
      if (v <= 0 || log(1 - this.uniform()) >= 0.5 * x * x + d - d * v + d * log(v)) continue;
      const boost = shape < 1 ? exp(log(1 - this.uniform()) / shape) : 1;
      return (d * v * boost) / shape;
    }
  }

  /** Count of that mean; above 60 the rounded normal. */
  poisson(mean: number): number {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const least = exp(-mean);
    let product = this.uniform();
    let count = 0;
    for (; product > least; count++) product *= this.uniform();
    return count;
  }

  /** Index drawn by weight; −1 where all are 0. */
  weighted(weights: ArrayLike<number>, count = weights.length): number {
    let total = 0;
    for (let i = 0; i < count; i++) total += weights[i];
    if (!(total > 0)) return -1;
    let left = this.uniform() * total;
    let last = -1;
    for (let i = 0; i < count; i++) {
      if (weights[i] <= 0) continue;
      last = i;
      left -= weights[i];
      if (left < 0) return i;
    }
    return last;
  }

  private start(): void {
    this.started = true;
    this.a = this.key1;
    this.b = this.key2;
    this.c = mix(this.key1 + 0x6d2b79f5);
    this.counter = 1;
    for (let i = 0; i < 12; i++) this.uniform();
  }
}

function mix(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** FNV-1a of a name's UTF-16 units. */
function textHash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}
