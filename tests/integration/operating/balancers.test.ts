import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createLeaving } from '../../../server/http/leaving.ts';
import { balancers, missingBalancers, startBalancer } from '../../helpers/balancer.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

type Seen = { node: string; url: string; headers: http.IncomingHttpHeaders; bytes: number };

/** The answer to a key of a WebSocket (RFC 6455, 4.2.2). */
const acceptOf = (key: string) =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

/** A node that answers with its name and with what it was asked. */
async function startEcho(node: string, atPort = 0) {
  const state = { isReady: true, isBroken: false, open: 0, seen: [] as Seen[] };
  // It closes no connection itself.
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const { url = '', headers } = request;
    if (url === '/api/health/ready') return void response.writeHead(state.isReady ? 200 : 503).end('{}');
    const seen: Seen = { node, url, headers, bytes: 0 };
    state.seen.push(seen);
    request.on('data', (chunk: Buffer) => {
      seen.bytes += chunk.length;
    });
    request.on('end', () => {
      if (state.isBroken) request.socket.destroy();
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(seen));
    });
  });
  server.on('connection', (socket) => {
    state.open += 1;
    socket.once('close', () => {
      state.open -= 1;
    });
  });
  server.on('upgrade', (request, socket) => {
    const accept = acceptOf(`${request.headers['sec-websocket-key']}`);
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
  const leaving = createLeaving(server);
  server.listen(atPort, '127.0.0.1');
  await once(server, 'listening');
  disposeLater(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { ...state, state, leaving, port, url: `http://127.0.0.1:${port}` };
}

async function assemble(name: (typeof balancers)[number]) {
  const [one, two] = [await startEcho('one'), await startEcho('two')];
  const { url } = await startBalancer(name, [one.url, two.url]);
  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await fetch(url + path, { method, headers });
    return { cookies: answer.headers.getSetCookie(), ...((await answer.json()) as Seen) };
  };
  return { one, two, url, ask };
}

const nodesOf = (answers: Seen[]) => new Set(answers.map(({ node }) => node));
const times = <Value>(count: number, run: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));

test.each(balancers)(
  '%s spreads requests, and keeps each upload and each polling session on one node',
  async (name) => {
    const { ask } = await assemble(name);
    expect(nodesOf(await times(24, () => ask('/api/projects'))).size).toBe(2);
    const uploads = await times(12, async () => {
      const id = newId();
      const steps = [
        () => ask(`/api/uploads/tus/${id}`, {}, 'PATCH'),
        () => ask(`/api/uploads/tus/${id}`),
        () => ask(`/api/uploads/${id}/commit`, {}, 'POST'),
      ];
      return nodesOf(await Promise.all(steps.map((step) => step())));
    });
    expect(uploads.map(({ size }) => size)).toEqual(uploads.map(() => 1));
    expect(new Set(uploads.map(([node]) => node)).size).toBe(2);

    const polling = '/socket.io/?EIO=4&transport=polling';
    const sessions = await times(12, async () => {
      const first = await ask(polling);
      const cookie = first.cookies.map((line) => line.split(';')[0]).join('; ');
      expect(cookie).not.toBe('');
      const rest = await times(4, () => ask(`${polling}&sid=abc`, { cookie }));
      return nodesOf([first, ...rest]).size;
    });
    expect(sessions).toEqual(sessions.map(() => 1));
    // A WebSocket is one connection; it needs no cookie.
    expect((await ask('/api/projects')).cookies).toEqual([]);
  },
);

