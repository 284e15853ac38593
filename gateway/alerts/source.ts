import type { AlertRule, AlertSourceKind } from '../../models/contract/alerts.ts';
import type { Site } from '../../models/contract/site.ts';
import type { Board } from '../board.ts';
import type { Store } from '../store/store.ts';
import type { Db } from '../store/tables.ts';

/** What a source may look at. `nowMs` is the store's own time, `wallMs` that of the gateway. */
export interface SourceContext {
  site: Site;
  store: Store;
  board: Board;
  db: Db;
  nowMs: number;
  wallMs: number;
}

/** How one subject (a queue, a facing, a camera …) stands now. */
export interface Reading {
  /** Its id, the same each time. */
  subject: string;
  /** Null: not known, from which nothing is concluded. */
  value: number | null;
  /** What is the matter, for people: a sentence without its value's history. */
  text: string;
  /** What an hour of it costs, asked for when an alert opens; the rule's own figure where left out or not known. */
  moneyPerHour?(): Promise<number | null>;
}

/**
 * Where readings come from. A subject that is no longer listed is gone: its alert ends. `below`: the rule's threshold is
 * a least, not a most.
 */
export interface AlertSource {
  kind: AlertSourceKind;
  below?: true;
  read(context: SourceContext, rule: AlertRule): Promise<Reading[]>;
  /** What it knows of the gateway itself, which is told once and at no store. */
  readGateway?(db: Db): Promise<Reading[]>;
}
