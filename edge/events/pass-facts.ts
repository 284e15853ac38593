import type { Facts } from '../../models/aggregate/facts.ts';

/** Passes every fact on; whoever wants to hear some of them as well overrides those. */
export class PassFacts implements Facts {
  protected readonly next: Facts;

  constructor(next: Facts) {
    this.next = next;
  }

  seen(...fact: Parameters<Facts['seen']>): void {
    this.next.seen(...fact);
  }
  onFloor(...fact: Parameters<Facts['onFloor']>): void {
    this.next.onFloor(...fact);
  }
  balanced(...fact: Parameters<Facts['balanced']>): void {
    this.next.balanced(...fact);
  }
  leftOut(...fact: Parameters<Facts['leftOut']>): void {
    this.next.leftOut(...fact);
  }
  inCell(...fact: Parameters<Facts['inCell']>): void {
    this.next.inCell(...fact);
  }
  stepped(...fact: Parameters<Facts['stepped']>): void {
    this.next.stepped(...fact);
  }
  inZone(...fact: Parameters<Facts['inZone']>): void {
    this.next.inZone(...fact);
  }
  visitBegan(...fact: Parameters<Facts['visitBegan']>): void {
    this.next.visitBegan(...fact);
  }
  visitEnded(...fact: Parameters<Facts['visitEnded']>): void {
    this.next.visitEnded(...fact);
  }
  moved(...fact: Parameters<Facts['moved']>): void {
    this.next.moved(...fact);
  }
  went(...fact: Parameters<Facts['went']>): void {
    this.next.went(...fact);
  }
  crossed(...fact: Parameters<Facts['crossed']>): void {
    this.next.crossed(...fact);
  }
  unitCrossed(...fact: Parameters<Facts['unitCrossed']>): void {
    this.next.unitCrossed(...fact);
  }
  inQueue(...fact: Parameters<Facts['inQueue']>): void {
    this.next.inQueue(...fact);
  }
  joined(...fact: Parameters<Facts['joined']>): void {
    this.next.joined(...fact);
  }
  waited(...fact: Parameters<Facts['waited']>): void {
    this.next.waited(...fact);
  }
  served(...fact: Parameters<Facts['served']>): void {
    this.next.served(...fact);
  }
  interacted(...fact: Parameters<Facts['interacted']>): void {
    this.next.interacted(...fact);
  }
  facingLooked(...fact: Parameters<Facts['facingLooked']>): void {
    this.next.facingLooked(...fact);
  }
  facingKnown(...fact: Parameters<Facts['facingKnown']>): void {
    this.next.facingKnown(...fact);
  }
  facingEmpty(...fact: Parameters<Facts['facingEmpty']>): void {
    this.next.facingEmpty(...fact);
  }
}
