import type { Line, Site, Zone } from '../../models/contract/site.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';

/** So long in a staff zone in one go is no mistake of a customer. */
const STAFF_ZONE_MS = 5000;
const DEFAULT_TILL_S = 900;
/** Out of a zone for longer: the stay is over. */
const BRIDGE_MS = 5000;

interface Spell {
  fromMs: number;
  lastMs: number;
}

export interface StaffState {
  staff: number[];
  inStaffZone: [number, Spell][];
  atTill: [number, Spell][];
}

/**
 * Tells staff by the rules of the store, never by looks: who stays in a staff zone, who is longer at a till than any
 * customer, who comes or goes by a staff or delivery line. It holds while the person is in sight of the camera.
 */
export class StaffRules {
  /** Anybody can turn out to be staff here. */
  readonly apply: boolean;
  private readonly staffZones: Zone[];
  private readonly tills: Zone[];
  private readonly tillMs: number;
  private staff = new Set<number>();
  private inStaffZone = new Map<number, Spell>();
  private atTill = new Map<number, Spell>();

  /** `floor`: the floor that is looked at. */
  constructor(site: Site, floor: string) {
    const zones = site.zones.filter((zone) => zone.floor === floor);
    this.staffZones = zones.filter((zone) => zone.kind === 'staff');
    this.tills = zones.filter((zone) => zone.kind === 'till');
    const staffLines = site.lines.some((line) => line.floor === floor && isStaffWay(line));
    this.apply = staffLines || this.staffZones.length + this.tills.length > 0;
    this.tillMs = (site.people?.staffTillS ?? DEFAULT_TILL_S) * 1000;
  }

  /** Takes in a position; true when the person is staff. */
  see(person: number, xM: number, yM: number, tMs: number): boolean {
    if (this.staff.has(person)) return true;
    const inside = (zones: Zone[]) => zones.some((zone) => polygonOwns(zone.polygon, xM, yM));
    if (
      lasts(this.inStaffZone, person, inside(this.staffZones), tMs, STAFF_ZONE_MS) ||
      lasts(this.atTill, person, inside(this.tills), tMs, this.tillMs)
    )
      this.cameByStaffWay(person);
    return this.staff.has(person);
  }

  has(person: number): boolean {
    return this.staff.has(person);
  }

  /** The person crossed a line that customers do not use. */
  cameByStaffWay(person: number): void {
    this.staff.add(person);
  }

  forget(person: number): void {
    this.staff.delete(person);
    this.inStaffZone.delete(person);
    this.atTill.delete(person);
  }

  /** Nobody is followed on from here. */
  cut(): void {
    this.staff.clear();
    this.inStaffZone.clear();
    this.atTill.clear();
  }

  snapshot(): StaffState {
    const { staff, inStaffZone, atTill } = this;
    return structuredClone({ staff: [...staff], inStaffZone: [...inStaffZone], atTill: [...atTill] });
  }

  restore(state: StaffState): void {
    const { staff, inStaffZone, atTill } = structuredClone(state);
    this.staff = new Set(staff);
    this.inStaffZone = new Map(inStaffZone);
    this.atTill = new Map(atTill);
  }
}

/** Keeps a spell and says whether it has lasted long enough. */
function lasts(spells: Map<number, Spell>, person: number, inside: boolean, tMs: number, longMs: number): boolean {
  const spell = spells.get(person);
  if (!inside) {
    if (spell && tMs - spell.lastMs > BRIDGE_MS) spells.delete(person);
    return false;
  }
  if (!spell) {
    spells.set(person, { fromMs: tMs, lastMs: tMs });
    return false;
  }
  spell.lastMs = tMs;
  return tMs - spell.fromMs >= longMs;
}

/** A line that customers do not use. */
export const isStaffWay = ({ role }: Line): boolean => role === 'staff' || role === 'delivery';
