import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import {
  addMember,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  shareServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, reserve, reserved, sendBytes, upload } from '../../helpers/uploads.ts';

const sharedServer = shareServer();

/** A project of Ada, with an admin, a member and a listener. */
async function assemble() {
  const server = sharedServer();
  const [owner, admin, member, listener] = await Promise.all(
    ['Ada', 'Bo', 'Cy', 'Di'].map((name) => registerUser(server, { name })),
  );
  if (!owner || !admin || !member || !listener) throw new Error('Somebody is missing');
  const projectId = await createProject(owner);
  await addMember(owner, admin, projectId, 'ADMIN');
  await addMember(owner, member, projectId);
  await addMember(owner, listener, projectId, 'LISTENER');
  const members = async () => {
    const { body } = await owner.request('GET', `/api/projects/${projectId}`);
    return Object.fromEntries(
      body.members.map((one: { user: { name: string }; role: string; isOwner?: true }) => [
        one.user.name,
        one.isOwner ? `${one.role} owner` : one.role,
      ]),
    );
  };
  const pathOf = (user: { account: { id: string } }) =>
    `/api/projects/${projectId}/members/${user.account.id}`;
  return { server, owner, admin, member, listener, projectId, members, pathOf };
}

describe('the owner', () => {
  test('is who made the project, and no admin can remove or demote them or delete the project', async () => {
    const { owner, admin, projectId, members, pathOf } = await assemble();
    const before = { Ada: 'ADMIN owner', Bo: 'ADMIN', Cy: 'MEMBER', Di: 'LISTENER' };
    expect(await members()).toEqual(before);
    const refused = { status: 403, body: { kind: 'forbidden' } };
    expect(await admin.request('DELETE', pathOf(owner))).toMatchObject(refused);
    expect(await admin.request('PATCH', pathOf(owner), { role: 'MEMBER' })).toMatchObject(refused);
    expect(await owner.request('PATCH', pathOf(owner), { role: 'MEMBER' })).toMatchObject(refused);
    expect(await admin.request('DELETE', `/api/projects/${projectId}`)).toMatchObject(refused);
    const transfer = { userId: admin.account.id };
    expect(await admin.request('POST', `/api/projects/${projectId}/transfer`, transfer)).toMatchObject(
      refused,
    );
    expect(await members()).toEqual(before);
  });

  test('passes ownership on and stays an admin; the new one is told and may delete the project', async () => {
    const { owner, listener, projectId, members } = await assemble();
    const transfer = { userId: listener.account.id };
    const answer = await owner.request('POST', `/api/projects/${projectId}/transfer`, transfer);
    expect(answer).toMatchObject({ status: 200, body: { role: 'ADMIN', isOwner: true } });
    expect(await members()).toMatchObject({ Ada: 'ADMIN', Di: 'ADMIN owner' });
    const { body: told } = await listener.request('GET', '/api/notifications');
    expect(told[0]).toMatchObject({ type: 'role_changed', title: 'Ada made you the owner of “First Album”' });
    expect((await owner.request('DELETE', `/api/projects/${projectId}`)).status).toBe(403);
    expect((await listener.request('DELETE', `/api/projects/${projectId}`)).status).toBe(200);
  });

  test('can’t be somebody outside the project', async () => {
    const { server, owner, projectId } = await assemble();
    const stranger = await registerUser(server);
    const transfer = { userId: stranger.account.id };
    expect((await owner.request('POST', `/api/projects/${projectId}/transfer`, transfer)).status).toBe(404);
  });
});

describe('roles', () => {
  test('are given by admins, also to each other', async () => {
    const { owner, admin, member, listener, projectId, members, pathOf } = await assemble();
    expect((await admin.request('PATCH', pathOf(listener), { role: 'ADMIN' })).status).toBe(200);
    expect((await listener.request('PATCH', pathOf(admin), { role: 'LISTENER' })).status).toBe(200);
    expect(await members()).toEqual({ Ada: 'ADMIN owner', Bo: 'LISTENER', Cy: 'MEMBER', Di: 'ADMIN' });
    const { body: project } = await admin.request('GET', `/api/projects/${projectId}`);
    expect(project.role).toBe('LISTENER');
    const { body: told } = await admin.request('GET', '/api/notifications');
    expect(told[0].title).toBe('Di made you a listener of “First Album”');
    const { body: log } = await owner.request('GET', `/api/sync?topic=project:${projectId}&since=0`);
    const before = log.events.length;
    // The same role again is no event.
    expect((await listener.request('PATCH', pathOf(member), { role: 'MEMBER' })).status).toBe(200);
    const { body: after } = await owner.request('GET', `/api/sync?topic=project:${projectId}&since=0`);
    expect(after.events).toHaveLength(before);
    expect((await listener.request('PATCH', pathOf(member), { role: 'OWNER' })).status).toBe(400);
  });

  test('a demoted admin leaves no invitation behind', async () => {
    const { server, owner, admin, projectId, pathOf } = await assemble();
    const other = await registerUser(server);
    const { token } = await admin.command('project.invite', {
      ...{ id: newId(), projectId, email: other.email, role: 'ADMIN' as const },
    });
    await owner.request('PATCH', pathOf(admin), { role: 'MEMBER' });
    expect((await other.request('POST', `/api/invitations/${token}/accept`)).status).toBe(404);
  });
});

