import { createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { afterAll, expect, it } from 'vitest';
import { listen } from '../../../gateway/bind.ts';
import { eventually, TestNode, tempFolder, testGateway } from '../../support/gateway.ts';
import { birth } from '../../support/messages.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

it.each(['falls silent', 'dies'])(
  'ends although the broker %s with an ack unconfirmed',
  async (how) => {
    let asked = false;
    const aedes = await Aedes.createBroker({
      // Never confirms an ack.
      authorizePublish: (_, packet, done) => {
        if (packet.topic.endsWith('/ack')) asked = true;
        else done(null);
      },
    });
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      void aedes.handle(socket);
    });
    const url = `mqtt://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
    const gateway = await testGateway(`${folder.path}/${how}`, { broker: { url } });
    const node = await TestNode.connect(url);
    await eventually(async () => {
      await node.publish('birth', JSON.stringify(birth()));
      return asked;
    });
    await node.close();
    if (how === 'dies') {
      server.close();
      for (const socket of sockets) socket.destroy();
    }
    const before = performance.now();
    await gateway.close();
    expect(performance.now() - before).toBeLessThan(5000);
    server.close();
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
  },
  12_000,
);
