import { expect, test } from 'vitest';
import { activitySchema } from '../../../protocol/wire/activity.ts';
import { newId } from '../../../protocol/wire/id.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';

async function assemble() {
  const server = await startServer();
  const ada = await registerUser(server);
  const bo = await registerUser(server, { name: 'Bo' });
  const projectId = await createProject(ada, [bo]);
  const vibes = [newId(), newId(), newId()];
  for (const id of vibes) await ada.command('vibe.create', { id, projectId, name: id });
  const list = async (user = ada, query = '') => {
    const { body } = await user.request('GET', `/api/activities?projectId=${projectId}${query}`);
    return body.map((activity: unknown) => activitySchema.parse(activity)) as {
      id: string;
      type: string;
      target: { id: string };
    }[];
  };
  return { server, ada, bo, projectId, vibes, list };
}

test('are listed newest first, in pages', async () => {
  const { list, vibes, bo } = await assemble();
  const all = await list();
  expect(all.map(({ target }) => target.id)).toEqual([...vibes.reverse(), bo.account.id]);
  const first = await list(undefined, '&limit=2');
  expect(first).toEqual(all.slice(0, 2));
  expect(await list(undefined, `&before=${first[1]?.id}&limit=2`)).toEqual(all.slice(2));
});

test('of all projects are listed together, of those the caller belongs to', async () => {
  const { ada, bo } = await assemble();
  const own = await createProject(ada, [], 'Own');
  await ada.command('vibe.create', { id: newId(), projectId: own, name: 'x' });
  expect((await ada.request('GET', '/api/activities')).body).toHaveLength(5);
  expect((await bo.request('GET', '/api/activities')).body).toHaveLength(4);
});

test('are dismissed by each person for themselves, and brought back', async () => {
  const { ada, bo, list } = await assemble();
  const [newest, ...rest] = await list();
  const path = `/api/activities/${newest?.id}`;
  expect((await ada.request('POST', `${path}/dismiss`)).status).toBe(200);
  expect((await ada.request('POST', `${path}/dismiss`)).status).toBe(200);
  expect(await list()).toEqual(rest);
  expect(await list(bo)).toHaveLength(4);
  expect((await ada.request('POST', `${path}/undismiss`)).status).toBe(200);
  expect(await list()).toHaveLength(4);
});

test('are dismissed all at once, of one project or of all; the answer says which, for an undo', async () => {
  const { ada, list, projectId } = await assemble();
  const own = await createProject(ada, [], 'Own');
  await ada.command('vibe.create', { id: newId(), projectId: own, name: 'x' });
  const before = await list();
  const { body } = await ada.request('POST', '/api/activities/dismiss-all', { projectId });
  expect(new Set(body.dismissed)).toEqual(new Set(before.map(({ id }) => id)));
  expect(await list()).toEqual([]);
  expect((await ada.request('GET', '/api/activities')).body).toHaveLength(1);
  for (const id of body.dismissed) await ada.request('POST', `/api/activities/${id}/undismiss`);
  expect(await list()).toEqual(before);
  await ada.request('POST', '/api/activities/dismiss-all');
  expect((await ada.request('GET', '/api/activities')).body).toEqual([]);
});

test('of a project can’t be seen or dismissed by a stranger', async () => {
  const { server, list, projectId } = await assemble();
  const stranger = await registerUser(server, { name: 'Cy' });
  const [newest] = await list();
  expect((await stranger.request('GET', `/api/activities?projectId=${projectId}`)).status).toBe(404);
  expect((await stranger.request('POST', `/api/activities/${newest?.id}/dismiss`)).status).toBe(404);
  expect((await stranger.request('POST', '/api/activities/dismiss-all', { projectId })).body).toEqual({
    dismissed: [],
  });
});
