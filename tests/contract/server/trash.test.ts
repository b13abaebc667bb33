import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { type DeletedItem, deletedItemSchema } from '../../../protocol/wire/deleted.ts';
import { settled } from '../../helpers/hearing.ts';
import { pngDataUrl } from '../../helpers/pictures.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  joinProject,
  registerUser,
  request,
  type TestUser,
} from '../../helpers/server.ts';
import { startBand, withoutFigures } from '../../helpers/stacks.ts';
import { until } from '../../helpers/until.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** *Dune* with two versions, a stem and comments, *Sunset*, and an admin who doesn't own the project. */
async function assemble() {
  const band = await startBand();
  const { server, ana, ben, bounce, projectId } = band;
  const admin = await registerUser(server, { name: 'Di' });
  await addMember(ana, admin, projectId, 'ADMIN');
  const first = await bounce('Dune v1.wav');
  const second = await bounce('Dune v2.wav');
  const stem = await bounce('Dune v2 stem drums.wav');
  const other = await bounce('Sunset v1.wav');
  const commentOn = async (fileId: string) => {
    const comment = { id: newId(), cutId: first.cutId, fileId, text: 'Louder', timestamp: 3 };
    await ben.command('comment.create', comment);
    return comment.id;
  };
  const [onFirst, onSecond] = [await commentOn(first.id), await commentOn(second.id)];
  await ana.command('file.approve', { id: second.id, isApproved: true });
  const { body: share } = await ana.request('POST', `/api/files/${second.id}/share`, {});
  const shared = async () => (await request(server, 'GET', `/api/share/${share.token}`)).status;
  const project = async (who: TestUser = ana) => {
    const { body } = await who.request('GET', `/api/projects/${projectId}`);
    const { seq: _seq, role: _role, ...rest } = body;
    return {
      ...rest,
      vibes: rest.vibes?.map((vibe: { cuts: never[] }) => ({ ...vibe, cuts: vibe.cuts.map(withoutFigures) })),
    };
  };
  const comments = async () => (await ana.request('GET', `/api/cuts/${first.cutId}/comments`)).body;
  const deleted = async (who: TestUser = ana): Promise<DeletedItem[]> => {
    const { body } = await who.request('GET', '/api/deleted');
    return body.map((item: unknown) => deletedItemSchema.strict().parse(item));
  };
  const vibeOf = async (name: string): Promise<string> =>
    (await project()).vibes.find((vibe: { name: string }) => vibe.name === name).id;
  return {
    ...band,
    admin,
    first,
    second,
    stem,
    other,
    onFirst,
    onSecond,
    shared,
    project,
    comments,
    deleted,
    vibeOf,
  };
}

test('a deleted project is gone for everybody, and comes back as it was, for its owner alone to restore', async () => {
  const { server, ana, ben, admin, projectId, shared, project, comments, deleted } = await assemble();
  await ana.command('attention.setLevel', { projectId, level: 'mentions' });
  await ben.command('room.send', { id: newId(), projectId, text: 'Not read yet' });
  const before = [await project(), await comments()];
  await ana.command('project.delete', { id: projectId });
  for (const who of [ana, ben, admin]) {
    expect((await who.request('GET', `/api/projects/${projectId}`)).status).toBe(404);
    expect((await who.request('GET', '/api/projects')).body).toEqual([]);
    expect((await who.request('GET', '/api/search?q=Dune')).body.results).toEqual([]);
    expect((await who.request('GET', `/api/sync?topic=project:${projectId}&since=0`)).status).toBe(404);
  }
  expect(await shared()).toBe(404);
  const item = { kind: 'project', id: projectId, deletedBy: { id: ana.account.id } };
  expect(await deleted()).toMatchObject([item]);
  for (const who of [ben, admin]) {
    expect(await deleted(who)).toEqual([]);
    expect((await who.request('POST', `/api/projects/${projectId}/restore`)).status).toBe(404);
  }

  const socket = await connectSocket(server, ben);
  const seen = collectEvents(socket);
  const restored = await ana.request('POST', `/api/projects/${projectId}/restore`);
  expect(restored).toMatchObject({ status: 200, body: { id: projectId, role: 'ADMIN', memberCount: 3 } });
  expect([await project(), await comments()]).toEqual(before);
  expect((await project(ben)).members).toEqual((await project()).members);
  expect(await shared()).toBe(200);
  expect(await deleted()).toEqual([]);
  const { body: attention } = await ana.request('GET', '/api/attention');
  expect(attention.projects).toMatchObject([{ projectId, level: 'mentions', unreadCount: 1 }]);
  await settled(socket);
  const told = seen.map(({ name }) => name);
  // With how far the room was read, which clients forgot with the project.
  expect(told.slice(told.indexOf('project:joined'))).toContain('attention:updated');
  // Again, it changes nothing. Everybody can go on.
  expect((await ana.request('POST', `/api/projects/${projectId}/restore`)).status).toBe(200);
  expect((await admin.request('POST', `/api/projects/${projectId}/restore`)).status).toBe(403);
  expect(await joinProject(socket, projectId)).toMatchObject({ ok: true });
  await ben.command('room.send', { id: newId(), projectId, text: 'Back' });
});

