import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { accountHeader } from '../../../protocol/wire/user.ts';
import { createProject, registerUser, request, startServer } from '../../helpers/server.ts';

test('a request for another account than its session’s is answered as without a session', async () => {
  const server = await startServer();
  const [ada, ben] = [await registerUser(server), await registerUser(server, { name: 'Ben' })];
  const projectId = await createProject(ben);
  const as = (cookie: string, accountId: string) => ({ cookie, [accountHeader]: accountId });
  const own = as(ben.cookie, ben.account.id);
  const mixed = as(ben.cookie, ada.account.id);
  const vibe = () => ({ id: newId(), name: 'Ideas' });

  expect((await request(server, 'GET', '/api/auth/me', undefined, own)).status).toBe(200);
  expect((await request(server, 'POST', `/api/projects/${projectId}/vibes`, vibe(), own)).status).toBe(201);
  for (const [method, path, body] of [
    ['GET', '/api/auth/me', undefined],
    ['GET', '/api/projects', undefined],
    ['POST', `/api/projects/${projectId}/vibes`, vibe()],
    ['POST', '/api/commands', { operations: [] }],
    ['POST', '/api/auth/refresh', {}],
    ['GET', `/api/sync?topic=user:${ben.account.id}&since=0`, undefined],
  ] as const) {
    const { status, body: answer } = await request(server, method, path, body, mixed);
    expect([path, status, answer.kind]).toEqual([path, 401, 'unauthorised']);
  }
  expect((await ben.request('GET', `/api/projects/${projectId}`)).body.vibes).toHaveLength(1);

  // Ada signs out: neither the session nor the cookie that all tabs share may go.
  const out = await request(server, 'POST', '/api/auth/logout', undefined, mixed);
  expect([out.status, out.headers.getSetCookie()]).toEqual([200, []]);
  expect((await request(server, 'GET', '/api/auth/me', undefined, own)).status).toBe(200);
});
