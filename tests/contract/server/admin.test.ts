import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { errorBodySchema } from '../../../protocol/wire/error.ts';
import {
  accountDetailsSchema,
  accountPageSchema,
  operatedAccountSchema,
  operatorSchemas,
  storageReportSchema,
} from '../../../protocol/wire/operator.ts';
import {
  addMember,
  connectSocket,
  createProject,
  registerUser,
  request,
  signInAgain,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, reserve, upload } from '../../helpers/uploads.ts';

/** Makes an account an admin of the server, as the operator would at the start. */
async function promote(server: TestServer, { account }: TestUser): Promise<void> {
  await server.database.run("update user set role = 'ADMIN' where id = ?", account.id);
}

async function startWithAdmin() {
  // No sweep within the test: sockets end because they are told to.
  const server = await startServer({ sessionSweepMilliseconds: 3_600_000 });
  const olga = await registerUser(server, { name: 'Olga' });
  await promote(server, olga);
  return { server, olga };
}

const pathOf = (path: string, account: string) => path.replace(':account', encodeURIComponent(account));

describe('the callers', () => {
  test('nobody is an admin of the server automatically, not even the first account', async () => {
    const server = await startServer();
    const first = await registerUser(server);
    expect(first.account.role).toBe('MEMBER');
    expect((await first.request('GET', '/api/auth/me')).body.role).toBe('MEMBER');
  });

  test('strangers get 401 and everyone but an admin of the server 403, from every route', async () => {
    const { server, olga } = await startWithAdmin();
    const ada = await registerUser(server, { name: 'Ada' });
    await createProject(ada, [olga]);
    for (const { method, path } of Object.values(operatorSchemas)) {
      const target = pathOf(path, olga.email);
      const body = method === 'get' ? undefined : { account: olga.email, bytes: 1 };
      const stranger = await request(server, method.toUpperCase(), target, body);
      expect(stranger.status, target).toBe(401);
      const member = await ada.request(method.toUpperCase(), target, body);
      expect(member.status, target).toBe(403);
      expect(errorBodySchema.parse(member.body).kind).toBe('forbidden');
    }
    expect((await olga.request('GET', '/api/auth/me')).status).toBe(200);
  });

  test('a role that was taken away counts at once, and the last admin keeps it', async () => {
    const { server, olga } = await startWithAdmin();
    const ada = await registerUser(server);
    const path = (verb: string, { email }: TestUser) => `/api/admin/users/${email}/${verb}`;
    expect((await olga.request('POST', path('remove-admin', olga), {})).status).toBe(409);
    const made = await olga.request('POST', path('make-admin', ada), {});
    expect(operatedAccountSchema.parse(made.body).role).toBe('ADMIN');
    expect((await ada.request('POST', path('remove-admin', olga), {})).status).toBe(200);
    expect((await olga.request('GET', '/api/admin/users')).status).toBe(403);
    expect((await ada.request('POST', path('remove-admin', ada), {})).body.error).toContain('last admin');
  });
});

describe('reading', () => {
  test('accounts are listed newest first in pages, searched and filtered', async () => {
    const { server, olga } = await startWithAdmin();
    const names = ['Ana', 'Ben', 'Cleo_%', 'Dora'];
    const people: TestUser[] = [];
    for (const name of names) people.push(await registerUser(server, { name }));
    const read = async (query: string) => {
      const answer = await olga.request('GET', `/api/admin/users${query}`);
      expect(answer.status).toBe(200);
      return accountPageSchema.parse(answer.body);
    };
    const namesOf = ({ accounts }: { accounts: { name: string }[] }) => accounts.map(({ name }) => name);
    const first = await read('?limit=3');
    expect(namesOf(first)).toEqual(['Dora', 'Cleo_%', 'Ben']);
    expect(first.total).toBe(5);
    const second = await read(`?limit=3&before=${first.next}`);
    expect(namesOf(second)).toEqual(['Ana', 'Olga']);
    expect(second.next).toBeNull();
    expect(namesOf(await read('?search=_%25'))).toEqual(['Cleo_%']);
    expect(namesOf(await read(`?search=${people[1]?.email.slice(0, 12).toUpperCase()}`))).toEqual(['Ben']);
    expect(namesOf(await read('?state=admins'))).toEqual(['Olga']);
    await olga.request('POST', `/api/admin/users/${people[0]?.account.id}/disable`, {});
    expect(namesOf(await read('?state=disabled'))).toEqual(['Ana']);
    expect((await read('?state=enabled')).total).toBe(4);
    expect((await olga.request('GET', '/api/admin/users?limit=1000')).status).toBe(400);
  });

  test('one account is shown with its projects, sessions and storage', async () => {
    const { server, olga } = await startWithAdmin();
    const ada = await registerUser(server, { name: 'Ada' });
    const projectId = await createProject(ada, [], 'Summer EP');
    const { file } = await upload({ server, user: ada }, makeWave(5000), newCut(projectId));
    await signInAgain(server, ada);
    const byEmail = await olga.request('GET', `/api/admin/users/${ada.email.toUpperCase()}`);
    const shown = accountDetailsSchema.parse(byEmail.body);
    expect(shown).toMatchObject({ name: 'Ada', bytes: file.size, sessions: 2, projects: 1, limitBytes: 0 });
    expect(shown.inProjects).toMatchObject([{ id: projectId, name: 'Summer EP', role: 'ADMIN' }]);
    expect(shown.signedIn).toHaveLength(2);
    expect(shown.lastSeenAt).not.toBeNull();
    expect(JSON.stringify(byEmail.body)).not.toMatch(/token|password|hash/i);
    const byId = await olga.request('GET', `/api/admin/users/${ada.account.id}`);
    expect(byId.body.email).toBe(ada.email);
    expect((await olga.request('GET', '/api/admin/users/nobody@example.com')).status).toBe(404);
    const storage = storageReportSchema.parse((await olga.request('GET', '/api/admin/storage')).body);
    expect(storage).toMatchObject({ stored: { files: 1, bytes: file.size }, reserved: { uploads: 0 } });
    expect(storage.accounts[0]).toMatchObject({ id: ada.account.id, bytes: file.size });
    expect(storage.projects[0]).toMatchObject({ id: projectId, bytes: file.size });
  });
});