describe('a listener', () => {
  test('hears, comments, reacts and takes part in the room', async () => {
    const { server, owner, listener, projectId } = await assemble();
    const { file } = await upload({ server, user: owner }, makeWave(), newCut(projectId));
    const heard = await fetch(`${server.url}/api/files/${file.id}/stream`, {
      headers: { cookie: listener.cookie },
    });
    expect(heard.status).toBe(200);
    const [commentId, replyId, messageId] = [newId(), newId(), newId()];
    const { cutId } = file;
    await listener.command('comment.create', { id: commentId, cutId, text: 'Louder', timestamp: 1 });
    await listener.command('comment.update', { id: commentId, text: 'Softer' });
    await listener.command('reply.create', { id: replyId, commentId, text: 'Really' });
    await listener.command('reply.react', { id: replyId, reaction: 'fire', isGiven: true });
    await listener.command('comment.react', { id: commentId, reaction: 'fire', isGiven: true });
    await listener.command('comment.resolve', { id: commentId });
    await listener.command('reply.delete', { id: replyId });
    await listener.command('comment.delete', { id: commentId });
    await listener.command('room.send', { id: messageId, projectId, text: 'Great' });
    await listener.command('room.react', { id: messageId, projectId, reaction: 'fire', isGiven: true });
    await listener.command('attention.setLevel', { projectId, level: 'mentions' });
    const socket = await connectSocket(server, listener);
    expect(await joinProject(socket, projectId)).toMatchObject({ ok: true });
    await listener.command('member.remove', { projectId, userId: listener.account.id });
  });

  test('can change nothing else, by no way', async () => {
    const { server, owner, member, listener, projectId } = await assemble();
    const { file } = await upload({ server, user: owner }, makeWave(), newCut(projectId));
    const { id: fileId, cutId } = file;
    const { body: before } = await owner.request('GET', `/api/projects/${projectId}`);
    const [vibeId] = before.vibes.map(({ id }: { id: string }) => id);
    const commentId = newId();
    await member.command('comment.create', { id: commentId, cutId, text: 'Louder', timestamp: 1 });
    const read = async () => (await owner.request('GET', `/api/projects/${projectId}`)).body;
    // A figure that is measured later would count as a change.
    await until(async () => (await read()).vibes[0].cuts[0].files[0].loudness !== undefined);
    const seen = await read();
    const commands: [string, object][] = [
      ['project.update', { id: projectId, name: 'Mine' }],
      ['project.delete', { id: projectId }],
      ['project.transfer', { id: projectId, userId: listener.account.id }],
      ['project.invite', { id: newId(), projectId, email: 'x@example.com', role: 'MEMBER' }],
      ['member.remove', { projectId, userId: member.account.id }],
      ['member.setRole', { projectId, userId: listener.account.id, role: 'ADMIN' }],
      ['vibe.create', { id: newId(), projectId, name: 'x' }],
      ['vibe.update', { id: vibeId, name: 'x' }],
      ['vibe.delete', { id: vibeId }],
      ['vibe.delete', { id: vibeId, onlyIfEmpty: true }],
      ['vibe.reorder', { projectId, vibeIds: [vibeId] }],
      ['cut.create', { id: newId(), vibeId, name: 'x' }],
      ['cut.update', { id: cutId, name: 'x' }],
      ['cut.describe', { id: cutId, music: { tempo: 120 } }],
      ['cut.delete', { id: cutId }],
      ['cut.move', { id: cutId, targetVibeId: vibeId }],
      ['cut.merge', { id: cutId, targetCutId: cutId }],
      ['cut.split', { id: newId(), cutId, name: 'x', fileIds: [fileId] }],
      ['cut.reorder', { id: cutId, fileIds: [fileId] }],
      ['file.update', { id: fileId, note: 'x' }],
      ['file.approve', { id: fileId, isApproved: true }],
      ['file.delete', { id: fileId }],
      ['file.move', { id: fileId, targetCutId: cutId }],
      ['file.setType', { id: fileId, type: 'CUT', targetCutId: cutId }],
      ['comment.delete', { id: commentId }],
    ];
    for (const [kind, payload] of commands) {
      const answer = await listener.tryCommand(kind, payload);
      expect(answer, kind).toMatchObject({ ok: false, kind: 'forbidden' });
    }
    const form = new FormData();
    form.set('cutId', cutId);
    form.set('file', new Blob([makeWave()]), 'mix.wav');
    const headers = { cookie: listener.cookie };
    const sent = await fetch(`${server.url}/api/files/upload`, { method: 'POST', headers, body: form });
    expect(sent.status).toBe(403);
    expect((await reserve(listener, makeWave(), newCut(projectId))).status).toBe(403);
    expect((await listener.request('POST', `/api/files/${fileId}/share`, {})).status).toBe(403);
    expect((await listener.request('GET', `/api/files/${fileId}/shares`)).status).toBe(403);
    expect((await listener.request('GET', `/api/projects/${projectId}/deleted-cuts`)).status).toBe(403);
    expect((await owner.request('GET', `/api/projects/${projectId}`)).body).toEqual(seen);
  });

  test('can’t finish uploads begun as a member, and the links made as one are closed meanwhile', async () => {
    const { server, owner, member, projectId, pathOf } = await assemble();
    const { file } = await upload({ server, user: member }, makeWave(), newCut(projectId));
    const bytes = makeWave();
    const open = await reserved(member, bytes, newCut(projectId));
    const { body: share } = await member.request('POST', `/api/files/${file.id}/share`, {});
    const shared = () =>
      owner.request('GET', new URL(share.shareUrl).pathname.replace('/share/', '/api/share/'));
    expect((await shared()).status).toBe(200);
    await owner.request('PATCH', pathOf(member), { role: 'LISTENER' });
    expect((await shared()).status).toBe(404);
    expect((await sendBytes({ server, user: member }, open, bytes)).status).toBe(403);
    expect((await member.request('POST', `/api/uploads/${open.id}/commit`)).status).toBe(403);
    await owner.request('PATCH', pathOf(member), { role: 'MEMBER' });
    expect((await shared()).status).toBe(200);
    expect((await sendBytes({ server, user: member }, open, bytes)).status).toBe(204);
  });
});
