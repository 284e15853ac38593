import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { PROJECT } from '../../models/host/paths.ts';

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export interface RunningAisle {
  child: ChildProcess;
  /** Where the page is. */
  address: string;
  /** What it wrote so far. */
  stderr(): string;
  /** Asks it to stop; answers its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `aisle …` in a process of its own and waits until it names the page. */
export async function startAisle(args: readonly string[], env: NodeJS.ProcessEnv): Promise<RunningAisle> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'aisle.ts', ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let written = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      written += chunk.toString();
      const said = /^The page: (\S+)$/m.exec(written);
      if (said) resolve(said[1]);
    });
    child.once('exit', (code) => reject(new Error(`aisle ended with ${code}:\n${written}`)));
  });
  const stop = async () => {
    if (child.exitCode !== null) return child.exitCode;
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  };
  return { child, address, stderr: () => written, stop };
}

/** Asks until there is an answer. Throws after `limitMs`. */
export async function eventually<T>(ask: () => Promise<T | undefined>, limitMs: number, everyMs = 500): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`no answer within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
