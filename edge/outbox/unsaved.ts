import type { Closed } from '../../models/aggregate/open-buckets.ts';
import type { EventData } from '../../models/contract/event.ts';
import type { Outgoing } from './outbox.ts';

/** What a node has counted and seen that the disk does not hold yet. */
export class Unsaved {
  /** Something in it cannot wait for the next checkpoint. */
  urgent = false;
  private messages: Outgoing[] = [];

  /** Buckets that were closed; `siteRevision` where they were counted under an earlier site file. */
  keep(closed: readonly Closed[], siteRevision?: string): void {
    for (const { messages, late } of closed) {
      this.messages.push(...messages.map((m) => ({ family: 'agg' as const, late, siteRevision, ...m })));
    }
  }

  tell(event: EventData): void {
    this.messages.push({ family: 'event', late: false, ...event });
  }

  get isEmpty(): boolean {
    return this.messages.length === 0;
  }

  /** Hands all of it to `take`, and keeps it where that throws. */
  hand(take: (messages: readonly Outgoing[]) => void): void {
    this.urgent = false;
    take(this.messages);
    this.messages = [];
  }
}
