/** Errors of a door a crossing: misses and double counts, as a share that may be either. */
const ERRORS = 0.05;
/** How unsure the share of the people who are in view is at first, and how much it wanders a second. */
const SHARE_SD = 0.15;
const SHARE_WANDER = 1e-8;
/** People go from seen to unseen places and back in about this time: a later look is a new one. */
const MIXING_S = 40;

/** A balance's whole state as plain data. */
export interface BalanceState {
  people: number;
  share: number;
  /** Covariance of people and share: pp, ps, ss. */
  pp: number;
  ps: number;
  ss: number;
}

/**
 * How many people are on a floor: what the doors add and take away, held to what the interior cameras see of it. A door
 * alone drifts, since each of its errors stays for ever; the people in view do not, but are only a share of all. Two
 * unknowns, people and share, in an extended Kalman filter (Bar-Shalom, Li and Kirubarajan, section 10.3): opening empty
 * and with doors that are right on the whole, the share is learned early and the count is held by it later.
 */
export class FlowBalance {
  private state: BalanceState;

  /** `seenShare`: the part of the floor that interior cameras see, 0–1. */
  constructor(seenShare: number) {
    this.state = { people: 0, share: seenShare, pp: 0.01, ps: 0, ss: SHARE_SD * SHARE_SD };
  }

  /** People on the floor, never below 0, and the standard deviation of that. */
  get people(): number {
    return Math.max(0, this.state.people);
  }

  get deviation(): number {
    return Math.sqrt(this.state.pp);
  }

  /** A door counted somebody in (+1) or out (−1). */
  crossed(change: 1 | -1): void {
    this.state.people += change;
    this.state.pp += ERRORS;
  }

  /** So many were in view for dtS seconds. */
  inView(count: number, dtS: number): void {
    const { state } = this;
    state.ss += SHARE_WANDER * dtS;
    const { people, share } = state;
    // Somebody is in view or not: binomial. One look a mixing time is worth as much as many close together.
    const noise = (Math.max(1, people) * share * (1 - share) + 0.25) * Math.max(1, MIXING_S / dtS);
    const [hp, hs] = [share, Math.max(0, people)];
    const cp = state.pp * hp + state.ps * hs;
    const cs = state.ps * hp + state.ss * hs;
    const total = hp * cp + hs * cs + noise;
    const surprise = count - hp * people;
    state.people += (cp / total) * surprise;
    state.share = Math.min(0.99, Math.max(0.05, share + (cs / total) * surprise));
    state.pp -= (cp * cp) / total;
    state.ps -= (cp * cs) / total;
    state.ss -= (cs * cs) / total;
    // Whoever is seen is there.
    if (state.people < count) state.people = count;
  }

  snapshot(): BalanceState {
    return { ...this.state };
  }

  restore(state: BalanceState): void {
    this.state = { ...state };
  }
}
