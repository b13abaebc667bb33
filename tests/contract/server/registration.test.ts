import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { healthSchema } from '../../../protocol/wire/health.ts';
import { invitationPreviewSchema } from '../../../protocol/wire/member.ts';
import type { RegistrationMode } from '../../../protocol/wire/operator.ts';
import { startMailServer } from '../../helpers/mail-server.ts';
import { createProject, registerUser, request, startServer, type TestUser } from '../../helpers/server.ts';

async function start(config: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer(config);
  const olga = await registerUser(server, { name: 'Olga' });
  await server.database.run("update user set role = 'ADMIN'");
  const setMode = (mode: RegistrationMode) => olga.request('PUT', '/api/admin/registration', { mode });
  const register = (email: string, invitation?: string) =>
    request(server, 'POST', '/api/auth/register', {
      ...{ email, password: 'correct horse battery', name: 'New', invitation },
    });
  const invite = async (email: string) => {
    const { body } = await olga.request('POST', '/api/admin/invitations', { email });
    return { ...body, token: body.url.split('/').at(-1) as string };
  };
  const health = async () => healthSchema.parse((await request(server, 'GET', '/api/health')).body);
  return { server, olga, setMode, register, invite, health };
}

async function inviteToProject(admin: TestUser, email: string): Promise<string> {
  const projectId = await createProject(admin);
  return (await admin.command('project.invite', { id: newId(), projectId, email, role: 'MEMBER' })).token;
}

test('everyone may register by default, and everybody can read the mode', async () => {
  const { register, health, setMode } = await start();
  expect((await health()).registration).toBe('open');
  expect((await register('new@example.com')).status).toBe(201);
  expect((await register('new@example.com')).status).toBe(409);
  expect((await setMode('invitation')).body).toEqual({ mode: 'invitation', isFixed: false });
  expect((await health()).registration).toBe('invitation');
});

test('by invitation, an address needs the link of a project or of the operator', async () => {
  const { olga, register, invite, setMode } = await start();
  await setMode('invitation');
  const refused = await register('ana@example.com');
  expect(refused).toMatchObject({ status: 403, body: { kind: 'forbidden' } });
  expect(refused.body.error).toContain('by invitation only');
  // A taken address is answered alike: a stranger learns nothing of it.
  expect((await register(olga.email)).body).toEqual(refused.body);
  const toProject = await inviteToProject(olga, 'ana@example.com');
  expect((await register('eve@example.com', toProject)).body.error).toContain('another email');
  expect((await register('ana@example.com', 'x'.repeat(43))).status).toBe(403);
  expect((await register('Ana@Example.com', toProject)).status).toBe(201);
  const { token } = await invite('ben@example.com');
  expect((await register('ana@example.com', token)).status).toBe(403);
  expect((await register('ben@example.com', token)).status).toBe(201);
  expect((await register('ben@example.com', token)).status).toBe(403);
});

test('a closed server takes only those whom the operator invites', async () => {
  const { server, olga, register, invite, setMode } = await start();
  await setMode('closed');
  const refused = await register('ana@example.com');
  expect(refused).toMatchObject({ status: 403 });
  expect(refused.body.error).toContain('no new accounts');
  expect((await register('ana@example.com', await inviteToProject(olga, 'ana@example.com'))).status).toBe(
    403,
  );
  const { token, email } = await invite('ANA@example.com');
  expect(email).toBe('ana@example.com');
  const preview = await request(server, 'POST', '/api/invitations/read', { token });
  expect(invitationPreviewSchema.parse(preview.body)).toMatchObject({
    ...{ state: 'open', invitedBy: 'Olga', project: null, email: 'ana@example.com' },
  });
  expect((await register('ana@example.com', token)).status).toBe(201);
  const used = await request(server, 'POST', '/api/invitations/read', { token });
  expect(used.body.state).toBe('used');
});

test('an invitation is listed until it is used or withdrawn, and inviting again ends it', async () => {
  const { server, olga, register, invite, setMode } = await start();
  await setMode('closed');
  const listed = async () => (await olga.request('GET', '/api/admin/invitations')).body.invitations;
  const [first, second] = [await invite('ana@example.com'), await invite('ana@example.com')];
  expect((await listed()).map(({ id }: { id: string }) => id)).toEqual([second.id]);
  expect(JSON.stringify(await listed())).not.toContain(second.token);
  const stored = JSON.stringify(await server.database.rows('select * from accountInvitation'));
  expect(stored).not.toContain(second.token);
  expect((await register('ana@example.com', first.token)).status).toBe(403);
  expect((await olga.request('DELETE', `/api/admin/invitations/${second.id}`)).status).toBe(200);
  expect((await olga.request('DELETE', `/api/admin/invitations/${second.id}`)).status).toBe(404);
  expect((await register('ana@example.com', second.token)).status).toBe(403);
  expect(await listed()).toEqual([]);
  const taken = await olga.request('POST', '/api/admin/invitations', { email: olga.email });
  expect(taken.status).toBe(409);
});

test('the environment decides before the page, and the first account of an empty server needs an invitation then', async () => {
  const server = await startServer({ registration: 'closed' });
  const register = { email: 'first@example.com', password: 'correct horse battery', name: 'First' };
  expect((await request(server, 'POST', '/api/auth/register', register)).status).toBe(403);
  await server.restart({ registration: null });
  const olga = await registerUser(server);
  await server.database.run("update user set role = 'ADMIN'");
  await server.restart({ registration: 'invitation' });
  const read = await olga.request('GET', '/api/admin/registration');
  expect(read.body).toEqual({ mode: 'invitation', isFixed: true });
  const changed = await olga.request('PUT', '/api/admin/registration', { mode: 'open' });
  expect(changed).toMatchObject({ status: 409 });
  expect(changed.body.error).toContain('REGISTRATION');
});

test('invitations of a disabled account let nobody in until it is enabled', async () => {
  const { server, olga, register, setMode } = await start();
  const [ben, cleo] = [await registerUser(server, { name: 'Ben' }), await registerUser(server)];
  const token = await inviteToProject(ben, cleo.email);
  const forDora = await inviteToProject(ben, 'dora@example.com');
  await setMode('invitation');
  const read = async () => (await request(server, 'POST', '/api/invitations/read', { token })).body.state;
  await olga.request('POST', `/api/admin/users/${ben.email}/disable`, {});
  expect(await read()).toBe('expired');
  expect(await cleo.tryCommand('invitation.accept', { token })).toMatchObject({ ok: false });
  expect((await register('dora@example.com', forDora)).status).toBe(403);
  await olga.request('POST', `/api/admin/users/${ben.email}/enable`, {});
  expect(await read()).toBe('open');
  expect(await cleo.tryCommand('invitation.accept', { token })).toMatchObject({ ok: true });
  expect((await register('dora@example.com', forDora)).status).toBe(201);
});

test('an invitation is mailed if mail is set up', async () => {
  const mail = await startMailServer();
  const { invite } = await start({ smtpUrl: mail.url });
  const { isMailed, url } = await invite('ana@example.com');
  expect(isMailed).toBe(true);
  expect((await mail.mailTo('ana@example.com')).body).toContain(url);
});
