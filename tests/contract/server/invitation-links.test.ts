import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { invitationPreviewSchema, pendingInvitationSchema } from '../../../protocol/wire/member.ts';
import {
  createProject,
  registerUser,
  request,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';

async function start(config: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer(config);
  const ana = await registerUser(server, { name: 'Ana' });
  const projectId = await createProject(ana, [], 'Night Drive');
  const link = (facts: { mostUses?: number; days?: number; role?: 'MEMBER' | 'LISTENER' } = {}) =>
    ana.command('project.invite', { id: newId(), projectId, role: 'MEMBER', ...facts });
  return { server, ana, projectId, link };
}

const accept = (user: TestUser, token: string) => user.request('POST', `/api/invitations/${token}/accept`);
const read = (server: TestServer, token: string) =>
  request(server, 'POST', '/api/invitations/read', { token });
const register = (server: TestServer, email: string, invitation: string) =>
  request(server, 'POST', '/api/auth/register', {
    ...{ email, password: 'correct horse battery', name: 'New', invitation },
  });

test('anyone with the link joins, with its role, as often as it allows', async () => {
  const { server, ana, projectId, link } = await start();
  const { token, email, mostUses, url } = await link({ mostUses: 2, role: 'LISTENER' });
  expect([email, mostUses, url]).toEqual(['', 2, `${server.url}/join/${token}`]);
  const [ben, cy, dee] = [await registerUser(server), await registerUser(server), await registerUser(server)];
  expect((await accept(ben, token)).body).toMatchObject({ role: 'LISTENER' });
  // Once more by a member costs nothing.
  expect((await accept(ben, token)).status).toBe(200);
  expect((await ana.request('GET', `/api/projects/${projectId}/invitations`)).body).toMatchObject([
    { email: '', uses: 1, mostUses: 2 },
  ]);
  expect((await accept(cy, token)).status).toBe(200);
  expect((await accept(dee, token)).status).toBe(404);
  expect((await ana.request('GET', `/api/projects/${projectId}/invitations`)).body).toEqual([]);
  expect((await read(server, token)).body.state).toBe('used');
  expect((await ana.request('GET', `/api/projects/${projectId}`)).body.members).toHaveLength(3);
});

test('people who use the last place at the same moment don’t both get it', async () => {
  const { server, ana, projectId, link } = await start();
  const { token } = await link({ mostUses: 1 });
  const users = await Promise.all([1, 2, 3, 4].map(() => registerUser(server)));
  const statuses = await Promise.all(users.map(async (user) => (await accept(user, token)).status));
  expect(statuses.sort()).toEqual([200, 404, 404, 404]);
  expect((await ana.request('GET', `/api/projects/${projectId}`)).body.members).toHaveLength(2);
});

test('a stranger with the link sees who invites to what, and no song or person', async () => {
  const { server, ana, projectId, link } = await start();
  const vibe = await ana.command('vibe.create', { id: newId(), projectId, name: 'Secret song' });
  await ana.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Secret song' });
  const { token } = await link();
  const { body } = await read(server, token);
  expect(invitationPreviewSchema.strict().parse(body)).toMatchObject({
    ...{ state: 'open', invitedBy: 'Ana', email: '', role: 'MEMBER' },
    project: { name: 'Night Drive', songs: 1, members: 1 },
  });
  expect(JSON.stringify(body)).not.toMatch(/Secret|@/);
});

test('it ends by time, when it is revoked, and when somebody is removed, who may still have it', async () => {
  const { server, ana, projectId, link } = await start();
  const [ben, cy] = [await registerUser(server), await registerUser(server)];
  const short = await link({ days: 1 });
  expect(Date.parse(short.expiresAt) - Date.now()).toBeLessThanOrEqual(86_400_000);
  await server.database.run('update invitation set expiresAt = ?', new Date(Date.now() - 1).toISOString());
  expect((await accept(ben, short.token)).status).toBe(404);

  const revoked = await link();
  await ana.command('invitation.revoke', { id: revoked.id });
  expect((await accept(ben, revoked.token)).status).toBe(404);

  const passedOn = await link();
  expect((await accept(ben, passedOn.token)).status).toBe(200);
  const forCy = { id: newId(), projectId, email: cy.email, role: 'MEMBER' } as const;
  const { token } = await ana.command('project.invite', forCy);
  await ana.command('member.remove', { projectId, userId: ben.account.id });
  expect((await accept(ben, passedOn.token)).status).toBe(404);
  expect((await read(server, passedOn.token)).status).toBe(404);
  expect((await accept(cy, token)).status).toBe(200);
});

test('a person who leaves does not end the links of others', async () => {
  const { server, link, projectId } = await start();
  const [ben, cy] = [await registerUser(server), await registerUser(server)];
  const { token } = await link();
  await accept(ben, token);
  await ben.command('member.remove', { projectId, userId: ben.account.id });
  expect((await accept(cy, token)).status).toBe(200);
});

test('it makes no admin, and what is wrong is refused by name', async () => {
  const { ana, projectId } = await start();
  const invite = (facts: object) =>
    ana.request('POST', `/api/projects/${projectId}/invite`, { role: 'MEMBER', ...facts });
  for (const [facts, field] of [
    [{ role: 'ADMIN' }, /^role: /],
    [{ mostUses: 0 }, /mostUses/],
    [{ mostUses: 101 }, /mostUses/],
    [{ days: 31 }, /days/],
    [{ email: '' }, /email/],
    [{ email: 'ben@example.com', mostUses: 2 }, /^mostUses: /],
  ] as const) {
    const { status, body } = await invite(facts);
    expect([status, body.kind], JSON.stringify(facts)).toEqual([400, 'invalid']);
    expect(body.error).toMatch(field);
  }
  expect((await ana.request('GET', `/api/projects/${projectId}/invitations`)).body).toEqual([]);
});

test('a project has at most 20 open links, and all are listed', async () => {
  const { ana, projectId, link } = await start();
  for (let made = 0; made < 20; made++) await link();
  const refused = await ana.request('POST', `/api/projects/${projectId}/invite`, { role: 'MEMBER' });
  expect([refused.status, refused.body.kind]).toEqual([413, 'too-large']);
  const { body } = await ana.request('GET', `/api/projects/${projectId}/invitations`);
  expect(pendingInvitationSchema.array().parse(body)).toHaveLength(20);
  await ana.command('invitation.revoke', { id: body[0].id });
  await link();
});

test('by invitation, a link lets as many people register as it is for, and gives a place back that was not used', async () => {
  const { server, ana, link } = await start();
  const { token } = await link({ mostUses: 2 });
  await server.restart({ registration: 'invitation' });
  expect((await register(server, ana.email, token)).status).toBe(409);
  const statuses = await Promise.all(
    [1, 2, 3].map(async (one) => (await register(server, `new-${one}@example.com`, token)).status),
  );
  expect(statuses.sort()).toEqual([201, 201, 403]);
  const { body } = await register(server, 'late@example.com', token);
  expect(body.error).toContain('As many people as it allows');
  // A taken address is answered alike.
  expect((await register(server, ana.email, token)).body).toEqual(body);
  await server.restart({ registration: 'closed' });
  expect((await register(server, 'late@example.com', token)).status).toBe(403);
});

test('the audit log has the link, and who joined by it', async () => {
  const { server, link } = await start();
  const { token, id } = await link();
  const ben = await registerUser(server);
  await accept(ben, token);
  const entries = await server.database.rows(
    "select kind, subjectId, subject, detail from auditEntry where kind like 'member.%'",
  );
  expect(entries).toEqual([
    { kind: 'member.invited', subjectId: id, subject: 'anyone with the link', detail: 'MEMBER' },
    expect.objectContaining({ kind: 'member.joined', detail: 'MEMBER' }),
  ]);
  expect(JSON.stringify(entries)).not.toContain(token);
});
