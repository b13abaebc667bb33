import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { hashProject } from '../../../protocol/state/state-hash.ts';
import { parseLoggedEvent } from '../../../protocol/wire/event.ts';
import { healthSchema } from '../../../protocol/wire/health.ts';
import { projectSchema, projectSnapshotSchema } from '../../../protocol/wire/project.ts';
import { headsSchema, projectStateSchema, syncAnswerSchema } from '../../../protocol/wire/sync.ts';
import { protocolVersion } from '../../../protocol/wire/version.ts';
import { createProject, registerUser, request, startServer } from '../../helpers/server.ts';

async function assemble() {
  const server = await startServer();
  const ada = await registerUser(server);
  const bo = await registerUser(server, { name: 'Bo' });
  const projectId = await createProject(ada);
  for (let index = 0; index < 5; index += 1) {
    await ada.command('vibe.create', { id: newId(), projectId, name: `Idea ${index}` });
  }
  const sync = async (query: string) => {
    const { status, body } = await ada.request('GET', `/api/sync?topic=project:${projectId}&${query}`);
    expect(status).toBe(200);
    expect(syncAnswerSchema.parse(body)).toStrictEqual(body);
    return body;
  };
  return { server, ada, bo, projectId, sync };
}

test('the log is read in pages, oldest first, without a gap, until it is empty', async () => {
  const { sync, projectId } = await assemble();
  const seqs: number[] = [];
  let since = 0;
  for (;;) {
    const page = await sync(`since=${since}&limit=3`);
    expect(page.head).toBe(10);
    if (page.events.length === 0) break;
    expect(page.events.length).toBeLessThanOrEqual(3);
    for (const row of page.events) {
      expect(parseLoggedEvent({ ...row, topic: `project:${projectId}` })).not.toHaveProperty('unknown');
      seqs.push(row.seq);
    }
    since = seqs.at(-1) ?? 0;
  }
  expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a position ahead of the head, or older than the log, is answered with a reset', async () => {
  const { server, sync } = await assemble();
  expect(await sync('since=11')).toMatchObject({ reset: true, head: 10 });
  await server.database.run('delete from event where seq <= 4');
  expect(await sync('since=3')).toMatchObject({ reset: true, head: 10 });
  const reachable = await sync('since=4');
  expect(reachable.events.map(({ seq }: { seq: number }) => seq)).toEqual([5, 6, 7, 8, 9, 10]);
});

test('only the people of a topic can read it; to others it does not exist', async () => {
  const { ada, bo, projectId } = await assemble();
  for (const topic of [`project:${projectId}`, `user:${ada.account.id}`, `project:${newId()}`]) {
    const answer = await bo.request('GET', `/api/sync?topic=${topic}&since=0`);
    expect(answer.status).toBe(404);
  }
  const own = await ada.request('GET', `/api/sync?topic=user:${ada.account.id}&since=0`);
  expect(own.body.events).toMatchObject([{ seq: 1, name: 'project:joined', payload: { projectId } }]);
});

test('heads has the head of every topic that the caller may read', async () => {
  const { ada, bo, projectId } = await assemble();
  const empty = await createProject(ada, [], 'Empty');
  const { body } = await ada.request('GET', '/api/sync/heads');
  expect(headsSchema.parse(body)).toStrictEqual(body);
  expect(body.heads).toEqual({
    [`user:${ada.account.id}`]: 2,
    [`project:${projectId}`]: 10,
    [`project:${empty}`]: 0,
  });
  const { body: others } = await bo.request('GET', '/api/sync/heads');
  expect(others.heads).toEqual({ [`user:${bo.account.id}`]: 0 });
});

test('a snapshot names its position in the log, even while changes go on', async () => {
  const { ada, projectId } = await assemble();
  const changes = Array.from({ length: 20 }, (_, index) =>
    ada.command('vibe.create', { id: newId(), projectId, name: `More ${index}` }),
  );
  const snapshots = await Promise.all(
    Array.from({ length: 10 }, () => ada.request('GET', `/api/projects/${projectId}`)),
  );
  await Promise.all(changes);
  for (const { body } of snapshots) {
    expect(projectSnapshotSchema.parse(body)).toStrictEqual(body);
    // Two events for each vibe: the vibe and its activity.
    expect(body.seq).toBe(body.vibes.length * 2);
  }
});

test('members can read the hash of a project’s state, which is that of the snapshot at the same position', async () => {
  const { ada, bo, projectId } = await assemble();
  const path = `/api/sync/state?topic=project:${projectId}`;
  const { status, body } = await ada.request('GET', path);
  expect(status).toBe(200);
  expect(projectStateSchema.parse(body)).toStrictEqual(body);
  const snapshot = (await ada.request('GET', `/api/projects/${projectId}`)).body;
  const { epoch, seq } = snapshot;
  expect(body).toEqual({ epoch, seq, hash: hashProject(snapshot), protocolVersion });
  await ada.command('vibe.create', { id: newId(), projectId, name: 'More' });
  const later = (await ada.request('GET', path)).body;
  expect(later.seq).toBe(seq + 2);
  expect(later.hash).not.toBe(body.hash);
  expect((await bo.request('GET', path)).status).toBe(404);
  expect((await ada.request('GET', `/api/sync/state?topic=project:${newId()}`)).status).toBe(404);
  const own = await ada.request('GET', `/api/sync/state?topic=user:${ada.account.id}`);
  expect(own).toMatchObject({ status: 400, body: { error: 'topic: must be a project’s' } });
});

test('the list of projects has the caller’s role and the number of members', async () => {
  const { server, ada, bo } = await assemble();
  const shared = await createProject(bo, [ada], 'Shared');
  const { body } = await ada.request('GET', '/api/projects');
  for (const project of body) expect(projectSchema.parse(project)).toStrictEqual(project);
  expect(body).toMatchObject([
    { id: shared, role: 'MEMBER', memberCount: 2 },
    { role: 'ADMIN', memberCount: 1 },
  ]);
  expect((await request(server, 'GET', '/api/projects')).status).toBe(401);
});

test('anyone can read health, with the versions that a client needs', async () => {
  const { server, sync } = await assemble();
  const { status, body } = await request(server, 'GET', '/api/health');
  expect(status).toBe(200);
  expect(healthSchema.parse(body)).toStrictEqual(body);
  expect(body.protocolVersion).toBe(protocolVersion);
  expect((await sync('since=10')).epoch).toBe(body.epoch);
});
