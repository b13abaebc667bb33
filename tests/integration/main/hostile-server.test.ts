import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { fetchBytes, fetchFrom, readRemote } from '../../../main/media/remote-file.ts';
import { createCookieJar } from '../../../main/session/cookie-jar.ts';
import { createServerClient } from '../../../main/session/create-server-client.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => void server.close());
  disposeLater(() => server.closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const clientOf = (serverUrl: string) =>
  createServerClient({
    ...{ serverUrl, log: createQuietLog(), clock: systemClock },
    cookies: createCookieJar([{ name: 'session', value: 'secret', expiresAt: null }], Date.now),
  });

const signal = new AbortController().signal;

test('a file’s address on another host is not asked, so the cookie stays with the server', async () => {
  const asked: unknown[] = [];
  const elsewhere = await listen((request, response) => {
    asked.push(request.headers.cookie);
    response.end('x');
  });
  const client = clientOf(await listen((_request, response) => response.end()));
  const { host } = new URL(elsewhere);
  for (const url of [`${elsewhere}/x`, `//${host}/x`, `/\\${host}/x`]) {
    await expect(fetchFrom(client, url, {}, signal)).rejects.toThrow('something other');
    await expect(readRemote(client, { url, sha256: 'a'.repeat(64), size: 4 }, 0, 4, signal)).rejects.toThrow(
      'something other',
    );
  }
  expect(asked).toEqual([]);
});

test('a redirect to another host is not followed', async () => {
  const asked: unknown[] = [];
  const elsewhere = await listen((request, response) => {
    asked.push(request.headers.cookie);
    response.end('x');
  });
  const client = clientOf(
    await listen((_request, response) => response.writeHead(302, { location: `${elsewhere}/x` }).end()),
  );
  await expect(fetchFrom(client, '/api/files/1/download', {}, signal)).rejects.toThrow();
  expect(asked).toEqual([]);
});

test('a server that sends more than it announced is cut off at the first byte too many', async () => {
  let sent = 0;
  const serverUrl = await listen((_request, response) => {
    response.writeHead(206, { 'content-range': 'bytes 0-999/1000' });
    const send = () => {
      if (response.destroyed || sent > 500_000_000) return;
      sent += 65_536;
      if (response.write(Buffer.alloc(65_536))) setImmediate(send);
      else response.once('drain', send);
    };
    send();
  });
  const file = { url: '/api/files/1/download', sha256: 'a'.repeat(64), size: 1000 };
  const body = await fetchBytes(clientOf(serverUrl), file, 0, 999, signal);
  let received = 0;
  await expect(
    (async () => {
      for await (const piece of body) received += piece.length;
    })(),
  ).rejects.toThrow('something other');
  expect(received).toBeLessThanOrEqual(1000);
  await expect(readRemote(clientOf(serverUrl), file, 0, 1000, signal)).rejects.toThrow('something other');
  expect(sent).toBeLessThan(100_000_000);
});
