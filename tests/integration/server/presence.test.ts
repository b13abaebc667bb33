import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { Bandmate } from '../../../protocol/wire/chat.ts';
import type { ServerConfig } from '../../../server/config.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { settled } from '../../helpers/hearing.ts';
import {
  collectMoments,
  connectSocket,
  createProject,
  registerUser,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

/** A client in its own process: connects, prints so, and stays until it is killed. */
const client = `
  import { io } from 'socket.io-client';
  const [url, cookie] = process.argv.slice(1);
  const socket = io(url, { transports: ['websocket'], reconnection: false, extraHeaders: { cookie } });
  socket.on('connect', () => console.log('connected'));
`;

async function startClient(server: { url: string }, { cookie }: TestUser): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', client, server.url, cookie], {
    cwd: new URL('../../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  disposeLater(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await once(child.stdout, 'data');
  return child;
}

/** Ada connects and disconnects; Bo hears and reads her presence. */
async function assemble(config: Partial<ServerConfig>) {
  const server = await startServer(config);
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
  await createProject(ada, [bo]);
  const socket = await connectSocket(server, bo);
  const moments = collectMoments(socket);
  const told = () => moments.map(({ payload }) => payload.isOnline);
  const isOnline = async () => {
    const { body } = await bo.request('GET', '/api/presence');
    return body.find(({ userId }: Bandmate) => userId === ada.account.id).isOnline as boolean;
  };
  return { server, ada, bo, socket, told, isOnline };
}

test('a client that is killed goes offline when the grace is over', async () => {
  const graceMilliseconds = 400;
  const { server, ada, told, isOnline } = await assemble({ presenceGraceMilliseconds: graceMilliseconds });
  const child = await startClient(server, ada);
  await until(() => told().length === 1);
  expect(await isOnline()).toBe(true);
  const killed = performance.now();
  child.kill('SIGKILL');
  await until(() => told().length === 2);
  expect(performance.now() - killed).toBeGreaterThan(graceMilliseconds - 50);
  expect(told()).toEqual([true, false]);
  expect(await isOnline()).toBe(false);
});

test('a client that hangs, as if its network were gone, is noticed by the ping', async () => {
  const { server, ada, told, isOnline } = await assemble({
    pingIntervalMilliseconds: 200,
    pingTimeoutMilliseconds: 1500,
    presenceGraceMilliseconds: 100,
  });
  const child = await startClient(server, ada);
  await until(() => told().length === 1);
  // Its connection stays open: the operating system answers for a stopped process.
  child.kill('SIGSTOP');
  await until(() => told().length === 2);
  expect(told()).toEqual([true, false]);
  expect(await isOnline()).toBe(false);
});

test.each([['websocket'], ['polling']])(
  'short drops over %s are not noticed by anyone',
  async (transport) => {
    const { server, ada, socket, told, isOnline } = await assemble({ presenceGraceMilliseconds: 3000 });
    const options = { transports: [transport], reconnection: true, reconnectionDelay: 20 };
    const wavering = await connectSocket(server, ada, options);
    await until(() => told().length === 1);
    for (let drop = 0; drop < 5; drop += 1) {
      const back = once(wavering as unknown as NodeJS.EventEmitter, 'connect');
      wavering.io.engine.close();
      await back;
      expect(await isOnline()).toBe(true);
    }
    await settled(socket);
    expect(told()).toEqual([true]);
    // The last time is final, and is announced once.
    wavering.disconnect();
    await until(() => told().length === 2);
    expect(told()).toEqual([true, false]);
  },
);

test('with two devices, the crash of one changes nothing, the crash of both does', async () => {
  const { server, ada, socket, told, isOnline } = await assemble({ presenceGraceMilliseconds: 200 });
  const [desk, phone] = await Promise.all([startClient(server, ada), startClient(server, ada)]);
  const third = await connectSocket(server, ada);
  await until(() => told().length === 1);
  desk.kill('SIGKILL');
  phone.kill('SIGKILL');
  await Promise.all([once(desk, 'close'), once(phone, 'close')]);
  // Well after the grace of those two.
  const begun = performance.now();
  await until(() => performance.now() - begun > 600);
  await settled(socket);
  expect(told()).toEqual([true]);
  expect(await isOnline()).toBe(true);
  third.disconnect();
  await until(() => told().length === 2);
  expect(told()).toEqual([true, false]);
});

test('after a restart of the server, only people who reconnected are online', async () => {
  const { server, ada, bo, isOnline } = await assemble({ presenceGraceMilliseconds: 3_600_000 });
  const away = await connectSocket(server, ada);
  expect(await isOnline()).toBe(true);
  await server.restart();
  await until(() => away.disconnected);
  expect(await isOnline()).toBe(false);
  const socket = await connectSocket(server, bo);
  const moments = collectMoments(socket);
  await connectSocket(server, ada);
  await until(() => moments.length > 0);
  expect(await isOnline()).toBe(true);
});

test('a server that stops during someone’s grace stops at once', async () => {
  const { server, ada, isOnline } = await assemble({ presenceGraceMilliseconds: 3_600_000 });
  const child = await startClient(server, ada);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await isOnline()).toBe(true);
  const begun = performance.now();
  await server.stop();
  expect(performance.now() - begun).toBeLessThan(5000);
});
