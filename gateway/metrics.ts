import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** The gateway's counters in a registry of its own; two gateways in one process do not share any. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  // Process memory and CPU, and the event loop's lag.
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    messages: new Counter({
      name: 'aisle_ingest_messages_total',
      help: 'Messages by kind and outcome: inserted, duplicate, conflict, refused',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    dropped: new Counter({
      name: 'aisle_ingest_dropped_total',
      help: 'Messages that were neither stored nor acknowledged, by reason',
      labelNames: ['reason'],
      registers,
    }),
    refused: new Counter({
      name: 'aisle_ingest_refused_total',
      help: 'Messages that no parser took, by channel; their texts and reasons are in the table "refused"',
      labelNames: ['channel'],
      registers,
    }),
    batches: new Histogram({
      name: 'aisle_ingest_batch_seconds',
      help: 'Time of one batch, commit included',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    acks: new Counter({
      name: 'aisle_ingest_acks_total',
      help: 'Acknowledgements by outcome: sent, failed, skipped (no broker)',
      labelNames: ['outcome'],
      registers,
    }),
    waiting: new Gauge({
      name: 'aisle_node_outbox_waiting',
      help: "Messages waiting in a node's outbox, as its last health message says",
      labelNames: ['store', 'node'],
      registers,
    }),
    missing: new Gauge({
      name: 'aisle_ingest_missing',
      help: 'Sequence numbers below the last one that have not come yet',
      labelNames: ['store', 'node'],
      registers,
    }),
    http: new Histogram({
      name: 'aisle_http_request_seconds',
      help: 'Duration of HTTP requests by route, method and status',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    streams: new Gauge({
      name: 'aisle_live_streams',
      help: 'Open streams of server-sent events',
      registers,
    }),
  };
}