test('a client that held the project before it was deleted and restored reads it again', async () => {
  const { ana, ben, projectId } = await assemble();
  const { body: held } = await ben.request('GET', `/api/projects/${projectId}`);
  await ana.command('project.delete', { id: projectId });
  await ana.command('project.restore', { id: projectId });
  const { body } = await ben.request('GET', `/api/sync?topic=project:${projectId}&since=${held.seq}`);
  expect(body).toMatchObject({ reset: true });
});

test('somebody who has deleted their account doesn’t come back with a project, and takes their own deleted ones along', async () => {
  const { server, ana, ben, projectId, project } = await assemble();
  const leave = ({ request, password }: TestUser) =>
    request('DELETE', '/api/auth/me', { currentPassword: password });
  await ana.command('project.delete', { id: projectId });
  expect((await leave(ben)).status).toBe(200);
  await ana.command('project.restore', { id: projectId });
  const names = (await project()).members.map(({ user }: { user: { name: string } }) => user.name);
  expect(names.sort()).toEqual([ana.account.name, 'Di'].sort());
  await ana.command('project.delete', { id: projectId });
  expect((await leave(ana)).status).toBe(200);
  const count = await server.database.value('select count(*) from project');
  expect(count).toBe(0);
});

test('a deleted vibe comes back to its place with its picture and the cuts that were deleted with it', async () => {
  const { server, ana, ben, admin, projectId, project, comments, deleted, vibeOf, first, shared } =
    await assemble();
  const id = await vibeOf('Dune');
  await ana.command('vibe.update', { id, picture: pngDataUrl(8, 8) });
  // Deleted earlier, it stays deleted.
  const cut = await ana.command('cut.create', { id: newId(), vibeId: id, name: 'Take' });
  await ana.command('cut.delete', { id: cut.id });
  const before = [await project(), await comments()];
  await admin.command('vibe.delete', { id });
  expect(await shared()).toBe(404);
  expect(await deleted()).toMatchObject([
    { kind: 'vibe', id, name: 'Dune', cutCount: 1, deletedBy: { id: admin.account.id } },
    { kind: 'cut', id: cut.id, within: 'Dune' },
  ]);
  expect((await ben.request('POST', `/api/vibes/${id}/restore`)).status).toBe(403);
  const socket = await connectSocket(server, ben);
  await joinProject(socket, projectId);
  const seen = collectEvents(socket);
  const restored = await admin.request('POST', `/api/vibes/${id}/restore`);
  expect(restored).toMatchObject({ status: 200, body: { id, cuts: [{ id: first.cutId }] } });
  expect([await project(), await comments()]).toEqual(before);
  expect(await deleted()).toMatchObject([{ kind: 'cut', id: cut.id }]);
  expect(await shared()).toBe(200);
  await settled(socket);
  const names = seen.map(({ name }) => name).filter((name) => !/^file:/.test(name));
  expect(names).toEqual(['vibe:created', 'cut:restored', 'activity:new']);
});

test('a cut that is restored alone brings its vibe back with picture and place, and leaves the other cuts deleted', async () => {
  const { ana, deleted, project, vibeOf, first } = await assemble();
  const id = await vibeOf('Dune');
  const { imageUrl } = await ana.command('vibe.update', { id, picture: pngDataUrl(8, 8) });
  const take = await ana.command('cut.create', { id: newId(), vibeId: id, name: 'Take' });
  await ana.command('vibe.delete', { id });
  await ana.command('cut.restore', { id: first.cutId });
  const { vibes } = await project();
  expect(vibes).toMatchObject([{ id, imageUrl, cuts: [{ id: first.cutId }] }, { name: 'Sunset' }]);
  expect(await deleted()).toMatchObject([{ kind: 'cut', id: take.id }]);
});

