import { importFile } from '../../gateway/pos/import-file.ts';
import type { Sales } from '../../gateway/pos/sales.ts';

/** Imports a file; how many lines were taken. */
export async function importOne(sales: Sales, folder: string, path: string): Promise<number> {
  const site = { timeZone: 'UTC', hours: undefined };
  const order = { path, store: 'demo', via: 'command', site, statePath: folder } as const;
  const { accepted } = await importFile(sales, order, Date.now);
  return accepted;
}
