import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { NodeAnswer } from '../../models/contract/api/nodes.ts';
import { PROJECT } from '../../models/host/paths.ts';
import { eventually, tempFolder } from '../support/gateway.ts';
import { freePort, startAisle } from '../support/line.ts';
import { walk, walkSite } from '../support/walk.ts';

const folder = tempFolder();
const path = (name: string) => join(folder.path, name);
afterAll(() => folder.remove());

describe('stopping', { timeout: 40_000 }, () => {
  const isRunning = (pid: number) => {
    try {
      process.kill(pid, 0);
      // A zombie of a killed parent counts as ended.
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };
  const childrenOf = (pid: number): number[] =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

  /** Whether the node has its outbox open and has said hello to the gateway. */
  const isBorn = async (address: string) => {
    const { nodes } = (await (await fetch(`${address}/api/v1/nodes`)).json()) as { nodes: NodeAnswer[] };
    return nodes[0].birth !== null;
  };

  it('by Ctrl-C, which reaches all processes at once, ends all of them with 0 and says goodbye', async () => {
    const site = path('ctrl-c.yaml');
    writeFileSync(path('walk.txt'), walk({ seconds: 30 }));
    writeFileSync(site, walkSite({ mqttPort: await freePort() }));
    const child = spawn(process.execPath, ['--import', 'tsx', 'aisle.ts', 'run', '--site', site, '--port', '0'], {
      cwd: PROJECT,
      env: { ...process.env, AISLE_STATE: path('ctrl-c'), AISLE_LOG: 'warn' },
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, as a terminal gives.
      detached: true,
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const [, address] = await eventually(() => /^The page: (\S+)$/m.exec(said), 20_000);
    const [edge] = await eventually(() => {
      const pids = childrenOf(child.pid as number);
      return pids.length > 0 ? pids : undefined;
    });
    await eventually(() => isBorn(address), 20_000);
    const ended = once(child, 'exit');
    process.kill(-(child.pid as number), 'SIGINT');
    expect((await ended)[0]).toBe(0);
    expect(isRunning(edge)).toBe(false);
    expect(said).not.toMatch(/edge node ended|bug/);
  });

  it('by kill -9 takes the node with it: nothing keeps the outbox from the next start', async () => {
    const site = path('kill.yaml');
    writeFileSync(path('walk.txt'), walk({ seconds: 30 }));
    writeFileSync(site, walkSite({ mqttPort: await freePort() }));
    const running = await startAisle(['run', '--site', site, '--port', '0'], {
      AISLE_STATE: path('kill'),
      AISLE_LOG: 'error',
    });
    const pid = running.child.pid as number;
    const [edge] = await eventually(() => {
      const pids = childrenOf(pid);
      return pids.length > 0 ? pids : undefined;
    });
    await eventually(() => isBorn(running.address), 20_000);
    running.child.kill('SIGKILL');
    await eventually(() => !isRunning(edge), 15_000);
  });
});
