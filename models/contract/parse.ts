import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { AGGREGATES, type AggregateKind } from './aggregate.ts';
import { Envelope, MAX_MESSAGE_BYTES } from './envelope.ts';
import { EVENTS, type EventKind } from './event.ts';
import { NODE_MESSAGES, type NodeMessageKind } from './node-messages.ts';

/** What a parser answers: the value, or why it is none. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; reason: string };

const compiled = new WeakMap<object, Validator>();

/** Checks `value` against `schema`; compiled once a schema. */
export function check<S extends TSchema>(schema: S, value: unknown): Parsed<Static<S>> {
  let validator = compiled.get(schema);
  if (!validator) {
    validator = Compile(schema);
    compiled.set(schema, validator);
  }
  if (validator.Check(value)) return { ok: true, value: value as Static<S> };
  const [first] = validator.Errors(value);
  return { ok: false, reason: `${first?.instancePath || '/'} ${first?.message ?? 'is not valid'}` };
}

function parseJson(text: string): Parsed<unknown> {
  if (text.length > MAX_MESSAGE_BYTES) return { ok: false, reason: `longer than ${MAX_MESSAGE_BYTES} bytes` };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: `not JSON: ${(error as Error).message}` };
  }
}

/** A message that is kept until it is acknowledged: an aggregate or an event in its envelope. */
export type DurableMessage = { envelope: Envelope } & (
  | { family: 'agg'; kind: AggregateKind }
  | { family: 'event'; kind: EventKind }
);

/** Parses an aggregate or event by its topic's channel (`agg/heat`); data and envelope are both checked. */
export function parseDurable(channel: string, text: string): Parsed<DurableMessage> {
  const [family, kind] = channel.split('/');
  const schemas: Record<string, TSchema> | undefined =
    family === 'agg' ? AGGREGATES : family === 'event' ? EVENTS : undefined;
  if (!schemas || !Object.hasOwn(schemas, kind)) return { ok: false, reason: `unknown channel ${channel}` };
  const json = parseJson(text);
  if (!json.ok) return json;
  const envelope = check(Envelope, json.value);
  if (!envelope.ok) return envelope;
  if (envelope.value.type !== `aisle.${family}.${kind}`) {
    return { ok: false, reason: `/type is ${envelope.value.type}, the topic says ${channel}` };
  }
  const data = check(schemas[kind], envelope.value.data);
  if (!data.ok) return { ok: false, reason: `/data${data.reason}` };
  // The pattern lets through what is on no calendar, such as a 45th day.
  if (Number.isNaN(Date.parse(envelope.value.time))) return { ok: false, reason: '/time is no moment in time' };
  const { start } = envelope.value.data as { start?: unknown };
  if (typeof start === 'string' && Number.isNaN(Date.parse(start))) {
    return { ok: false, reason: '/data/start is no moment in time' };
  }
  return { ok: true, value: { envelope: envelope.value, family, kind } as DurableMessage };
}

/** Parses a message of a node that is not kept (state, birth, health, live, ack). */
export function parseNodeMessage<K extends NodeMessageKind>(
  kind: K,
  text: string,
): Parsed<Static<(typeof NODE_MESSAGES)[K]>> {
  const json = parseJson(text);
  return json.ok ? check(NODE_MESSAGES[kind], json.value) : json;
}
