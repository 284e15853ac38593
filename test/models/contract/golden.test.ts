import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AGGREGATES } from '../../../models/contract/aggregate.ts';
import { EVENTS } from '../../../models/contract/event.ts';
import { NODE_MESSAGES, type NodeMessageKind } from '../../../models/contract/node-messages.ts';
import { parseDurable, parseNodeMessage } from '../../../models/contract/parse.ts';

const GOLDEN = join(import.meta.dirname, '..', '..', 'golden');
const files = readdirSync(GOLDEN);
const text = (file: string) => readFileSync(join(GOLDEN, file), 'utf8');
const durable = files.filter((file) => /^(agg|event)\./.test(file));
/** Fields of later versions, which older nodes leave out. */
const LATER = ['ends', 'endsUnplaced'];
const channelOf = (file: string) => file.split('.').slice(0, 2).join('/');

describe('golden messages', () => {
  it('hold every kind of message', () => {
    const kinds = [
      ...Object.keys(AGGREGATES).map((kind) => `agg.${kind}`),
      ...Object.keys(EVENTS).map((kind) => `event.${kind}`),
      ...Object.keys(NODE_MESSAGES),
    ];
    for (const kind of kinds) expect(files).toContain(`${kind}.json`);
  });

  it.each(durable)('%s is an aggregate or event of the contract', (file) => {
    const parsed = parseDurable(channelOf(file), text(file));
    expect(parsed).toMatchObject({ ok: true, value: { envelope: JSON.parse(text(file)) } });
  });

  it.each(Object.keys(NODE_MESSAGES))('%s is a node message of the contract', (kind) => {
    const parsed = parseNodeMessage(kind as NodeMessageKind, text(`${kind}.json`));
    expect(parsed).toEqual({ ok: true, value: JSON.parse(text(`${kind}.json`)) });
  });

  it.each(durable)('%s without any one field that was there from the start is refused', (file) => {
    const message = JSON.parse(text(file)) as Record<string, unknown>;
    for (const field of Object.keys(message)) {
      const { [field]: _, ...rest } = message;
      expect(parseDurable(channelOf(file), JSON.stringify(rest)).ok, field).toBe(false);
    }
    const data = message.data as Record<string, unknown>;
    for (const field of Object.keys(data).filter((name) => !LATER.includes(name))) {
      const { [field]: _, ...rest } = data;
      expect(parseDurable(channelOf(file), JSON.stringify({ ...message, data: rest })).ok, field).toBe(false);
    }
  });

  it.each(durable)('%s with a field more is refused: what nobody asked for does not leave the node', (file) => {
    const message = JSON.parse(text(file)) as { data: Record<string, unknown> };
    const withId = { ...message, data: { ...message.data, personId: 7 } };
    expect(parseDurable(channelOf(file), JSON.stringify(withId)).ok).toBe(false);
  });

  it('refuses text that is no JSON, too long, or on the wrong channel', () => {
    expect(parseDurable('agg/heat', '{')).toMatchObject({ ok: false });
    expect(parseDurable('agg/heat', ' '.repeat(70_000))).toMatchObject({ ok: false });
    expect(parseDurable('agg/zone', text('agg.heat.json'))).toMatchObject({ ok: false });
    expect(parseDurable('agg/toString', text('agg.heat.json'))).toMatchObject({ ok: false });
  });
});