test.each(balancers)(
  '%s passes on WebSockets, addresses, ids of requests, and bytes as they arrive',
  async (name) => {
    const { one, two, url, ask } = await assemble(name);
    const { headers } = await ask('/api/projects', { 'x-request-id': 'of-the-client' });
    expect(headers).toMatchObject({ 'x-request-id': 'of-the-client', 'x-forwarded-for': '127.0.0.1' });
    if (name !== 'caddy')
      expect((await ask('/api/projects')).headers['x-request-id']).toMatch(/^[\w-]{20,}$/);

    const key = randomBytes(16).toString('base64');
    const upgrading = http.request(`${url}/socket.io/?EIO=4&transport=websocket`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': key,
        'sec-websocket-version': '13',
      },
    });
    upgrading.end();
    const [answer, socket] = (await once(upgrading, 'upgrade')) as [
      http.IncomingMessage,
      { destroy(): void },
    ];
    socket.destroy();
    expect(answer.headers['sec-websocket-accept']).toBe(acceptOf(key));

    const size = 3_000_000;
    const upload = http.request(`${url}/api/uploads/tus/${newId()}`, {
      method: 'PATCH',
      headers: { 'content-length': size },
    });
    const answered = once(upload, 'response');
    upload.write(Buffer.alloc(size / 3));
    const seen = () => [...one.state.seen, ...two.state.seen].find(({ url: path }) => path.includes('/tus/'));
    await until(() => (seen()?.bytes ?? 0) > size / 6, { what: 'the first part of the body' });
    upload.end(Buffer.alloc((2 * size) / 3));
    const [response] = (await answered) as [http.IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(200);
    expect(seen()?.bytes).toBe(size);
  },
);

// HAProxy sends the first request of a client over a connection that it doesn't keep.
test.each(balancers.filter((name) => name !== 'haproxy'))(
  '%s closes idle connections well before a node does, so that it sends nothing over one that is being closed',
  async (name) => {
    const { one, two, ask } = await assemble(name);
    const open = () => one.state.open + two.state.open;
    await times(24, () => ask('/api/projects'));
    // Each of the three parts of Caddy's configuration keeps one to each node for its health checks.
    const kept = name === 'caddy' ? 6 : 0;
    expect(open()).toBeGreaterThan(kept);
    const { keepAliveTimeout } = http.createServer();
    await until(() => open() <= kept, { timeoutMilliseconds: keepAliveTimeout - 500 });
  },
);

test.each(balancers.filter((name) => name === 'nginx'))(
  '%s sends to the other node what apps change, if one ends before it answers, and nothing else that changes something',
  async (name) => {
    const { one, url } = await assemble(name);
    const post = (path: string) => fetch(url + path, { method: 'POST', body: 'x'.repeat(100_000) });
    one.state.isBroken = true;
    const before = one.state.seen.length;
    while (one.state.seen.length === before)
      expect(await (await post('/api/commands')).json()).toMatchObject({ node: 'two', bytes: 100_000 });
    await until(async () => (await post('/api/projects')).status === 502);
  },
);

test.each(balancers.filter((name) => name === 'nginx'))(
  '%s loses nothing that changes something when a node stops, again and again',
  async (name) => {
    const { one, url } = await assemble(name);
    const statuses: number[] = [];
    let isOver = false;
    const writers = times(16, async () => {
      while (!isOver) {
        statuses.push((await fetch(`${url}/api/projects`, { method: 'POST', body: '{}' })).status);
        // Now and then the balancer keeps a connection for which it has no request.
        if (Math.random() < 0.2) await wait(Math.random() * 20);
      }
    });
    let node = one;
    for (let stops = 0; stops < 3; stops++) {
      await wait(300);
      const { seen } = node.state;
      expect(seen.length).toBeGreaterThan(0);
      await node.leaving.leave();
      await node.leaving.gone();
      node = await startEcho('one', one.port);
      await until(() => node.state.seen.length > 0);
    }
    isOver = true;
    await writers;
    expect(new Set(statuses)).toEqual(new Set([200]));
  },
);

test.each(balancers.filter((name) => name !== 'nginx'))(
  '%s sends nothing to a node that is not ready',
  async (name) => {
    const { one, ask } = await assemble(name);
    one.state.isReady = false;
    await until(async () => nodesOf(await times(8, () => ask('/api/projects'))).size === 1);
    expect(nodesOf(await times(24, () => ask('/api/projects')))).toEqual(new Set(['two']));
    one.state.isReady = true;
    await until(async () => nodesOf(await times(8, () => ask('/api/projects'))).size === 2);
  },
);

for (const name of missingBalancers) test.skipIf(true)(`${name} is not installed here`, () => {});
