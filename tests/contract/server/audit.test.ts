import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { isAuditKind } from '../../../server/audit/audit-kinds.ts';
import {
  addMember,
  createProject,
  registerUser,
  request,
  signInAgain,
  startServer,
  type TestServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

type Entry = Record<string, string | number | null>;

function entriesOf(server: TestServer): Promise<Entry[]> {
  return server.database.rows<Entry>('select * from auditEntry order by number');
}

const kindsOf = async (server: TestServer) => (await entriesOf(server)).map(({ kind }) => kind);

const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

test('records the life of an account: who, what, when and from where', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const second = await signInAgain(server, ada);
  const third = await signInAgain(server, ada);
  const wrong = { email: ada.email, password: 'not my password' };
  await request(server, 'POST', '/api/auth/login', wrong, firefox);
  const list = await ada.request('GET', '/api/auth/sessions');
  const ended = list.body.find((each: { isCurrent: boolean }) => !each.isCurrent);
  await ada.request('DELETE', `/api/auth/sessions/${ended.id}`, undefined, firefox);
  await ada.request('POST', '/api/auth/sessions/end-others');
  await ada.request('POST', '/api/auth/logout', undefined, firefox);
  await until(async () => (await kindsOf(server)).includes('sign-in.failed'));
  expect((await kindsOf(server)).toSorted()).toEqual(
    [
      'sign-up',
      'sign-in',
      'sign-in',
      'sign-in.failed',
      'session.ended',
      'sessions.ended',
      'sign-out',
    ].toSorted(),
  );
  const entries = await entriesOf(server);
  const failed = entries.find(({ kind }) => kind === 'sign-in.failed');
  expect(failed).toMatchObject({
    actorId: null,
    actor: ada.email,
    address: '127.0.0.1',
    device: 'Firefox on Linux',
    count: 1,
  });
  const out = entries.find(({ kind }) => kind === 'sign-out');
  expect(out).toMatchObject({ actorId: ada.account.id, actor: ada.email, device: 'Firefox on Linux' });
  expect(Math.abs(Date.parse(String(out?.at)) - Date.now())).toBeLessThan(60_000);
  const text = JSON.stringify(entries);
  for (const secret of [
    ada.password,
    wrong.password,
    ada.accessToken,
    second.accessToken,
    third.refreshToken,
  ]) {
    expect(text).not.toContain(secret);
  }
});

test('records a spent refresh token that is used again', async () => {
  const server = await startServer();
  const { refreshToken } = await registerUser(server);
  await request(server, 'POST', '/api/auth/refresh', { refreshToken });
  await server.database.run(`update spentRefreshToken set spentAt = '2026-01-01'`);
  await request(server, 'POST', '/api/auth/refresh', { refreshToken });
  expect(await kindsOf(server)).toEqual(['sign-up', 'session.reused']);
});

test('records members, invitations, deletions and restores, once each', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const bo = await registerUser(server, { name: 'Bo' });
  const projectId = await createProject(ada, [bo]);
  const { file } = await upload({ server, user: ada }, makeWave(), newCut(projectId), { onlyIfNew: true });
  const { cutId, id: fileId } = file;
  const commentId = newId();
  await bo.command('comment.create', { id: commentId, cutId, text: 'A secret remark', timestamp: 1 });
  await bo.command('comment.delete', { id: commentId });
  const operationId = newId();
  await ada.command('cut.delete', { id: cutId }, operationId);
  await ada.command('cut.delete', { id: cutId }, operationId);
  expect((await bo.tryCommand('cut.restore', { id: cutId })).ok).toBe(false);
  const { vibeId } = await ada.command('cut.restore', { id: cutId });
  await ada.command('file.delete', { id: fileId });
  await ada.command('vibe.delete', { id: vibeId });
  await ada.command('member.remove', { projectId, userId: bo.account.id });
  await addMember(ada, bo, projectId);
  await bo.command('member.remove', { projectId, userId: bo.account.id });
  await ada.command('project.delete', { id: projectId });

  const entries = (await entriesOf(server)).filter(({ kind }) => kind !== 'sign-up');
  expect(entries.map(({ kind, actor, subject }) => [kind, actor, subject])).toEqual([
    ['member.invited', ada.email, bo.email],
    ['member.joined', bo.email, null],
    ['comment.deleted', bo.email, 'Comment'],
    ['cut.deleted', ada.email, expect.any(String)],
    ['cut.restored', ada.email, expect.any(String)],
    ['file.deleted', ada.email, file.name],
    ['vibe.deleted', ada.email, expect.any(String)],
    ['member.removed', ada.email, bo.email],
    ['member.invited', ada.email, bo.email],
    ['member.joined', bo.email, null],
    ['member.left', bo.email, bo.email],
    ['project.deleted', ada.email, 'First Album'],
  ]);
  for (const entry of entries) {
    expect(isAuditKind(String(entry.kind))).toBe(true);
    expect(entry).toMatchObject({ projectId, address: '127.0.0.1' });
  }
  expect(JSON.stringify(entries)).not.toContain('secret remark');
});

test('records share links: made, opened, guessed at, downloaded and revoked', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const { file } = await upload({ server, user: ada }, makeWave(), newCut(projectId), { onlyIfNew: true });
  const made = await ada.request('POST', `/api/files/${file.id}/share`, { password: 'open sesame' });
  const path = `/api/share/${made.body.token}`;
  await request(server, 'GET', path, undefined, firefox);
  await request(server, 'POST', `${path}/unlock`, { password: 'wrong' }, firefox);
  const unlocked = await request(server, 'POST', `${path}/unlock`, { password: 'open sesame' }, firefox);
  const cookie = unlocked.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  // A player asks for many ranges; within an hour they are one entry and a sum.
  for (let range = 0; range < 5; range += 1) {
    await request(server, 'GET', `${path}/download`, undefined, {
      ...firefox,
      cookie,
      range: `bytes=${range}-`,
    });
  }
  await ada.request('DELETE', `/api/shares/${made.body.id}`);
  await server.stop();
  const entries = (await entriesOf(server)).filter(({ kind }) => String(kind).startsWith('share.'));
  expect(entries.map(({ kind, actor, count }) => [kind, actor, count]).toSorted()).toEqual(
    [
      ['share.made', ada.email, 1],
      ['share.opened', '', 1],
      ['share.unlock-failed', '', 1],
      ['share.unlocked', '', 1],
      ['share.downloaded', '', 1],
      ['share.downloaded', '', 4],
      ['share.revoked', ada.email, 1],
    ].toSorted(),
  );
  for (const entry of entries) {
    expect(entry).toMatchObject({ subjectId: made.body.id, subject: file.name, projectId });
  }
  const text = JSON.stringify(entries);
  expect(text).not.toContain(made.body.token);
  expect(text).not.toContain('sesame');
});
