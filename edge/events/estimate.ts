/** An estimate's whole state as plain data: means, and covariances row by row. */
export interface EstimateState {
  mean: number[];
  cov: number[];
}

/** A few unknowns and their covariance: what an extended Kalman filter keeps. Every step costs O(unknowns²). */
export class Estimate {
  private mean: number[];
  private cov: number[];
  private readonly size: number;

  /** `guess`: mean and standard deviation of each unknown. */
  constructor(guess: readonly (readonly [number, number])[]) {
    this.size = guess.length;
    this.mean = guess.map(([mean]) => mean);
    this.cov = new Array<number>(this.size * this.size).fill(0);
    guess.forEach(([, sd], i) => {
      this.cov[i * this.size + i] = sd * sd;
    });
  }

  get(i: number): number {
    return this.mean[i];
  }

  set(i: number, value: number): void {
    this.mean[i] = value;
  }

  /** Unknown i is as unknown as at first: what was found out about it, alone and with others, is forgotten. */
  renew(i: number, mean: number, sd: number): void {
    const { size, cov } = this;
    this.mean[i] = mean;
    for (let j = 0; j < size; j++) {
      cov[i * size + j] = 0;
      cov[j * size + i] = 0;
    }
    cov[i * size + i] = sd * sd;
  }

  variance(i: number, j = i): number {
    return this.cov[i * this.size + j];
  }

  /** Unknown i grows by `by`, whose gradient after all unknowns is `slope` (left out: 0) and whose noise has `variance`. */
  grow(i: number, by: number, variance: number, slope?: readonly number[]): void {
    const { size, cov } = this;
    this.mean[i] += by;
    if (slope) {
      const along = this.times(slope);
      const own = dot(along, slope);
      for (let j = 0; j < size; j++) {
        cov[i * size + j] += along[j];
        cov[j * size + i] += along[j];
      }
      cov[i * size + i] += own;
    }
    cov[i * size + i] += variance;
  }

  /** Something was measured `surprise` higher than expected, with noise of `variance`; `slope`: its gradient. */
  measure(surprise: number, slope: readonly number[], variance: number): void {
    const { size, cov } = this;
    const along = this.times(slope);
    const total = dot(along, slope) + variance;
    for (let i = 0; i < size; i++) {
      const gain = along[i] / total;
      this.mean[i] += gain * surprise;
      // Both halves are set to the same number, so the covariance stays symmetric.
      for (let j = 0; j <= i; j++) {
        cov[i * size + j] -= gain * along[j];
        cov[j * size + i] = cov[i * size + j];
      }
      cov[i * size + i] = Math.max(cov[i * size + i], 0);
    }
  }

  snapshot(): EstimateState {
    return { mean: [...this.mean], cov: [...this.cov] };
  }

  restore({ mean, cov }: EstimateState): void {
    this.mean = [...mean];
    this.cov = [...cov];
  }

  private times(slope: readonly number[]): number[] {
    const { size, cov } = this;
    return this.mean.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += cov[i * size + j] * slope[j];
      return sum;
    });
  }
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
