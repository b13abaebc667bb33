import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { systemClock } from '../../../common/clock.ts';
import { fetchBytes, fetchFrom, readRemote } from '../../../main/media/remote-file.ts';
import { createCookieJar } from '../../../main/session/cookie-jar.ts';
import { createNodeClient } from '../../../main/session/node-client.ts';
import { createHttpStack } from '../../../main/uploads/http-stack.ts';
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
  createNodeClient({
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

/** Sends without end; answers how many bytes have gone so far. */
function endless(head: (response: ServerResponse) => void) {
  let sent = 0;
  const answer: RequestListener = (_request, response) => {
    head(response);
    const send = () => {
      if (response.destroyed || sent > 500_000_000) return;
      sent += 65_536;
      if (response.write(Buffer.alloc(65_536, ' '))) setImmediate(send);
      else response.once('drain', send);
    };
    send();
  };
  return { answer, sent: () => sent };
}

const ask = (serverUrl: string) =>
  clientOf(serverUrl).request({ method: 'GET', path: '/api/projects', schema: z.unknown() });

test('an answer without an end is cut off, and the app has a sentence for it', async () => {
  const server = endless((response) => response.writeHead(200, { 'content-type': 'application/json' }));
  const serverUrl = await listen(server.answer);
  expect(await ask(serverUrl)).toMatchObject({
    kind: 'offline',
    message: expect.stringContaining('doesn’t answer like a BandMate server'),
  });
  expect(server.sent()).toBeLessThan(200_000_000);
});

test('an answer that is small only while it is packed is cut off', async () => {
  const packed = gzipSync(Buffer.alloc(300_000_000, ' '));
  const serverUrl = await listen((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
  );
  const before = process.memoryUsage().rss;
  expect(await ask(serverUrl)).toMatchObject({ ok: false, kind: 'offline' });
  expect(process.memoryUsage().rss - before).toBeLessThan(250 * 1024 ** 2);
});

test('a refusal without an end is cut off, of a file as of a part of an upload', async () => {
  const server = endless((response) => response.writeHead(404));
  const serverUrl = await listen(server.answer);
  await expect(fetchFrom(clientOf(serverUrl), '/api/files/1/peaks', {}, signal)).rejects.toThrow();
  await expect(createHttpStack().createRequest('PATCH', serverUrl).send(null)).rejects.toThrow('too long');
  expect(server.sent()).toBeLessThan(100_000_000);
});

test('a refusal that is a novel is shown as a sentence', async () => {
  const body = JSON.stringify({ error: 'x'.repeat(1_000_000), kind: 'invalid', statusCode: 400 });
  const answer = await ask(await listen((_request, response) => response.writeHead(400).end(body)));
  expect(answer).toMatchObject({ ok: false, kind: 'invalid', message: 'x'.repeat(500) });
});

test.each([
  ['JSON nested deeper than a stack', '['.repeat(2_000_000)],
  [
    'keys that mean something to JavaScript',
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}',
  ],
  ['a page', '<html>'],
])('%s is an answer like any other', async (_what, body) => {
  const serverUrl = await listen((_request, response) => response.writeHead(200).end(body));
  const client = clientOf(serverUrl);
  const schema = z.record(z.string(), z.number());
  expect(await client.request({ method: 'GET', path: '/api/x', schema })).toMatchObject({ kind: 'offline' });
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
