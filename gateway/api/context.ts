import type { Logger } from '../../models/host/log.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import type { Board } from '../board.ts';
import type { Clocks } from '../clock.ts';
import type { Acks } from '../ingest/acks.ts';
import type { Metrics } from '../metrics.ts';
import type { Store } from '../store/store.ts';

/** What the routes work with. */
export interface ApiContext {
  sites: ReadonlyMap<string, LoadedSite>;
  store: Store;
  board: Board;
  clocks: Clocks;
  acks: Acks;
  metrics: Metrics;
  log: Logger;
  version: string;
  /** Folder of the built page, where there is one. */
  pageFolder?: string;
  brokerConnected(): boolean;
}