describe('a disabled account', () => {
  test('is signed out at once, sockets included, and can’t sign in until it is enabled', async () => {
    const { server, olga } = await startWithAdmin();
    const ada = await registerUser(server, { name: 'Ada' });
    const socket = await connectSocket(server, ada);
    const answer = await olga.request('POST', `/api/admin/users/${ada.email}/disable`, {});
    expect(operatedAccountSchema.parse(answer.body)).toMatchObject({ sessions: 0 });
    expect(answer.body.disabledAt).not.toBeNull();
    await until(() => !socket.connected);
    expect((await ada.request('GET', '/api/auth/me')).status).toBe(401);
    const { email, password } = ada;
    const right = await request(server, 'POST', '/api/auth/login', { email, password });
    expect(right).toMatchObject({ status: 403, body: { kind: 'forbidden' } });
    expect(right.body.error).toContain('disabled');
    expect(right.headers.getSetCookie()).toEqual([]);
    const wrong = await request(server, 'POST', '/api/auth/login', { email, password: 'wrong password' });
    const unknown = await request(server, 'POST', '/api/auth/login', { email: `x${email}`, password });
    expect(wrong).toMatchObject({ status: 401 });
    expect(wrong.body).toEqual(unknown.body);
    expect(await server.readSessions()).toHaveLength(1);
    await olga.request('POST', `/api/admin/users/${email}/enable`, {});
    expect((await signInAgain(server, ada)).account.email).toBe(email);
  });

  test('its share links are closed until it is enabled', async () => {
    const { server, olga } = await startWithAdmin();
    const ada = await registerUser(server, { name: 'Ada' });
    const projectId = await createProject(ada);
    const { file } = await upload({ server, user: ada }, makeWave(5000), newCut(projectId));
    const made = await ada.request('POST', `/api/files/${file.id}/share`, { expiresInDays: 1 });
    const { token } = made.body;
    const open = () => request(server, 'GET', `/api/share/${token}`);
    expect((await open()).status).toBe(200);
    await olga.request('POST', `/api/admin/users/${ada.account.id}/disable`, {});
    expect((await open()).status).toBe(404);
    await olga.request('POST', `/api/admin/users/${ada.account.id}/enable`, {});
    expect((await open()).status).toBe(200);
  });

  test('an admin of the server can’t disable their own account', async () => {
    const { olga } = await startWithAdmin();
    const answer = await olga.request('POST', `/api/admin/users/${olga.account.id}/disable`, {});
    expect(answer.status).toBe(409);
    expect((await olga.request('GET', '/api/auth/me')).status).toBe(200);
  });
});

test('an account is deleted as its owner would, and its address is free again', async () => {
  const { server, olga } = await startWithAdmin();
  const [ada, bo] = [await registerUser(server, { name: 'Ada' }), await registerUser(server, { name: 'Bo' })];
  const projectId = await createProject(ada, [bo], 'Summer EP');
  const remove = (user: TestUser) => olga.request('DELETE', `/api/admin/users/${user.account.id}`, {});
  const refused = await remove(ada);
  expect(refused).toMatchObject({ status: 409 });
  expect(refused.body.error).toContain(`${ada.email} owns “Summer EP”`);
  expect((await remove(olga)).status).toBe(409);
  expect((await remove(bo)).body).toEqual({ email: bo.email });
  expect((await bo.request('GET', '/api/auth/me')).status).toBe(401);
  expect((await remove(bo)).status).toBe(404);
  const { accounts } = (await olga.request('GET', '/api/admin/users')).body;
  expect(accounts.map(({ name }: { name: string }) => name)).toEqual(['Ada', 'Olga']);
  const { members } = (await ada.request('GET', `/api/projects/${projectId}`)).body;
  expect(members).toHaveLength(1);
  expect((await registerUser(server, { email: bo.email })).email).toBe(bo.email);
});

