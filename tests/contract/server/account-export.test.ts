import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import * as yauzl from 'yauzl';
import { newId } from '../../../common/new-id.ts';
import { createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

/** The files of a person's export, by name; JSON is parsed. */
async function readExport(server: { url: string }, { cookie }: Pick<TestUser, 'cookie'>) {
  const answer = await fetch(`${server.url}/api/auth/export`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/zip');
  expect(answer.headers.get('content-disposition')).toContain('BandMate data.zip');
  const zip = await yauzl.fromBufferPromise(Buffer.from(await answer.arrayBuffer()), { lazyEntries: true });
  // biome-ignore lint/suspicious/noExplicitAny: read freely by the tests.
  const files: Record<string, any> = {};
  for await (const entry of zip.eachEntry()) {
    const text = (await buffer(await zip.openReadStreamPromise(entry))).toString();
    files[entry.fileName] = entry.fileName.endsWith('.json') ? JSON.parse(text) : text;
  }
  return files;
}

test('holds everything of one’s own and nothing of others', async () => {
  const server = await startServer();
  const [ada, ben] = [await registerUser(server), await registerUser(server, { name: 'Ben' })];
  const projectId = await createProject(ada, [ben]);
  const { file } = await upload(
    { server, user: ada },
    makeWave(),
    newCut(projectId, 'Dune', { name: 'Dune' }),
  );
  const cutId = file.cutId ?? '';
  const commentId = newId();
  await ben.command('comment.create', { id: commentId, cutId, text: 'Ben’s secret', timestamp: 1 });
  await ada.command('comment.create', { id: newId(), cutId, text: 'More reverb', timestamp: 2.5 });
  await ada.command('reply.create', { id: newId(), commentId, text: 'Fine' });
  await ada.command('room.send', { id: newId(), projectId, text: 'Hello band' });
  const { id: conversationId } = await ada.command('conversation.open', { userId: ben.account.id });
  await ada.command('message.send', { id: newId(), conversationId, text: 'Hello Ben' });
  await ben.command('message.send', { id: newId(), conversationId, text: 'Ben’s secret' });
  await ada.request('PUT', `/api/blocks/${ben.account.id}`);

  const files = await readExport(server, ada);
  expect(files['README.txt']).toContain('account.json');
  expect(files['account.json']).toMatchObject({ id: ada.account.id, email: ada.email, emailVerified: false });
  expect(files['account.json'].sessions).toHaveLength(1);
  expect(files['memberships.json']).toMatchObject([{ id: projectId, name: 'First Album', role: 'ADMIN' }]);
  expect(files['files.json']).toMatchObject([{ id: file.id, sha256: file.sha256, project: 'First Album' }]);
  expect(files['comments.json']).toMatchObject([{ text: 'More reverb', timestamp: 2.5, song: 'Dune' }]);
  expect(files['replies.json']).toMatchObject([{ text: 'Fine', commentId }]);
  expect(files['messages.json']).toMatchObject([{ text: 'Hello Ben', conversationId }]);
  expect(files['room.json']).toMatchObject([{ text: 'Hello band', project: 'First Album' }]);
  expect(files['activity.json'].length).toBeGreaterThan(2);
  expect(files['blocked.json']).toMatchObject([{ id: ben.account.id, name: 'Ben' }]);
  const text = JSON.stringify(files);
  for (const secret of ['Ben’s secret', ben.email, 'scrypt', ada.accessToken]) {
    expect(text).not.toContain(secret);
  }
});

test('holds lists of more than one page, whole and in order', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const activities = Array.from({ length: 1_201 }, (_, index) => ({
    ...{ id: `z${String(index).padStart(5, '0')}`, projectId, type: 'x', actorId: ada.account.id },
    ...{ body: '{}', createdAt: '' },
  }));
  await server.database.insert('activity', activities);
  const { 'activity.json': activity } = await readExport(server, ada);
  const ids = activity.map(({ id }: { id: string }) => id).filter((id: string) => id.startsWith('z'));
  expect(ids).toHaveLength(1_201);
  expect(ids).toEqual(ids.toSorted());
});

test('of a new account is whole too', async () => {
  const server = await startServer();
  const files = await readExport(server, await registerUser(server));
  expect(files['comments.json']).toEqual([]);
  expect(files['memberships.json']).toEqual([]);
});
