import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testApi } from '../support/api.ts';
import { type BenchOptions, median } from './bench.ts';
import { FROM, fillYear, STORE, TO, yearSite } from './long-ranges-store.ts';
import { type LoopTimes, watchLoop } from './loop-watch.ts';

export const name = 'long-ranges';

const TIMES = Number(process.env.LONG_RANGES_TIMES ?? 3);
/** Only requests that this pattern finds. */
const ONLY = new RegExp(process.env.LONG_RANGES_ONLY ?? '');
const YEAR = `from=${new Date(FROM).toISOString()}&to=${new Date(TO).toISOString()}`;
const BUCKETS = ['hour', 'day', 'total'];
const buckets = (path: string, ...also: string[]) =>
  [...also, ...BUCKETS].map((bucket) => `${path}?${YEAR}&bucket=${bucket}`);
const files = (table: string, more = '') =>
  ['csv', 'json', 'parquet'].map((format) => `export/${table}?${YEAR}&format=${format}${more}`);
const PATHS = [
  ...buckets('traffic'),
  `zones?${YEAR}`,
  ...buckets('zones/shelf-1', 'quarter'),
  ...buckets('queues'),
  ...['heat', 'paths', 'flows', 'funnel', 'events'].map((path) => `${path}?${YEAR}`),
  ...buckets('sales', 'quarter'),
  ...buckets('shelves', 'quarter'),
  ...files('traffic', '&bucket=hour'),
  ...files('zone', '&bucket=quarter&zone=shelf-1'),
  ...files('queues', '&bucket=hour'),
  ...files('sales', '&bucket=quarter'),
  ...['heat', 'waits', 'flows', 'events'].flatMap((table) => files(table)),
];

/**
 * What a gateway takes to answer for 400 days of a store of six zones, three queues and five lines, and how long its
 * event loop stands still at a time meanwhile; with k = 5 and with k = 1. Medians of three.
 */
export async function run({ json }: BenchOptions, fill = fillYear): Promise<Record<string, unknown>> {
  const site = yearSite(5);
  const api = await testApi(site, TO + 3_600_000);
  const agent = new Agent({ keepAlive: true });
  try {
    const began = performance.now();
    await fill(api.db);
    if (!json) console.error(`built in ${Math.round((performance.now() - began) / 1000)} s`);
    await api.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = api.app.server.address() as AddressInfo;
    const answers: Record<string, Answered> = {};
    for (const k of [5, 1]) {
      site.site.privacy.k = k;
      for (const path of PATHS.filter((it) => ONLY.test(it))) {
        const label = `k=${k} ${path.replace(`${YEAR}`, '').replace('?&', '?').replace(/\?$/, '')}`;
        if (k === 1 && path.startsWith('export')) continue;
        answers[label] = await ask(`http://127.0.0.1:${port}/api/v1/stores/${STORE}/${path}`, agent);
        if (!json) console.error(label.padEnd(64), JSON.stringify(answers[label]));
      }
    }
    const all = Object.values(answers);
    const worst = (of: Time) => Math.max(...all.map((it) => it[of]));
    const summary = {
      requests: all.length,
      slowestMs: worst('ms'),
      longestStretchMs: worst('stretchMs'),
      longestRanMs: worst('ranMs'),
    };
    return { ...summary, stretchP99Ms: worst('p99Ms'), ...(json ? { answers } : {}) };
  } finally {
    agent.destroy();
    await api.close();
  }
}

interface Answered extends LoopTimes {
  ms: number;
  kB: number;
  /** The same before and after a change that is to change nothing. */
  sha: string;
}

type Time = 'ms' | 'cpuMs' | 'stretchMs' | 'ranMs' | 'p99Ms';

async function ask(url: string, agent: Agent): Promise<Answered> {
  const runs: Answered[] = [];
  for (let i = 0; i < TIMES; i++) {
    global.gc?.();
    await pause();
    const end = watchLoop();
    const began = performance.now();
    const { bytes, sha } = await get(url, agent);
    const ms = performance.now() - began;
    runs.push({ ms, ...(await end()), kB: Math.round(bytes / 1000), sha });
  }
  const middle = (of: Time) => Math.round(median(runs.map((it) => it[of])));
  return {
    ...runs[0],
    ms: middle('ms'),
    cpuMs: middle('cpuMs'),
    stretchMs: middle('stretchMs'),
    ranMs: middle('ranMs'),
    p99Ms: middle('p99Ms'),
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

const get = (url: string, agent: Agent): Promise<{ bytes: number; sha: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { agent }, (answer) => {
      const hash = createHash('sha256');
      let bytes = 0;
      answer.on('data', (part: Buffer) => {
        hash.update(part);
        bytes += part.length;
      });
      answer.on('error', reject);
      answer.on('end', () => {
        const sha = hash.digest('hex').slice(0, 12);
        if (answer.statusCode === 200) resolve({ bytes, sha });
        else reject(new Error(`${answer.statusCode} for ${url}`));
      });
    });
    asked.on('error', reject);
    asked.end();
  });