test('ending the sessions of an account disconnects its sockets and nobody else’s', async () => {
  const { server, olga } = await startWithAdmin();
  const ada = await registerUser(server);
  const [hers, other] = [await connectSocket(server, ada), await connectSocket(server, olga)];
  expect((await olga.request('POST', `/api/admin/users/${ada.email}/end-sessions`, {})).body.sessions).toBe(
    0,
  );
  await until(() => !hers.connected);
  expect(other.connected).toBe(true);
  expect((await signInAgain(server, ada)).account.id).toBe(ada.account.id);
});

test('a link to choose a new password works once and signs the account out', async () => {
  const { server, olga } = await startWithAdmin();
  const ada = await registerUser(server);
  const { body } = await olga.request('POST', `/api/admin/users/${ada.email}/reset-password`, {});
  expect(body.email).toBe(ada.email);
  const token = new URL(body.url).searchParams.get('token');
  const password = 'another horse battery';
  const reset = () => request(server, 'POST', '/api/auth/reset-password', { token, password });
  expect((await reset()).status).toBe(200);
  expect((await reset()).status).toBeGreaterThanOrEqual(400);
  expect((await ada.request('GET', '/api/auth/me')).status).toBe(401);
  expect((await signInAgain(server, { email: ada.email, password })).account.id).toBe(ada.account.id);
});

test('the audit log is read by admins of the server, and has what they did', async () => {
  const { server, olga } = await startWithAdmin();
  const ada = await registerUser(server);
  await olga.request('POST', `/api/admin/users/${ada.email}/disable`, {});
  await olga.request('PUT', '/api/admin/quota', { account: ada.email, bytes: 1_000_000 });
  const read = async (query: string) => {
    const { status, body } = await olga.request('GET', `/api/admin/audit?${query}`);
    expect(status).toBe(200);
    return operatorSchemas.audit.result.parse(body);
  };
  const { entries } = await read(`person=${ada.email}`);
  expect(entries.slice(0, 2)).toMatchObject([
    { kind: 'account.quota', actor: olga.email, subject: ada.email, detail: '1 MB' },
    { kind: 'account.disabled', act: 'Disabled an account', address: '127.0.0.1' },
  ]);
  const first = await read('limit=1&kind=account.disabled');
  expect(first.entries.map(({ kind }) => kind)).toEqual(['account.disabled']);
  expect((await read('kind=audit.read')).entries.length).toBeGreaterThan(0);
  expect((await read('from=2026-01-01&until=2026-01-02')).entries).toEqual([]);
  expect((await olga.request('GET', '/api/admin/audit?kind=nothing')).status).toBe(400);
  expect((await olga.request('GET', '/api/admin/audit?from=yesterday')).status).toBe(400);
});

test('a quota of its own counts instead of the server’s default, for accounts and projects', async () => {
  const server = await startServer({ accountQuotaBytes: 10 });
  const olga = await registerUser(server);
  await promote(server, olga);
  const ada = await registerUser(server);
  const projectId = await createProject(olga);
  await addMember(olga, ada, projectId);
  const tryOne = async (user: TestUser) => (await reserve(user, makeWave(100), newCut(projectId))).body;
  const limit = (body: object) => olga.request('PUT', '/api/admin/quota', body);
  expect((await tryOne(ada)).kind).toBe('quota');
  expect((await limit({ account: ada.email, bytes: 150 })).body).toEqual({
    account: ada.account.id,
    bytes: 150,
  });
  expect((await tryOne(ada)).kind).toBeUndefined();
  expect((await tryOne(ada)).kind).toBe('quota');
  await limit({ account: ada.email, bytes: 0 });
  expect((await tryOne(ada)).kind).toBeUndefined();
  await limit({ project: projectId, bytes: 250 });
  expect((await tryOne(ada)).error).toContain('This project may keep 250 bytes');
  await limit({ project: projectId, bytes: null });
  expect((await tryOne(ada)).kind).toBeUndefined();
  expect((await limit({ account: ada.email, project: projectId, bytes: 1 })).status).toBe(400);
  expect((await limit({ bytes: 1 })).status).toBe(400);
  expect((await limit({ project: newId(), bytes: 1 })).status).toBe(404);
});
