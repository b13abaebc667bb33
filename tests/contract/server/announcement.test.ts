import { expect, test } from 'vitest';
import { currentAnnouncementSchema } from '../../../protocol/wire/announcement.ts';
import { collectMoments, connectSocket, registerUser, request, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

async function start() {
  const server = await startServer();
  const [olga, ada] = [await registerUser(server, { name: 'Olga' }), await registerUser(server)];
  await server.database.run("update user set role = 'ADMIN' where id = ?", olga.account.id);
  const announce = (body: object) => olga.request('PUT', '/api/admin/announcement', body);
  const read = async () =>
    currentAnnouncementSchema.parse((await ada.request('GET', '/api/announcement')).body);
  return { server, olga, ada, announce, read };
}

test('an announcement reaches everybody who is connected, and those who ask later', async () => {
  const { server, olga, ada, announce, read } = await start();
  expect(await read()).toEqual({ announcement: null });
  const moments = collectMoments(await connectSocket(server, ada));
  const made = await announce({ text: '  The server restarts at six. ' });
  const { announcement } = currentAnnouncementSchema.parse(made.body);
  expect(announcement).toMatchObject({ text: 'The server restarts at six.', endsAt: null });
  const heard = () => moments.filter(({ name }) => name === 'server:announcement');
  await until(() => heard().length === 1);
  expect(heard()[0]?.payload).toEqual({ announcement });
  await server.restart();
  expect(await read()).toEqual({ announcement });
  const after = collectMoments(await connectSocket(server, ada));
  expect((await olga.request('DELETE', '/api/admin/announcement', {})).status).toBe(200);
  await until(() => after.some(({ payload }) => payload.announcement === null));
  expect(await read()).toEqual({ announcement: null });
  expect((await request(server, 'GET', '/api/announcement')).status).toBe(401);
});

test('an announcement ends at its time', async () => {
  const { announce, read } = await start();
  await announce({ text: 'Soon', endsAt: new Date(Date.now() + 3_600_000).toISOString() });
  expect((await read()).announcement?.text).toBe('Soon');
  await announce({ text: 'Over', endsAt: '2026-01-01' });
  expect(await read()).toEqual({ announcement: null });
});

test.each([{ text: ' ' }, { text: 'x'.repeat(501) }, { text: 'Hi', endsAt: 'tomorrow' }, {}])(
  'refuses %j',
  async (body) => {
    const { announce, read } = await start();
    expect((await announce(body)).status).toBe(400);
    expect(await read()).toEqual({ announcement: null });
  },
);
