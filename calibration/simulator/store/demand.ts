import { exp } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import { type Day, dayFactor, hourShare, WEEKDAY_SHARE } from '../world/calendar.ts';
import { localHour } from '../world/clock.ts';

/** Share of groups that come to buy, in a world where they come on their own account. */
const BUYERS = 0.75;

export type Who = 'all' | 'buyers' | 'others';

/** How many come when: the calendar's part, which a planner knows, and what no data set shows. */
export class Demand {
  readonly groupsADay: number;
  private readonly random: Stream;
  private readonly region: Stream;
  private readonly footfallCounts: boolean;
  private today!: Day;
  private shock = 0;

  /** `footfallCounts` false: a world where footfall adds nothing. */
  constructor(groupsADay: number, random: Stream, region: Stream, footfallCounts: boolean) {
    this.groupsADay = groupsADay;
    this.random = random;
    this.region = region;
    this.footfallCounts = footfallCounts;
  }

  newDay(day: Day): void {
    this.today = day;
    // A week's hidden ups and downs: competitors, strikes, works on the road (AR(1), about 5 % a week).
    if (day.index % 7 === 0) this.shock = 0.6 * this.shock + 0.04 * this.region.sub('competitor', day.index).normal();
  }

  /**
   * Groups that come an hour at a moment of the day, with what moves all shoppers in the region. In a world where footfall
   * adds nothing, buyers and the others come on their own accounts, and what moves the sum says nothing of the buyers.
   */
  groupsAnHour(tMs: number, who: Who = 'all'): number {
    const usual = this.expected(tMs);
    if (who === 'all') return usual * this.hidden();
    const buyers = BUYERS * this.hidden();
    return usual * (who === 'buyers' ? buyers : Math.max(0.1, this.passersBy() - buyers));
  }

  /** What the calendar says alone. */
  expected(tMs: number): number {
    const { today } = this;
    const share = hourShare(today.weekday, localHour(today, tMs));
    return (this.groupsADay / 12) * share * WEEKDAY_SHARE[today.weekday] * dayFactor(today);
  }

  /** The day's hidden factors, for the truth. */
  factors(): { demand: number; passersBy: number } {
    const round = (v: number) => Math.round(v * 1e4) / 1e4;
    return { demand: round(this.hidden()), passersBy: this.footfallCounts ? 1 : round(this.passersBy()) };
  }

  /** The region's demand this week, and this day's own luck. */
  private hidden(): number {
    return exp(this.shock + 0.06 * this.random.sub('luck', this.today.index).normal());
  }

  /** Traffic that has nothing to do with what is sold: a fair, a building site. */
  private passersBy(): number {
    return 1.3 * exp(0.25 * this.random.sub('passers-by', this.today.index).normal());
  }
}
