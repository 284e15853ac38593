import type { Facts } from '../facts.ts';
import * as f from '../facts.ts';

/** A stylised fact: what is measured, the band that it must lie in, and where the band comes from. */
export interface Fact {
  fact: string;
  of(facts: Facts): number;
  band: readonly [number, number];
  source: string;
  /** For one generator only. */
  only?: string;
}

export const days = (facts: Facts) => f.settled(facts.base.days);
export const its = (facts: Facts) => f.customers(days(facts));
export const waits = (facts: Facts) => its(facts).flatMap((it) => (it.wait?.till === undefined ? [] : [it.wait]));
export const share = <T>(list: readonly T[], of: (item: T) => boolean) => list.filter(of).length / list.length;
