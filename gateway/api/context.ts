import type { Logger } from '../../models/host/log.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import type { AlertOffice } from '../alerts/office.ts';
import type { Board } from '../board.ts';
import type { Clocks } from '../clock.ts';
import type { Acks } from '../ingest/acks.ts';
import type { JobBoard } from '../jobs/board.ts';
import type { Metrics } from '../metrics.ts';
import type { NoteBook } from '../notes/notes.ts';
import type { Sales } from '../pos/sales.ts';
import type { Tills } from '../pos/tills.ts';
import type { Reference } from '../reference/reference.ts';
import type { Store } from '../store/store.ts';
import type { Tls } from '../tls.ts';
import type { People } from '../users/people.ts';

export interface HttpSettings {
  tls?: Tls;
  /** Names under which the gateway may be called besides those of loopback. */
  names?: readonly string[];
  /** A reverse proxy on this machine says who asks and by which protocol. */
  behindProxy?: boolean;
  /** The most requests of one address (of IPv6, of one /64) in a minute; 0: no limit. */
  perMinute?: number;
}

/** What the routes work with. */
export interface ApiContext {
  sites: ReadonlyMap<string, LoadedSite>;
  store: Store;
  /** What was sold. */
  sales: Sales;
  /** Where what the tills say comes in. */
  tills: Tills;
  notes: NoteBook;
  /** What the store's other systems told: products, prices, holidays and the like. */
  reference: Reference;
  alerts: AlertOffice;
  jobs: JobBoard;
  board: Board;
  clocks: Clocks;
  acks: Acks;
  metrics: Metrics;
  log: Logger;
  version: string;
  /** Folder of the built page, where there is one. */
  pageFolder?: string;
  people: People;
  /** Whether people at this computer may look without signing in even where there are users: the demo. */
  openLoopback?: boolean;
  /** How the API is reached; without it over plain HTTP on loopback. */
  http?: HttpSettings;
  brokerConnected(): boolean;
}
