import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Gateway } from '../../../gateway/gateway.ts';
import { sqliteSales } from '../../../gateway/pos/sqlite-sales.ts';
import { openDb } from '../../../gateway/store/sqlite-store.ts';
import { PROJECT } from '../../../models/host/paths.ts';
import { tempFolder, testGateway } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';
import { spanSums } from '../../support/sales.ts';

const LINES = 10_000;
const folder = tempFolder();
const state = join(folder.path, 'gateway');
let gateway: Gateway;
beforeAll(async () => {
  gateway = await testGateway(state);
});
afterAll(async () => {
  await gateway.close();
  folder.remove();
});

/** The command line in a process of its own, as somebody starts it while the gateway runs. */
async function importFile(path: string): Promise<{ code: number | null; out: string; err: string }> {
  const args = ['--import', 'tsx', 'aisle.ts', 'pos', 'import', path, '--store', STORE, '--json'];
  const env = { ...process.env, AISLE_STATE: folder.path };
  const child = spawn(process.execPath, args, { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

it('an import from the command line and a gateway that runs both go on, and nothing is lost', async () => {
  const path = join(folder.path, 'year.csv');
  const rows = Array.from({ length: LINES }, (_, i) => `cli,${i},1,2026-03-01T12:00:00Z,EUR,1,1.00`);
  writeFileSync(path, `till,number,line,time,currency,quantity,net\n${rows.join('\n')}\n`);
  let done = false;
  const imported = importFile(path).finally(() => {
    done = true;
  });
  // What the rooms of the gateway do meanwhile: pushes, and transactions that read before they write.
  const db = openDb(join(state, 'gateway.db'));
  let [pushed, looked, both] = [0, 0, 0];
  const stored = async () => {
    const query = db.selectFrom('pos_imports').select('accepted').where('via', '=', 'command');
    return (await query.executeTakeFirst())?.accepted ?? 0;
  };
  try {
    while (!done) {
      const sale = { till: 'push', number: pushed, time: '2026-03-01T12:00:00Z', currency: 'EUR' };
      const answer = await gateway.tills.push(STORE, [{ ...sale, lines: [{ quantity: 1, net: 1 }] }], 'push');
      expect(answer).toMatchObject({ accepted: 1, rejected: 0 });
      pushed++;
      await db.transaction().execute(async (tx) => {
        await tx.selectFrom('pos_imports').select('accepted').execute();
        // Long enough for the other process to commit in between, were it let.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        await tx
          .updateTable('pos_imports')
          .set({ error: `${looked}` })
          .where('via', '=', 'push')
          .execute();
      });
      looked++;
      const count = await stored();
      if (count > 0 && count < LINES) both++;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { code, out, err } = await imported;
    expect(code, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ accepted: LINES, duplicates: 0, rejected: 0 });
    // They did write at the same time.
    expect(both).toBeGreaterThan(2);
    const sums = await spanSums(sqliteSales(db), { store: STORE, fromMs: 0, toMs: Date.parse('2027-01-01T00:00:00Z') });
    expect(sums).toMatchObject([{ currency: 'EUR', sales: LINES + pushed, net: 100 * (LINES + pushed) }]);
  } finally {
    await db.destroy();
  }
}, 120_000);
