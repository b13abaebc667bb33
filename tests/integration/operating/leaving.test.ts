import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createLeaving } from '../../../server/http/leaving.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

type Place = { port: number };

/** A connection that is kept open, as a balancer does. It answers the `Connection` header of each answer. */
function keptConnection({ port }: Place) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  disposeLater(() => agent.destroy());
  const ask = (path = '/api/health/live') => http.get({ host: '127.0.0.1', port, path, agent });
  return {
    ask,
    async read(path?: string) {
      const [answer] = (await once(ask(path), 'response')) as [http.IncomingMessage];
      await text(answer);
      return { status: answer.statusCode, connection: answer.headers.connection };
    },
    close: () => agent.destroy(),
  };
}

async function isOpen({ port }: Place): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  // Rejects with an error of the socket.
  const isConnected = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isConnected;
}

/** `/held` is answered by `release`. */
async function openServer(options: http.ServerOptions = {}) {
  const held = Promise.withResolvers<void>();
  const server = http.createServer(options, (request, response) => {
    if (request.url === '/held') void held.promise.then(() => response.end());
    else response.end();
  });
  const leaving = createLeaving(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  disposeLater(() => server.closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { server, port, leaving, release: held.resolve };
}

test('a server that leaves serves what comes over open connections, and then closes each of them', async () => {
  const place = await openServer();
  const [idle, busy, silent] = [keptConnection(place), keptConnection(place), keptConnection(place)];
  for (const one of [idle, busy, silent])
    expect(await one.read()).toEqual({ status: 200, connection: 'keep-alive' });
  const asked = once(place.server, 'request');
  const held = busy.read('/held');
  await asked;

  await place.leaving.leave();
  expect(await isOpen(place)).toBe(false);
  place.release();
  expect(await held).toEqual({ status: 200, connection: 'close' });
  expect(await idle.read()).toEqual({ status: 200, connection: 'close' });
  await expect(idle.read()).rejects.toThrow('ECONNREFUSED');

  // Node's own end leaves the connection to the one who may be sending over it.
  let isGone = false;
  void place.leaving.gone().then(() => {
    isGone = true;
  });
  place.server.close();
  place.server.closeIdleConnections();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(isGone).toBe(false);
  silent.close();
  await until(() => isGone);
});

test('a connection that brings nothing is closed within the patience of the server', async () => {
  const place = await openServer({ keepAliveTimeout: 400, keepAliveTimeoutBuffer: 100 });
  expect(place.leaving.patienceMilliseconds).toBe(500);
  // It closes nothing itself.
  const socket = net.connect(place.port, '127.0.0.1');
  disposeLater(() => socket.destroy());
  socket.write('GET / HTTP/1.1\r\nHost: band.example.org\r\n\r\n');
  await once(socket, 'data');
  await place.leaving.leave();
  const begun = performance.now();
  await place.leaving.gone();
  expect(performance.now() - begun).toBeGreaterThan(250);
});

test('a server that is drained is not ready, then takes no connections, and loses no request of those it has', async () => {
  const server = await startServer({ drainSeconds: 1 });
  const place = { port: Number(new URL(server.url).port) };
  const [asking, other] = [keptConnection(place), keptConnection(place)];
  await other.read();
  const draining = server.drain();
  await until(async () => (await asking.read('/api/health/ready')).status === 503);
  expect(await asking.read()).toEqual({ status: 200, connection: 'keep-alive' });
  await until(async () => !(await isOpen(place)));
  expect(await asking.read()).toEqual({ status: 200, connection: 'close' });
  expect(await other.read()).toEqual({ status: 200, connection: 'close' });
  await draining;
  await server.stop();
});
