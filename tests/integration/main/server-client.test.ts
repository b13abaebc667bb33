import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { systemClock } from '../../../common/clock.ts';
import { createCookieJar } from '../../../main/session/cookie-jar.ts';
import { createNodeClient } from '../../../main/session/node-client.ts';
import { protocolHeader, protocolVersion } from '../../../protocol/wire/version.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

/** A server that the test controls, and a client of it. */
async function against(listener: RequestListener, timeoutMilliseconds = 5_000) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    server.closeAllConnections();
    server.close();
  });
  const cookies = createCookieJar([{ name: 'sid', value: 'one', expiresAt: null }], Date.now);
  const unauthorised: string[] = [];
  const client = createNodeClient({
    serverUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cookies,
    log: createQuietLog(),
    timeoutMilliseconds,
    clock: systemClock,
  });
  client.onUnauthorised((message) => unauthorised.push(message));
  const get = (signal?: AbortSignal) =>
    client.request({
      method: 'GET',
      path: '/api/thing',
      schema: z.object({ name: z.string() }),
      ...(signal && { signal }),
    });
  return { client, cookies, unauthorised, get, server };
}

const answering =
  (status: number, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  (_request: unknown, response: import('node:http').ServerResponse) => {
    response.writeHead(status, headers).end(body);
  };

describe('HTTP to the server', () => {
  it('sends cookie and JSON without an Origin, and returns the parsed answer', async () => {
    let seen: { headers: import('node:http').IncomingHttpHeaders; body: string } | undefined;
    const { client } = await against(async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      seen = { headers: request.headers, body };
      response.setHeader('set-cookie', 'sid=two; Max-Age=60');
      response.end(JSON.stringify({ name: 'x', more: 1 }));
    });
    const answer = await client.request({
      method: 'POST',
      path: '/api/thing',
      body: { a: 1 },
      schema: z.object({ name: z.string() }),
    });
    expect(answer).toEqual({ ok: true, data: { name: 'x' } });
    expect(seen?.headers).toMatchObject({ cookie: 'sid=one', 'content-type': 'application/json' });
    expect(seen?.headers.origin).toBeUndefined();
    expect(JSON.parse(seen?.body ?? '')).toEqual({ a: 1 });
    expect(client.authenticationHeaders()).toMatchObject({ cookie: 'sid=two' });
  });

  it('returns the server’s own refusals', async () => {
    const { get, unauthorised } = await against(
      answering(409, JSON.stringify({ error: 'Twice.', kind: 'conflict', statusCode: 409 })),
    );
    expect(await get()).toEqual({ ok: false, kind: 'conflict', message: 'Twice.' });
    expect(unauthorised).toEqual([]);
  });

  it.each([
    [409, 'overlapping', 'conflict'],
    [403, 'listeners-only', 'forbidden'],
    [418, 'teapot', 'invalid'],
    [503, 'busy', 'internal'],
  ])(
    'reads a refusal with %i and a kind of a later version as the known kind of that status',
    async (statusCode, kind, known) => {
      const { get } = await against(
        answering(statusCode, JSON.stringify({ error: 'No.', kind, statusCode })),
      );
      expect(await get()).toEqual({ ok: false, kind: known, message: 'No.' });
    },
  );

  it('does not treat an unreadable answer of a BandMate server as being offline', async () => {
    const { get } = await against(
      answering(200, '{"hello":"world"}', {
        'content-type': 'application/json',
        [protocolHeader]: String(protocolVersion),
      }),
    );
    expect(await get()).toMatchObject({
      ok: false,
      kind: 'internal',
      message: expect.stringContaining('update'),
    });
  });

  it('reports an unknown session, and keeps the cookie', async () => {
    const { get, unauthorised, client } = await against(
      answering(401, JSON.stringify({ error: 'Sign in first.', kind: 'unauthorised', statusCode: 401 })),
    );
    expect(await get()).toMatchObject({ ok: false, kind: 'unauthorised' });
    expect(unauthorised).toEqual(['Sign in first.']);
    expect(client.authenticationHeaders()).toMatchObject({ cookie: 'sid=one' });
  });

  it.each<[string, RequestListener]>([
    ['a page of a captive portal', answering(200, '<html>Welcome!</html>', { 'content-type': 'text/html' })],
    ['a redirect to one', answering(302, '', { location: 'http://portal.example/' })],
    ['a page that refuses', answering(403, '<html>Accept our terms</html>', { 'content-type': 'text/html' })],
    ['JSON of another shape', answering(200, '{"hello":"world"}')],
    ['nothing', answering(200, '')],
    ['a proxy without its server', answering(502, '<html>Bad Gateway</html>')],
    [
      'a cut in the middle',
      (_request, response) => response.writeHead(200, { 'content-length': 99 }).destroy(),
    ],
  ])('treats %s as being offline', async (_what, listener) => {
    const { get, unauthorised } = await against(listener);
    const answer = await get();
    expect(answer).toMatchObject({ ok: false, kind: 'offline' });
    expect(!answer.ok && answer.message).toMatch(/^http:|^Can’t reach http:/);
    expect(unauthorised).toEqual([]);
  });

  it.each([500, 502, 503, 504, 429])(
    'does not take a proxy that answers %i in the server’s place for another server',
    async (status) => {
      const { get } = await against(answering(status, '<html>Oops</html>', { 'content-type': 'text/html' }));
      const answer = await get();
      expect(!answer.ok && answer.message).toContain(`is not ready to answer (${status})`);
    },
  );

  it('does not store a portal’s cookie', async () => {
    const { get, cookies } = await against(
      answering(200, '<html></html>', { 'set-cookie': 'sid=portal', 'content-type': 'text/html' }),
    );
    await get();
    expect(cookies.header()).toBe('sid=one');
  });

  it('gives up on a server that does not answer', async () => {
    const { get } = await against(() => {}, 100);
    expect(await get()).toMatchObject({
      ok: false,
      kind: 'offline',
      message: expect.stringContaining('in time'),
    });
  });

  it('accepts a slow answer, but not one that stops', async () => {
    const slowly = (pieces: string[]): RequestListener => {
      return async (_request, response) => {
        response.writeHead(200, { 'content-length': '15' });
        for (const piece of pieces) {
          response.write(piece);
          await new Promise((resolve) => setTimeout(resolve, 150));
        }
      };
    };
    const { get } = await against(slowly(['{"na', 'me"', ':"s', 'low', '"}']), 400);
    expect(await get()).toEqual({ ok: true, data: { name: 'slow' } });
    const { get: getHalf } = await against(slowly(['{"na', 'me":']), 400);
    expect(await getHalf()).toMatchObject({ kind: 'offline', message: expect.stringContaining('in time') });
  });

  it('ends when it is aborted', async () => {
    const stopping = new AbortController();
    const { get } = await against(() => stopping.abort());
    expect(await get(stopping.signal)).toMatchObject({ ok: false, kind: 'offline' });
  });

  it('explains that the server doesn’t support https', async () => {
    const { client } = await against(answering(200, '{}'));
    const serverUrl = client.serverUrl.replace('http:', 'https:');
    const stranger = createNodeClient({
      ...{ serverUrl, cookies: createCookieJar([], Date.now) },
      ...{ log: createQuietLog(), clock: systemClock },
    });
    const answer = await stranger.request({ method: 'GET', path: '/api/health', schema: z.unknown() });
    expect(answer).toMatchObject({ kind: 'offline', message: expect.stringContaining('write http://') });
  });

  it('explains that nothing listens', async () => {
    const { get, server } = await against(() => {});
    await new Promise((resolve) => server.close(resolve));
    expect(await get()).toMatchObject({
      ok: false,
      kind: 'offline',
      message: expect.stringMatching(/^Can’t reach the server at http:/),
    });
  });
});