test('a deleted version comes back to its place with comments, approvals, stems and links', async () => {
  const { server, ana, ben, projectId, project, comments, deleted, first, onFirst, shared, second } =
    await assemble();
  const before = [await project(), await comments()];
  await ana.command('file.delete', { id: first.id });
  await ana.command('file.delete', { id: second.id });
  expect((await comments()).map(({ fileId }: { fileId: string | null }) => fileId)).toEqual([null, null]);
  expect(await shared()).toBe(404);
  expect(await deleted()).toMatchObject([
    { kind: 'file', id: second.id, within: 'Dune' },
    { kind: 'file', id: first.id, within: 'Dune' },
  ]);
  expect((await ben.request('POST', `/api/files/${first.id}/restore`)).status).toBe(403);
  const socket = await connectSocket(server, ben);
  await joinProject(socket, projectId);
  const seen = collectEvents(socket);
  for (const { id } of [second, first])
    expect((await ana.request('POST', `/api/files/${id}/restore`)).status).toBe(200);
  expect([await project(), await comments()]).toEqual(before);
  expect(await shared()).toBe(200);
  expect(await deleted()).toEqual([]);
  await settled(socket);
  expect(seen.filter(({ name }) => name === 'file:restored')).toMatchObject([
    { payload: { file: { id: second.id } } },
    { payload: { file: { id: first.id }, commentIds: [onFirst], stemIds: [] } },
  ]);
  // Again, it changes nothing.
  expect(await ana.command('file.restore', { id: first.id })).toMatchObject({ id: first.id });
});

test('a deleted version follows its song into another one, and waits while its song is deleted', async () => {
  const { ana, first, second, other, comments } = await assemble();
  await ana.command('file.delete', { id: first.id });
  await ana.command('cut.delete', { id: first.cutId });
  expect(await ana.tryCommand('file.restore', { id: first.id })).toMatchObject({
    ok: false,
    kind: 'conflict',
  });
  await ana.command('cut.restore', { id: first.cutId });
  await ana.command('cut.merge', { id: first.cutId, targetCutId: other.cutId });
  expect(await ana.command('file.restore', { id: first.id })).toMatchObject({ cutId: other.cutId });
  const fileIds = (await comments()).map(({ fileId }: { fileId: string | null }) => fileId);
  expect(fileIds.sort()).toEqual([first.id, second.id].sort());
});

test('after the days are over, all of it is gone for good, with its bytes', async () => {
  const band = await assemble();
  const { server, ana, second, other, projectId, deleted, vibeOf } = band;
  const blobOf = ({ sha256 }: { sha256: string }) =>
    join(server.dataDirectory, 'blobs', sha256.slice(0, 2), sha256);
  const isThere = async (file: { sha256: string }) =>
    (await readdir(join(blobOf(file), '..'))).includes(file.sha256);
  const sweepAfter = async (days: number) => {
    const at = new Date(Date.now() - days * dayMilliseconds);
    for (const table of ['deletedProject', 'deletedVibe', 'deletedCut', 'deletedFile'])
      await server.database.run(`update ${table} set deletedAt = ?`, at.toISOString());
    for (const file of [second, other]) if (await isThere(file)) await utimes(blobOf(file), at, at);
    await server.restart();
  };
  await ana.command('file.delete', { id: second.id });
  await ana.command('vibe.delete', { id: await vibeOf('Sunset') });
  await sweepAfter(29);
  expect(await deleted()).toHaveLength(2);
  expect(await isThere(second)).toBe(true);
  await sweepAfter(31);
  await until(async () => (await deleted()).length === 0, { what: 'it to expire' });
  await server.restart();
  await until(async () => !(await isThere(second)) && !(await isThere(other)), { what: 'the bytes to go' });
  await ana.command('project.delete', { id: projectId });
  await sweepAfter(31);
  await until(async () => (await deleted()).length === 0, { what: 'the project to expire' });
  expect(await server.database.value('select count(*) from project')).toBe(0);
  expect(await ana.tryCommand('project.restore', { id: projectId })).toMatchObject({ kind: 'not-found' });
});
