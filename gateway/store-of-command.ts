import { AisleError } from '../models/contract/errors.ts';
import { ID_PATTERN } from '../models/contract/ids.ts';
import type { Site } from '../models/contract/site.ts';
import { siteRevisions } from './store/sites.ts';
import type { Db } from './store/tables.ts';

/** Throws BAD_CALL on what is no id of a store. */
export function refuseNoStore(store: string): void {
  if (new RegExp(ID_PATTERN).test(store)) return;
  throw new AisleError('BAD_CALL', `${store} is no name of a store`, 'Use a-z, 0-9 and -, at most 64.');
}

/** The newest site that a gateway on this data base had; where there is none, stderr has what follows: `without`. */
export async function keptSite(db: Db, store: string, without: string): Promise<Site | undefined> {
  const newest = (await siteRevisions(db, store)).at(-1);
  if (newest === undefined) process.stderr.write(`No site of ${store} is known: ${without}.\n`);
  return newest?.site;
}
