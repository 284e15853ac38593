import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { putDeliveries } from '../../../gateway/alerts/outbox.ts';
import { STORE, T0 } from '../../support/messages.ts';
import { closeAll, closing, office, put, states } from '../../support/outbox-office.ts';

afterEach(closeAll);

describe('e-mail', () => {
  it('reaches a real server with its sign-in, its texts and what hangs on it', async () => {
    const mails: string[] = [];
    const signedIn: string[] = [];
    const server = new SMTPServer({
      authOptional: false,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth({ username, password }, _, callback) {
        signedIn.push(`${username}:${password}`);
        callback(null, { user: username });
      },
      onData(stream, _, callback) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          mails.push(Buffer.concat(chunks).toString());
          callback();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.server.address() as AddressInfo;
    const api = await office(`
mail: { host: 127.0.0.1, port: ${port}, security: none, user: aisle, password: "p4ss", from: "Aisle <aisle@shop.example>" }
channels: [{ id: post, kind: email, to: [manager@shop.example, deputy@shop.example] }]`);
    await put(api, 'post', 'a1');
    const mail = {
      ...{ subject: 'Ünïcode', text: 'Text', html: '<p>Text</p>' },
      attachments: [{ name: 'day.csv', contentType: 'text/csv', content: 'a,b\r\n1,2\r\n' }],
    };
    const report = { kind: 'report' as const, store: STORE, mail };
    await putDeliveries(api.db, [{ idempotency: 'r', channel: 'post', sequence: 'r', payload: report }], T0);
    await api.alerts.deliverer.run();
    expect(signedIn[0]).toBe('aisle:p4ss');
    expect(await states(api)).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
    const [alert, day] = [mails.find((it) => it.includes('wait')), mails.find((it) => it.includes('day.csv'))];
    expect(alert).toContain('Subject: New: Eight <b> wait. (demo)');
    expect(alert).toContain('To: manager@shop.example, deputy@shop.example');
    expect(alert).toMatch(/Message-ID: <[0-9a-f]{32}@shop\.example>/i);
    expect(alert).toContain('&#60;b&#62;');
    expect(Buffer.from(/day\.csv[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(day!)![1], 'base64').toString()).toBe(
      'a,b\r\n1,2\r\n',
    );
  });

  it('that the server refuses for good is given up; one that cannot be reached is tried again', async () => {
    const server = new SMTPServer({
      authOptional: true,
      onRcptTo: (_, __, callback) => callback(Object.assign(new Error('no such person'), { responseCode: 550 })),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.server.address() as AddressInfo;
    const api = await office(`
mail: { host: 127.0.0.1, port: ${port}, security: none, from: "aisle@shop.example" }
channels: [{ id: post, kind: email, to: [manager@shop.example] }]`);
    await put(api, 'post', 'a1');
    await api.alerts.deliverer.run();
    expect(await states(api)).toMatchObject([{ state: 'dead', error: expect.stringContaining('no such person') }]);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await put(api, 'post', 'a2');
    await api.alerts.deliverer.run();
    expect((await states(api))[1]).toMatchObject({ state: 'waiting', attempts: 1 });
  });
});
