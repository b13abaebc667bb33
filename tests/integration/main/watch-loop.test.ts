import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { expect, it } from 'vitest';
import type { ReportLine } from '../../../main/headless/report.ts';
import { pauseAfter, watch } from '../../../main/headless/watch.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

/** A proxy in front of the real server: forwards HTTP, but refuses every session on the socket. Counts sign-ins. */
async function startHalfServer(target: string) {
  const askedAt: number[] = [];
  let isDown = false;
  const front = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/api/auth/login') askedAt.push(performance.now());
    if (isDown) {
      response.writeHead(503, { 'content-type': 'text/html' }).end('<html>Down</html>');
      return;
    }
    const { method, headers, url } = request;
    const onward = requestOf(new URL(url ?? '/', target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  const sockets = new Server(front);
  sockets.use((_socket, next) => {
    next(Object.assign(new Error('This session has ended.'), { data: { kind: 'unauthorised' } }));
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  disposeLater(async () => {
    await sockets.close();
    front.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  return { url, askedAt, goDown: () => (isDown = true), comeBack: () => (isDown = false) };
}

async function startWatch() {
  const server = await startServer();
  const ana = await registerUser(server);
  await createProject(ana, [], 'Summer EP');
  const half = await startHalfServer(server.url);
  const lines: ReportLine[] = [];
  const stopping = new AbortController();
  const begin = async () => {
    const ended = watch(
      {
        folder: await temporaryFolder('bounces'),
        ...{ serverUrl: half.url, email: ana.email, password: ana.password },
        ...{
          project: 'Summer EP',
          vibe: null,
          stacking: true,
          json: true,
          userData: await temporaryFolder('watcher'),
        },
      },
      '0.0.0',
      (line) => lines.push(line),
      stopping.signal,
    );
    disposeLater(async () => {
      stopping.abort();
      await ended;
    });
    return ended;
  };
  return { half, lines, begin };
}

it('a server that accepts the sign-in but not the session is not asked in a tight loop', async () => {
  const { half, begin } = await startWatch();
  void begin();
  await until(() => half.askedAt.length >= 4);
  const [first = 0, , , fourth = 0] = half.askedAt;
  // The pauses are at least 0.5, 1 and 2 s.
  expect(fourth - first).toBeGreaterThan(3_400);
});

it('reports once why it is not signed in, and again if the reason changes', async () => {
  const { half, lines, begin } = await startWatch();
  const waiting = () => lines.filter(({ event }) => event === 'sign-in-waiting');
  half.goDown();
  void begin();
  await until(() => half.askedAt.length >= 3);
  half.comeBack();
  await until(() => lines.some(({ event }) => event === 'signed-in'));
  expect(waiting()).toHaveLength(1);
});

it('waits longer each time, and never 0', () => {
  const shortest = [0, 1, 2, 6, 20].map((times) => pauseAfter(times, () => 0));
  expect(shortest).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
  expect(pauseAfter(20, () => 1)).toBe(60_000);
});
