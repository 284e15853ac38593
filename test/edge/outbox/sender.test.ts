import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { Outbox } from '../../../edge/outbox/outbox.ts';
import { Sender } from '../../../edge/outbox/sender.ts';
import { type Broker, startBroker } from '../../../gateway/broker.ts';
import type { AckMessage } from '../../../models/contract/node-messages.ts';
import { topicOf } from '../../../models/contract/topics.ts';
import { connectMqtt, type MqttClient, publish } from '../../../models/host/mqtt.ts';
import { eventually, silent, tempFolder } from '../../support/gateway.ts';
import { freePort } from '../../support/line.ts';
import { NODE, STORE, T0 } from '../../support/messages.ts';
import { minutes, REVISION } from '../../support/outbox.ts';

const folder = tempFolder();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const ACK = topicOf(STORE, NODE, 'ack');
let files = 0;

async function client(url: string): Promise<MqttClient> {
  const made = connectMqtt({ url, clientId: `test-${++files}-${process.pid}`, log: silent });
  ends.push(() => made.endAsync(true));
  return made;
}

/** A gateway of which the test says when it acknowledges. */
class Ear {
  readonly heard: { seq: number; topic: string; qos: number; retain: boolean }[] = [];
  #client: MqttClient | undefined;

  async listen(url: string): Promise<void> {
    const made = await client(url);
    this.#client = made;
    made.on('message', (topic, payload, { qos, retain }) => {
      const { seq } = JSON.parse(payload.toString()) as { seq: number };
      this.heard.push({ seq, topic, qos, retain });
    });
    await eventually(() => made.connected);
    await made.subscribeAsync(`aisle/1/${STORE}/${NODE}/agg/#`, { qos: 1 });
  }

