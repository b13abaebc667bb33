import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { expect, it } from 'vitest';
import { socketTransport } from '../../../client/realtime/socket-transport.ts';
import { startUnrulyProxy } from '../../faults/unruly-proxy.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

/** A Socket.IO server behind a proxy, and a transport whose reports are recorded. */
async function openLine() {
  const http = createServer();
  const server = new Server(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  disposeLater(() => server.close());
  const proxy = await startUnrulyProxy((http.address() as AddressInfo).port);
  disposeLater(proxy.close);
  const said: string[] = [];
  const line = socketTransport()(proxy.url, {
    opened: () => said.push('opened'),
    kindChanged: () => undefined,
    refused: () => said.push('refused'),
    failed: () => said.push('failed'),
    lost: () => said.push('lost'),
    event: () => undefined,
  });
  disposeLater(line.dispose);
  return { proxy, line, said };
}

// The answer to the handshake has 129 bytes; the first packet follows it.
it.each([0, 40, 129, 150, 200, 237])(
  'an attempt that is cut after %i bytes has failed at once, and the next one opens',
  async (bytes) => {
    const { proxy, line, said } = await openLine();
    proxy.setWeather({ kind: 'cut-after', direction: 'down', bytes });
    line.open({});
    await until(() => said.length > 0, { timeoutMilliseconds: 5_000, what: 'the attempt to end' });
    proxy.heal();
    expect(line.isOpen()).toBe(false);
    line.open({});
    await until(() => line.isOpen());
    expect(said.slice(1)).toEqual(['opened']);
  },
);

it('reports nothing of an attempt that was given up', async () => {
  const { proxy, line, said } = await openLine();
  proxy.setWeather({ kind: 'stall', direction: 'down' });
  line.open({});
  await until(() => proxy.counts.stall > 0);
  line.close();
  proxy.heal();
  line.open({});
  await until(() => line.isOpen());
  expect(said).toEqual(['opened']);
});
