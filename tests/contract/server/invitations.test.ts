import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { invitationSchema, memberSchema } from '../../../protocol/wire/member.ts';
import { addMember, createProject, registerUser, startServer } from '../../helpers/server.ts';

async function invite(options: { publicUrl?: string } = {}) {
  const server = await startServer(options);
  const admin = await registerUser(server, { name: 'Ada' });
  const guest = await registerUser(server, { name: 'Bo', email: 'bo@example.com' });
  const projectId = await createProject(admin);
  const answer = await admin.request('POST', `/api/projects/${projectId}/invite`, {
    email: 'Bo@Example.com',
    role: 'MEMBER',
  });
  expect(answer.status).toBe(201);
  return { server, admin, guest, projectId, invitation: invitationSchema.parse(answer.body) };
}

test('an invitation has a URL and an expiry', async () => {
  const { invitation } = await invite({ publicUrl: 'https://band.example' });
  expect(invitation.url).toBe(`https://band.example/join/${invitation.token}`);
  expect(invitation.email).toBe('bo@example.com');
  const days = (Date.parse(invitation.expiresAt) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(13.9);
  expect(days).toBeLessThanOrEqual(14);
});

test('without a public address, its URL has the one listened on', async () => {
  const { server, invitation } = await invite();
  expect(invitation.url).toBe(`${server.url}/join/${invitation.token}`);
});

test('the invited person can accept once; accepting again as a member changes nothing', async () => {
  const { admin, guest, projectId, invitation } = await invite();
  const path = `/api/invitations/${invitation.token}/accept`;
  const accepted = await guest.request('POST', path);
  expect(accepted.status).toBe(200);
  expect(memberSchema.parse(accepted.body)).toMatchObject({ role: 'MEMBER', user: { name: 'Bo' } });
  const { body: before } = await admin.request('GET', `/api/projects/${projectId}`);
  expect((await guest.request('POST', path)).body).toEqual(accepted.body);
  const { body: now } = await admin.request('GET', `/api/projects/${projectId}`);
  expect(now).toEqual(before);
  // A used invitation doesn't let a removed member back in.
  await admin.command('member.remove', { projectId, userId: guest.account.id });
  expect((await guest.request('POST', path)).status).toBe(404);
});

test('nobody else can accept it', async () => {
  const { server, invitation, projectId } = await invite();
  const thief = await registerUser(server, { name: 'Cy' });
  const answer = await thief.request('POST', `/api/invitations/${invitation.token}/accept`);
  expect(answer.status).toBe(403);
  expect((await thief.request('GET', `/api/projects/${projectId}`)).status).toBe(404);
  expect((await thief.request('POST', '/api/invitations/guessed/accept')).status).toBe(404);
});

test('it expires after 14 days', async () => {
  const { server, guest, invitation } = await invite();
  await server.database.run('update invitation set expiresAt = ?', new Date(Date.now() - 1).toISOString());
  const answer = await guest.request('POST', `/api/invitations/${invitation.token}/accept`);
  expect(answer.status).toBe(404);
  expect(answer.body.error).toMatch(/expired/);
});

test('inviting the same email again ends the earlier invitation; inviting a member is refused', async () => {
  const { admin, guest, projectId, invitation } = await invite();
  const second = await admin.command('project.invite', {
    id: newId(),
    projectId,
    email: guest.email,
    role: 'ADMIN',
  });
  expect((await guest.request('POST', `/api/invitations/${invitation.token}/accept`)).status).toBe(404);
  const accepted = await guest.request('POST', `/api/invitations/${second.token}/accept`);
  expect(accepted.body.role).toBe('ADMIN');
  const third = { id: newId(), projectId, email: guest.email, role: 'MEMBER' };
  expect(await admin.tryCommand('project.invite', third)).toMatchObject({ ok: false, kind: 'conflict' });
});

test('it ends when its creator leaves or is removed', async () => {
  const { server, admin, projectId } = await invite();
  for (const remover of ['admin', 'themselves']) {
    const other = await registerUser(server, { name: 'Di' });
    await addMember(admin, other, projectId, 'ADMIN');
    const back = await registerUser(server, { name: 'Di again' });
    const made = await other.command('project.invite', {
      ...{ id: newId(), projectId },
      ...{ email: back.email, role: 'ADMIN' },
    });
    const actor = remover === 'admin' ? admin : other;
    await actor.command('member.remove', { projectId, userId: other.account.id });
    expect((await back.request('POST', `/api/invitations/${made.token}/accept`)).status).toBe(404);
  }
});

test('admins see the pending ones and revoke them: the link ends and the notification is taken back', async () => {
  const server = await startServer();
  const [admin, member, guest] = await Promise.all(
    ['Ada', 'Bo', 'Cy'].map((name) => registerUser(server, { name })),
  );
  if (!admin || !member || !guest) throw new Error('Somebody is missing');
  const projectId = await createProject(admin, [member]);
  const path = `/api/projects/${projectId}/invitations`;
  const invite = { id: newId(), projectId, email: guest.email, role: 'LISTENER' as const };
  const { token, expiresAt } = await admin.command('project.invite', invite);
  const pending = {
    ...{ id: invite.id, email: guest.email, role: 'LISTENER', expiresAt, createdAt: expect.any(String) },
    invitedBy: { id: admin.account.id, name: 'Ada', avatarUrl: null },
    ...{ uses: 0, mostUses: 1 },
  };
  expect((await admin.request('GET', path)).body).toEqual([pending]);
  expect((await member.request('GET', path)).status).toBe(403);
  expect((await member.request('DELETE', `/api/invitations/${invite.id}`)).status).toBe(403);
  expect((await guest.request('DELETE', `/api/invitations/${invite.id}`)).status).toBe(404);
  expect((await guest.request('GET', '/api/notifications')).body).toMatchObject([{ type: 'invited' }]);

  expect((await admin.request('DELETE', `/api/invitations/${invite.id}`)).status).toBe(200);
  expect((await admin.request('GET', path)).body).toEqual([]);
  expect((await guest.request('GET', '/api/notifications')).body).toEqual([]);
  expect((await guest.request('POST', `/api/invitations/${token}/accept`)).status).toBe(404);
  expect((await admin.request('DELETE', `/api/invitations/${invite.id}`)).status).toBe(404);

  const again = await admin.command('project.invite', { ...invite, id: newId() });
  await guest.command('invitation.accept', { token: again.token });
  expect((await admin.request('GET', path)).body).toEqual([]);
  const { body: project } = await guest.request('GET', `/api/projects/${projectId}`);
  expect(project.role).toBe('LISTENER');
});
