import { afterEach, describe, expect, it } from 'vitest';
import { openSource } from '../../../edge/source/registry.ts';
import { supervise } from '../../../edge/supervise.ts';
import type { AisleError } from '../../../models/contract/errors.ts';
import type { Source } from '../../../models/contract/source.ts';
import { NO_RTSP, RtspServer } from '../../support/rtsp-server.ts';

const servers: RtspServer[] = [];
const start = async (port?: number) => {
  const server = await RtspServer.start(port);
  servers.push(server);
  return server;
};
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
});

const BUDGET = { starts: 5, windowMs: 60_000, waitMs: 200, longestWaitMs: 1000 };

/** A camera as a node runs it: opened again after each loss. */
class Watched {
  readonly times: number[] = [];
  readonly failures: { error: AisleError; atMs: number }[] = [];
  readonly dropped: Record<string, number> = {};
  readonly #stop = new AbortController();
  readonly #life: Promise<void>;

  constructor(config: Source, fps?: number) {
    const { signal } = this.#stop;
    const run = async () => {
      const source = await openSource(config, {
        request: { width: 64, height: 64, fit: 'letterbox' },
        fps,
        live: true,
        folder: '.',
        signal,
        dropped: this.dropped,
      });
      for await (const item of source.frames()) if (item.kind === 'frame') this.times.push(item.frame.tMs);
    };
    const onFailure = (error: Error) => this.failures.push({ error: error as AisleError, atMs: Date.now() });
    this.#life = supervise({ run, onFailure }, BUDGET, signal);
  }

  async frames(n: number, patienceMs: number): Promise<void> {
    const end = Date.now() + patienceMs;
    while (this.times.length < n) {
      if (Date.now() > end) {
        const why = this.failures.map(({ error }) => error.message).join('; ');
        throw new Error(`${this.times.length} of ${n} frames after ${patienceMs} ms; ${why}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#life;
  }
}

describe.skipIf(NO_RTSP !== '')(`a network camera${NO_RTSP}`, () => {
  it.each(['tcp', 'udp'] as const)('gives frames over %s, at the time of their arrival', async (transport) => {
    const server = await start();
    const watched = new Watched({ kind: 'rtsp', url: server.url, transport });
    const begunMs = Date.now();
    await watched.frames(20, 15_000);
    await watched.stop();
    expect(watched.failures).toEqual([]);
    const { times } = watched;
    expect(times[0]).toBeGreaterThanOrEqual(begunMs);
    expect(times.every((tMs, i) => i === 0 || tMs > times[i - 1])).toBe(true);
    // 20 a second; what has piled up while the stream was opened comes in a burst.
    expect((times[19] - times[0]) / 19).toBeLessThan(80);
  });

  it('is thinned out to the rate at which the node looks', async () => {
    const server = await start();
    const watched = new Watched({ kind: 'rtsp', url: server.url }, 5);
    await watched.frames(11, 15_000);
    await watched.stop();
    const { times } = watched;
    const gaps = times.slice(1).map((tMs, i) => tMs - times[i]);
    expect(gaps.sort((a, b) => a - b)[gaps.length >> 1]).toBeGreaterThan(150);
  });

  it('is lost when it is killed, says so without its address, and comes back alone', { timeout: 60_000 }, async () => {
    const server = await start();
    const watched = new Watched({ kind: 'rtsp', url: server.url });
    await watched.frames(10, 15_000);
    const killedMs = Date.now();
    await server.kill();
    while (watched.failures.length === 0 && Date.now() - killedMs < 25_000) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [{ error, atMs }] = watched.failures;
    expect(error.code).toBe('SOURCE_LOST');
    expect(error.fix).toContain('goes on trying');
    expect(atMs - killedMs).toBeLessThan(20_000);
    const before = watched.times.length;
    await start(server.port);
    await watched.frames(before + 10, 20_000);
    await watched.stop();
    const said = watched.failures.map(({ error: e }) => `${e.message} ${e.fix} ${e.stack}`).join('\n');
    expect(said).not.toMatch(/s3cret|rtsp:\/\//);
  });

  it('is lost within 20 s when its cable is pulled', { timeout: 40_000 }, async () => {
    const server = await start();
    const watched = new Watched({ kind: 'rtsp', url: server.url });
    await watched.frames(10, 15_000);
    const frozenMs = Date.now();
    server.freeze();
    while (watched.failures.length === 0 && Date.now() - frozenMs < 25_000) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(watched.failures[0]?.error.code).toBe('SOURCE_LOST');
    expect(watched.failures[0].atMs - frozenMs).toBeLessThan(20_000);
    const stoppingMs = Date.now();
    await watched.stop();
    // It was asking a camera that does not answer; stopping does not wait for that.
    expect(Date.now() - stoppingMs).toBeLessThan(2000);
  });
});
