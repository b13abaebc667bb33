import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accountDetailsSchema, accountPageSchema } from '../../../protocol/wire/operator.ts';
import { takeLock } from '../../../server/data-folder.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { runOperator } from '../../helpers/operator.ts';
import { connectSocket, registerUser, request, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

const admin = ({ dataDirectory }: { dataDirectory: string }, ...words: string[]) =>
  runOperator({ DATA_DIR: dataDirectory }, ...words);

test('works beside a running server, which ends sockets at once', async () => {
  // No sweep within the test.
  const server = await startServer({ sessionSweepMilliseconds: 3_600_000 });
  const ada = await registerUser(server, { name: 'Ada' });
  const socket = await connectSocket(server, ada);
  const listed = await admin(server, 'users');
  expect(listed).toMatchObject({ code: 0, messages: '' });
  expect(listed.printed).toContain(ada.email);
  expect(listed.printed).toContain('1 of 1.');

  const promoted = await admin(server, 'make-admin', ada.email);
  expect(promoted.printed).toBe(`${ada.email} is an admin of the server.\n`);
  expect((await ada.request('GET', '/api/admin/users')).status).toBe(200);

  const disabled = await admin(server, 'disable', ada.account.id);
  expect(disabled).toMatchObject({ code: 0 });
  // The answer comes after the sockets were told to end.
  await until(() => !socket.connected);
  const { email, password } = ada;
  const refused = await request(server, 'POST', '/api/auth/login', { email, password });
  expect(refused).toMatchObject({ status: 403 });

  const missing = await admin(server, 'show', 'nobody@example.com');
  expect(missing).toEqual({
    code: 1,
    printed: '',
    messages: 'There is no account with this email or id.\n',
  });
  if (process.platform !== 'win32') {
    expect(statSync(join(server.dataDirectory, 'operator.sock')).mode & 0o077).toBe(0);
  }
});

test('works while the server is stopped, also after a crash, and the server finds what was done', async () => {
  const server = await startServer();
  const ada = await registerUser(server, { name: 'Ada' });
  await server.stop();
  expect(existsSync(join(server.dataDirectory, 'operator.sock'))).toBe(false);
  // A socket that nobody listens on, as a crash leaves one.
  writeFileSync(join(server.dataDirectory, 'operator.sock'), '');
  const shown = await admin(server, 'show', ada.email, '--json');
  expect(shown).toMatchObject({ code: 0, messages: '' });
  expect(accountDetailsSchema.parse(JSON.parse(shown.printed))).toMatchObject({ name: 'Ada', sessions: 1 });
  expect(await admin(server, 'end-sessions', ada.email)).toMatchObject({ code: 0 });
  await server.restart();
  expect((await ada.request('GET', '/api/auth/me')).status).toBe(401);
  const page = await admin(server, 'users', '--json');
  expect(accountPageSchema.parse(JSON.parse(page.printed)).accounts).toMatchObject([{ sessions: 0 }]);
});

test('makes invitations, and exports what was done, beside a running server', async () => {
  const server = await startServer();
  const ada = await registerUser(server, { name: 'Ada' });
  expect((await admin(server, 'registration', 'closed')).printed).toMatch(/^closed: only those/);
  const invited = await admin(server, 'invite', 'ben@example.com');
  const [sentence, link = ''] = invited.printed.trim().split('\n');
  expect(sentence).toContain('ben@example.com may make an account');
  expect(link).toMatch(new RegExp(`^${server.url}/join/[\\w-]{43}$`));
  const ben = await request(server, 'POST', '/api/auth/register', {
    ...{ email: 'ben@example.com', password: 'correct horse battery', name: 'Ben' },
    invitation: link.split('/').at(-1),
  });
  expect(ben.status).toBe(201);
  const exported = await admin(server, 'audit', '--limit', '2', '--export', 'csv');
  const lines = exported.printed.trim().split('\r\n');
  for (const part of ['server.registration', 'server.invited', 'sign-up', 'audit.read']) {
    expect(lines.filter((line) => line.includes(`"${part}"`)).length, part).toBeGreaterThan(0);
  }
  expect(lines.at(-1)).toContain(ada.email);
  expect(exported.printed).not.toContain(link.split('/').at(-1));
});

test('a wrong command ends with 2 and one sentence, without a server', async () => {
  const folder = { dataDirectory: await temporaryFolder() };
  for (const words of [['shwo'], ['users', '--state', 'gone']]) {
    const { code, printed, messages } = await admin(folder, ...words);
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(messages).toMatch(/^[^\n]+\.\n$/);
  }
  const elsewhere = await admin(folder, 'users');
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.messages).toContain(`no data of a BandMate server in ${folder.dataDirectory}`);
  expect(existsSync(join(folder.dataDirectory, 'bandmate.sqlite'))).toBe(false);
});

test('a folder that another program holds is left alone', async () => {
  const server = await startServer();
  await server.stop();
  const lock = takeLock(server.dataDirectory, 'taken');
  const { code, messages } = await admin(server, 'users');
  lock.close();
  expect(code).toBe(1);
  expect(messages).toContain('already using the data folder');
});