  ack(ack: AckMessage): Promise<void> {
    return publish(this.#client as MqttClient, ACK, JSON.stringify(ack), { qos: 1 });
  }

  say(text: string): Promise<void> {
    return publish(this.#client as MqttClient, ACK, text, { qos: 1 });
  }

  get seqs(): number[] {
    return this.heard.map(({ seq }) => seq);
  }
}

async function broker(port = 0): Promise<Broker> {
  const made = await startBroker(new URL(`mqtt://127.0.0.1:${port}`), silent);
  ends.push(() => made.close());
  return made;
}

async function sender(url: string): Promise<{ outbox: Outbox; sender: Sender }> {
  const outbox = new Outbox(join(folder.path, `sender-${++files}.db`), STORE, NODE);
  ends.push(() => outbox.close());
  const made = new Sender(outbox, await client(url), STORE, NODE, silent);
  ends.push(() => made.stop());
  return { outbox, sender: made };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** From here on a second passes when the test says so; meanwhile real messages go to and fro. */
function fakeClock(): (seconds: number) => Promise<false> {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  ends.unshift(() => vi.useRealTimers());
  return async (seconds) => {
    for (let i = 0; i < seconds; i++) {
      vi.advanceTimersByTime(1000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return false;
  };
}

describe('the sender', () => {
  it('sends in order with QoS 1 and not retained, and forgets what is acknowledged and nothing else', async () => {
    const { url } = await broker();
    const ear = new Ear();
    await ear.listen(url);
    const { outbox, sender: made } = await sender(url);
    outbox.append(minutes(0, 5), REVISION, T0);
    made.start();
    await eventually(() => ear.heard.length === 5);
    expect(ear.seqs).toEqual([1, 2, 3, 4, 5]);
    for (const { topic, qos, retain } of ear.heard) {
      expect({ topic, qos, retain }).toEqual({ topic: topicOf(STORE, NODE, 'agg/traffic'), qos: 1, retain: false });
    }
    // The broker has taken all of it, and still it waits for the gateway's word.
    expect(outbox.stats().waiting).toBe(5);
    await ear.ack({ epoch: '01990000-0000-7000-8000-00000000ffff', upTo: 5, ranges: [] });
    await ear.say('not an acknowledgement');
    await ear.ack({ epoch: outbox.epoch, upTo: 1, ranges: [[3, 4]] });
    await eventually(() => outbox.stats().waiting === 2);
    expect(outbox.after(0, 9).map(({ seq }) => seq)).toEqual([2, 5]);
    outbox.append(minutes(5, 1), REVISION, T0);
    made.kick();
    await eventually(() => ear.heard.length === 6);
    expect(ear.seqs.at(-1)).toBe(6);
  });

  it('outlives a disk that does not take an acknowledgement, and takes the next one', async () => {
    const { url } = await broker();
    const ear = new Ear();
    await ear.listen(url);
    const { outbox, sender: made } = await sender(url);
    outbox.append(minutes(0, 2), REVISION, T0);
    const full = vi.spyOn(outbox, 'acknowledge').mockImplementationOnce(() => {
      throw new Error('database or disk is full');
    });
    made.start();
    await eventually(() => ear.heard.length === 2);
    await ear.ack({ epoch: outbox.epoch, upTo: 2, ranges: [] });
    await eventually(() => full.mock.calls.length === 1);
    expect(outbox.stats().waiting).toBe(2);
    await ear.ack({ epoch: outbox.epoch, upTo: 2, ranges: [] });
    await eventually(() => outbox.stats().waiting === 0);
  });

  it('sends again, with growing pauses, what nobody acknowledges', async () => {
    const pass = fakeClock();
    const { url } = await broker();
    const ear = new Ear();
    await ear.listen(url);
    const { outbox, sender: made } = await sender(url);
    outbox.append(minutes(0, 2), REVISION, T0);
    made.start();
    await eventually(() => ear.heard.length === 2);
    await pass(5);
    expect(ear.seqs).toEqual([1, 2]);
    await pass(1);
    await eventually(() => ear.heard.length === 4);
    await pass(10);
    expect(ear.seqs).toEqual([1, 2, 1, 2]);
    await pass(1);
    await eventually(() => ear.heard.length === 6);
    expect(ear.seqs).toEqual([1, 2, 1, 2, 1, 2]);
    await ear.ack({ epoch: outbox.epoch, upTo: 2, ranges: [] });
    await eventually(() => outbox.stats().waiting === 0);
  });

  it('keeps at most a window on the wire, and moves it on with the acknowledgements', async () => {
    const pass = fakeClock();
    const { url } = await broker();
    const ear = new Ear();
    await ear.listen(url);
    const { outbox, sender: made } = await sender(url);
    outbox.append(minutes(0, 3000), REVISION, T0);
    made.start();
    await eventually(() => ear.heard.length >= 500);
    await pass(3);
    expect(ear.heard.length).toBeLessThanOrEqual(1000);
    await eventually(async () => {
      await ear.ack({ epoch: outbox.epoch, upTo: Math.max(...ear.seqs), ranges: [] });
      return outbox.stats().waiting === 0;
    }, 15_000);
    expect([...new Set(ear.seqs)]).toEqual(range(1, 3000));
  });

  it('waits for a broker that is not there yet, and survives one that dies with messages on the wire', async () => {
    const pass = fakeClock();
    /** Hears something; until then the client tries each second. */
    const until = (what: () => boolean) => eventually(async () => what() || (await pass(1)), 15_000);
    const port = await freePort();
    const { outbox, sender: made } = await sender(`mqtt://127.0.0.1:${port}`);
    outbox.append(minutes(0, 400), REVISION, T0);
    made.start();
    await pass(2);
    for (let round = 1; round <= 3; round++) {
      const life = await broker(port);
      const ear = new Ear();
      await ear.listen(life.url);
      await until(() => ear.heard.length > 0);
      // As a gateway does, it acknowledges what comes again too: the sender may send before it listens.
      await eventually(async () => {
        await ear.ack({ epoch: outbox.epoch, upTo: round * 50, ranges: [] });
        return outbox.stats().waiting === 400 - round * 50;
      }, 10_000);
      // Dies in the middle of it.
      made.kick();
      await life.close();
    }
    const { url } = await broker(port);
    const ear = new Ear();
    await ear.listen(url);
    await until(() => new Set(ear.seqs).size === 250);
    await eventually(async () => {
      await ear.ack({ epoch: outbox.epoch, upTo: 400, ranges: [] });
      return outbox.stats().waiting === 0;
    });
  });
});
