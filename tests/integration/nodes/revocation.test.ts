import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { openTwoNodes } from '../../helpers/nodes.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import {
  addMember,
  connectSocket,
  cookieOf,
  joinProject,
  registerUser,
  request,
  signInAgain,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

/** `act` on one server has its effect on the other within a second. */
async function withinASecond(act: () => Promise<unknown>, isDone: () => boolean | Promise<boolean>) {
  await act();
  const begun = performance.now();
  await until(isDone, { timeoutMilliseconds: 2_000 });
  expect(performance.now() - begun).toBeLessThan(1_000);
}

describe.runIf(hasPostgres)('of two servers on one database', () => {
  test('a share link that is revoked on one opens nothing on the other', async () => {
    const { two, ana, ben, projectId } = await openTwoNodes();
    const share = async (user: TestUser, body: object) => {
      const answer = await user.request('POST', `/api/projects/${projectId}/share`, body);
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body as { id: string; token: string };
    };
    /** Of the requests of a page, when it is opened and while it is open. */
    const statuses = async ({ token }: { token: string }, headers: Record<string, string> = {}) => {
      const paths = ['', '/changes'].map((path) => `/api/share/${token}${path}`);
      const answers = await Promise.all(paths.map((path) => request(two, 'GET', path, undefined, headers)));
      return [...new Set(answers.map(({ status }) => status))];
    };
    const open = await share(ana, {});
    expect(await statuses(open)).toEqual([200]);
    await withinASecond(
      () => ana.request('DELETE', `/api/shares/${open.id}`),
      async () => String(await statuses(open)) === '404',
    );

    // An open page that has given the password.
    const locked = await share(ana, { password: 'low tide' });
    const unlocked = await request(two, 'POST', `/api/share/${locked.token}/unlock`, {
      password: 'low tide',
    });
    const cookie = cookieOf(unlocked.headers);
    expect(await statuses(locked, { cookie })).toEqual([200]);
    await withinASecond(
      () => ana.request('DELETE', `/api/shares/${locked.id}`),
      async () => String(await statuses(locked, { cookie })) === '404',
    );

    await ana.command('member.setRole', { projectId, userId: ben.account.id, role: 'ADMIN' });
    const ofBen = await share(ben, {});
    expect(await statuses(ofBen)).toEqual([200]);
    await withinASecond(
      () => ana.command('member.remove', { projectId, userId: ben.account.id }),
      async () => String(await statuses(ofBen)) === '404',
    );
  });

  test('an invitation that is revoked on one lets nobody in on the other', async () => {
    const { one, two, ana, projectId } = await openTwoNodes();
    const cleo = await registerUser(one, { name: 'Cleo' });
    const invitation = { id: newId(), projectId, email: cleo.email, role: 'MEMBER' } as const;
    const { id, token } = await ana.command('project.invite', invitation);
    const read = async () => (await request(two, 'POST', '/api/invitations/read', { token })).status;
    expect(await read()).toBe(200);
    await withinASecond(
      () => ana.command('invitation.revoke', { id }),
      async () => (await read()) === 404,
    );
    expect((await cleo.on(two).tryCommand('invitation.accept', { token })).ok).toBe(false);
  });

  test('a session that is ended on one has no answer and no socket on the other', async () => {
    const { one, two, ben } = await openTwoNodes();
    const laptop = await signInAgain(one, ben);
    const socket = await connectSocket(two, laptop);
    const list = (await ben.request('GET', '/api/auth/sessions')).body as {
      id: string;
      isCurrent: boolean;
    }[];
    const other = list.find(({ isCurrent }) => !isCurrent);
    expect((await laptop.on(two).request('GET', '/api/projects')).status).toBe(200);
    await withinASecond(
      () => ben.request('DELETE', `/api/auth/sessions/${other?.id}`),
      async () =>
        socket.disconnected && (await laptop.on(two).request('GET', '/api/projects')).status === 401,
    );
    expect((await ben.on(two).request('GET', '/api/projects')).status).toBe(200);
  });

  test('somebody who is removed on one reads nothing on the other, and comes back when invited again', async () => {
    const { two, ana, ben, projectId } = await openTwoNodes();
    const socket = await connectSocket(two, ben);
    await joinProject(socket, projectId);
    const read = async () => (await ben.on(two).request('GET', `/api/projects/${projectId}`)).status;
    expect(await read()).toBe(200);
    await withinASecond(
      () => ana.command('member.remove', { projectId, userId: ben.account.id }),
      async () => (await read()) === 404 && !(await joinProject(socket, projectId)).ok,
    );
    await addMember(ana, ben, projectId);
    await until(async () => (await joinProject(socket, projectId)).ok);
  });

  test('wrong passwords and registrations on one count on the other', async () => {
    const { one, two, ben } = await openTwoNodes({ maximumFailedLogins: 2, maximumRegistrations: 4 });
    const guess = async (server: TestServer) =>
      (await request(server, 'POST', '/api/auth/login', { email: ben.email, password: 'a wrong one' }))
        .status;
    expect(await guess(one)).toBe(401);
    const begun = performance.now();
    expect(await guess(one)).toBe(401);
    // Two are free, and the next one is a second later.
    expect(await guess(two)).toBe(401);
    expect(performance.now() - begun).toBeGreaterThan(950);
    const register = async (server: TestServer, name: string) => {
      const body = { email: `${name}@example.com`, password: 'a long enough one', name };
      return (await request(server, 'POST', '/api/auth/register', body)).status;
    };
    // Ana and Ben are two.
    expect(await register(two, 'cleo')).toBe(201);
    expect(await register(one, 'dora')).toBe(201);
    expect(await register(two, 'eve')).toBe(429);
    expect(await register(one, 'finn')).toBe(429);
  });
});
