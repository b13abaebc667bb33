import { expect, it } from 'vitest';
import { expectExactPayload, settled } from '../../helpers/hearing.ts';
import {
  collectMoments,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

it('file:peaks goes to the project’s members only, once and unnumbered, after the file', async () => {
  const server = await startServer();
  const [user, other, stranger, removed] = [
    await registerUser(server),
    await registerUser(server, { name: 'Ben' }),
    await registerUser(server),
    await registerUser(server),
  ];
  const projectId = await createProject(user, [other, removed]);
  const elsewhere = await createProject(other);
  const listen = async (who: TestUser, room: string, transports = ['websocket']) => {
    const socket = await connectSocket(server, who, { transports });
    const answer = await joinProject(socket, room);
    const order: string[] = [];
    socket.onAny((name: string) => order.push(name));
    return { socket, answer, order, moments: collectMoments(socket) };
  };
  const peaksEvents = (listener: { moments: { name: string }[] }) =>
    listener.moments.filter(({ name }) => name === 'file:peaks');
  const members = [await listen(user, projectId), await listen(other, projectId, ['polling'])];
  const others = [
    await listen(stranger, projectId),
    await listen(other, elsewhere),
    await listen(removed, projectId),
  ];
  expect(others[0]?.answer).toMatchObject({ ok: false, kind: 'not-found' });
  await user.command('member.remove', { projectId, userId: removed.account.id });

  const { file } = await upload({ server, user }, makeWave(50_000), newCut(projectId));
  for (const listener of members) {
    const event = await until(
      () => peaksEvents(listener)[0] as (typeof listener.moments)[number] | undefined,
    );
    expectExactPayload(event);
    expect(event).toEqual({
      name: 'file:peaks',
      payload: { fileId: file.id, cutId: file.cutId },
      position: undefined,
    });
    expect(listener.order.indexOf('file:uploaded')).toBeLessThan(listener.order.indexOf('file:peaks'));
    expect((await user.request('GET', `/api/files/${file.id}/peaks`)).status).toBe(200);
  }
  for (const listener of [...members, ...others]) await settled(listener.socket);
  expect(members.map((listener) => peaksEvents(listener).length)).toEqual([1, 1]);
  expect(others.map((listener) => peaksEvents(listener).length)).toEqual([0, 0, 0]);
  const log = await user.request('GET', `/api/sync?topic=project:${projectId}&since=0`);
  expect(log.body.events.map(({ name }: { name: string }) => name)).not.toContain('file:peaks');
});
