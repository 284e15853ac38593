import { AGGREGATES } from './aggregate.ts';
import { AlertNotice } from './alerts.ts';
import { Envelope } from './envelope.ts';
import { EVENTS } from './event.ts';
import { NODE_MESSAGES } from './node-messages.ts';
import { PosAck, PosMessage } from './pos.ts';
import { GATEWAY_NODE, POS_NODE } from './topics.ts';

type Json = Record<string, unknown>;

/** The contract on the wire as an AsyncAPI 3.0 document, from the same schemas that parse it. */
export function asyncApi(version: string): Json {
  const channels: Record<string, Json> = {};
  const operations: Record<string, Json> = {};
  const add = (name: string, address: string, payload: object, byNode: boolean, summary: string) => {
    const message = name.replaceAll('/', '-');
    channels[message] = {
      address: `aisle/1/{store}/{node}/${address}`,
      parameters: { store: {}, node: {} },
      messages: { [message]: { summary, contentType: 'application/json', payload } },
    };
    operations[message] = { action: byNode ? 'send' : 'receive', channel: { $ref: `#/channels/${message}` } };
  };
  for (const [kind, data] of Object.entries(AGGREGATES)) {
    add(
      `agg/${kind}`,
      `agg/${kind}`,
      enveloped(data),
      true,
      `Sums of one bucket: ${kind}. QoS 1, kept until acknowledged.`,
    );
  }
  for (const [kind, data] of Object.entries(EVENTS)) {
    add(
      `event/${kind}`,
      `event/${kind}`,
      enveloped(data),
      true,
      `Something happened: ${kind}. QoS 1, kept until acknowledged.`,
    );
  }
  for (const [kind, schema] of Object.entries(NODE_MESSAGES)) {
    const named = kind === 'cmd' || kind === 'rsp';
    const byNode = kind !== 'cmd' && kind !== 'ack';
    add(kind, named ? `${kind}/{name}` : kind, schema, byNode, `${kind} of a node`);
  }
  const tills = (name: string, payload: object, byTill: boolean, summary: string) => {
    const message = `pos-${name}`;
    const address = `aisle/1/{store}/${POS_NODE}/${name}`;
    const messages = { [message]: { summary, contentType: 'application/json', payload } };
    channels[message] = { address, parameters: { store: {} }, messages };
    operations[message] = { action: byTill ? 'send' : 'receive', channel: { $ref: `#/channels/${message}` } };
  };
  tills('sale', PosMessage, true, 'A transaction of a till, or several. QoS 1; send again what is not answered.');
  tills('ack', PosAck, false, 'What became of a message of the tills, after its commit.');
  channels['event-alert'] = {
    address: `aisle/1/{store}/${GATEWAY_NODE}/event/alert`,
    parameters: { store: {} },
    messages: {
      'event-alert': {
        summary: 'News of an alert, where a channel of kind mqtt is configured. QoS 1, not retained, at least once.',
        contentType: 'application/json',
        payload: AlertNotice,
      },
    },
  };
  operations['event-alert'] = { action: 'receive', channel: { $ref: '#/channels/event-alert' } };
  return { asyncapi: '3.0.0', info: { title: 'Aisle node messages', version }, channels, operations };
}

const enveloped = (data: object): Json => ({ ...Envelope, properties: { ...Envelope.properties, data } });
