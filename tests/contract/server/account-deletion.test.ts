import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  request,
  signInAgain,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

const remove = (user: TestUser, currentPassword = user.password) =>
  user.request('DELETE', '/api/auth/me', { currentPassword });

/** Ada is a member of Ben's project, with a song, a comment and a message of hers. */
async function startBand() {
  const server = await startServer();
  const [ben, ada] = [await registerUser(server, { name: 'Ben' }), await registerUser(server)];
  const projectId = await createProject(ben, [ada]);
  const { file } = await upload(
    { server, user: ada },
    makeWave(),
    newCut(projectId, 'Dune', { name: 'Dune' }),
  );
  const cutId = file.cutId ?? '';
  await ada.command('comment.create', { id: newId(), cutId, text: 'More reverb', timestamp: 1 });
  const { id: conversationId } = await ada.command('conversation.open', { userId: ben.account.id });
  await ada.command('message.send', { id: newId(), conversationId, text: 'Hello Ben' });
  return { server, ada, ben, projectId, cutId, conversationId };
}

async function rowsAbout({ database }: TestServer, userId: string): Promise<string[]> {
  const names = await database.names('userId');
  const found = names.map((name) => `select '${name}' as name from "${name}" where userId = '${userId}'`);
  return database.values(found.join(' union '));
}

test('ends the account and its sessions; what the person made stays in the band under their name', async () => {
  const { server, ada, ben, projectId, cutId, conversationId } = await startBand();
  const laptop = await signInAgain(server, ada);
  const sockets = [await connectSocket(server, ada), await connectSocket(server, laptop)];
  const bens = await connectSocket(server, ben);
  await joinProject(bens, projectId);
  const heard = collectEvents(bens);
  expect((await remove(ada)).status).toBe(200);
  await until(() => sockets.every(({ disconnected }) => disconnected));
  await until(() => heard.some(({ name }) => name === 'member:left'));
  expect((await laptop.request('GET', '/api/auth/me')).status).toBe(401);
  const login = { email: ada.email, password: ada.password };
  expect((await request(server, 'POST', '/api/auth/login', login)).status).toBe(401);

  const project = await ben.request('GET', `/api/projects/${projectId}`);
  expect(project.body.members.map(({ user }: { user: { name: string } }) => user.name)).toEqual(['Ben']);
  const comments = await ben.request('GET', `/api/cuts/${cutId}/comments`);
  expect(comments.body).toMatchObject([{ text: 'More reverb', user: { name: 'Ada' } }]);
  const messages = await ben.request('GET', `/api/chat/conversations/${conversationId}/messages`);
  expect(messages.body).toMatchObject([{ text: 'Hello Ben' }]);
  expect(JSON.stringify(messages.body)).not.toContain(ada.email);
});

test('nothing of the account’s own is left, and its address can be used again', async () => {
  const { server, ada } = await startBand();
  const before = await rowsAbout(server, ada.account.id);
  expect(before).toEqual(expect.arrayContaining(['account', 'session', 'member', 'operation']));
  await remove(ada);
  // Uploads that were committed are part of the project; the answer to the deletion itself is the only operation.
  expect((await rowsAbout(server, ada.account.id)).toSorted()).toEqual(['operation', 'upload']);
  const left = await server.database.row<[string]>('select * from user where id = ?', ada.account.id);
  expect(left).toMatchObject({ name: 'Ada', email: `${ada.account.id}@deleted.invalid`, image: null });
  const again = await registerUser(server, { email: ada.email });
  expect(again.account.id).not.toBe(ada.account.id);
  expect((await again.request('GET', '/api/projects')).body).toEqual([]);
});

test('refused, naming it, while the person owns a project that others are in', async () => {
  const { ada, ben, projectId } = await startBand();
  const answer = await remove(ben);
  expect(answer.status).toBe(409);
  expect(answer.body.error).toContain('“First Album”');
  expect((await ben.request('GET', `/api/projects/${projectId}`)).status).toBe(200);
  expect((await remove(ada)).status).toBe(200);
  expect((await remove(ben)).status).toBe(200);
});

test('projects without other members are deleted, and their invitations with them', async () => {
  const { ada, server } = await startBand();
  const eve = await registerUser(server);
  const own = await createProject(ada, [], 'Sketches');
  const { token } = await ada.command('project.invite', {
    ...{ id: newId(), projectId: own, email: eve.email, role: 'MEMBER' },
  });
  expect((await remove(ada)).status).toBe(200);
  expect((await eve.tryCommand('invitation.accept', { token })).ok).toBe(false);
  expect((await eve.request('GET', `/api/projects/${own}`)).status).toBe(404);
});

test('needs the password', async () => {
  const { ada, projectId } = await startBand();
  const wrong = await remove(ada, 'wrong horse');
  expect(wrong.status).toBe(403);
  expect(wrong.body.error).toMatch(/^currentPassword: /);
  expect((await ada.request('DELETE', '/api/auth/me', {})).status).toBe(400);
  expect((await ada.request('GET', `/api/projects/${projectId}`)).status).toBe(200);
});

test('a refused deletion changes nothing, also in other projects', async () => {
  const { server, ada, ben, projectId } = await startBand();
  const owned = await createProject(ada, [], 'Own');
  await addMember(ada, ben, owned);
  expect((await remove(ada)).status).toBe(409);
  expect((await ada.request('GET', `/api/projects/${projectId}`)).status).toBe(200);
  expect((await ada.request('GET', '/api/auth/me')).status).toBe(200);
  expect(await rowsAbout(server, ada.account.id)).toContain('session');
});
