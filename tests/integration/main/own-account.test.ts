import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { startMailServer, tokenIn } from '../../helpers/mail-server.ts';
import { noDesktop } from '../../helpers/no-desktop.ts';
import { dataOf, signIn, startRuntime } from '../../helpers/runtime.ts';
import { registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

test('the app recovers, changes, exports and deletes an account', async () => {
  const peer = await startMailServer();
  const server = await startServer({ smtpUrl: peer.url });
  const ada = await registerUser(server, { email: 'ada@example.com' });
  const folder = await temporaryFolder();
  const shown: string[] = [];
  const runtime = await startRuntime({
    actions: {
      ...noDesktop,
      downloadsFolder: () => folder,
      showInFolder: (path) => void shown.push(path),
    },
  });
  const { handlers } = runtime;
  const serverUrl = server.url;

  const asked = handlers['session.forgotPassword']({ serverUrl, email: ada.email });
  expect(await dataOf(asked)).toEqual({ sendsMail: true });
  const token = tokenIn(await peer.mailTo(ada.email, 1));
  const password = 'four rusty strings';
  await dataOf(handlers['session.resetPassword']({ serverUrl, token, password }));
  expect(await handlers['session.resetPassword']({ serverUrl, token, password })).toMatchObject({
    kind: 'expired-link',
  });

  await signIn(runtime, server, { email: ada.email, password });
  const changed = 'five rusty strings';
  await dataOf(handlers['account.changePassword']({ currentPassword: password, password: changed }));
  // A wrong password is no reason to take the session for ended.
  const wrong = await handlers['account.changeEmail']({ currentPassword: password, email: 'b@example.com' });
  expect(wrong).toMatchObject({ ok: false, kind: 'forbidden' });
  const email = 'ada.new@example.com';
  const pending = await dataOf(handlers['account.changeEmail']({ currentPassword: changed, email }));
  expect(pending).toEqual({ isPending: true });
  expect(await dataOf(handlers['session.account'](null))).toMatchObject({ email: ada.email });
  const opened = tokenIn(await peer.mailTo(email));
  await dataOf(handlers['session.verifyEmail']({ serverUrl, token: opened }));
  // The link was opened in a browser; the app finds out and shows the new address.
  expect(await dataOf(handlers['session.account'](null))).toMatchObject({ email });
  expect(runtime.last('session.changed')).toMatchObject({ kind: 'signed-in', account: { email } });

  expect(await dataOf(handlers['downloads.saveAccount'](null))).toEqual({
    kind: 'saved',
    name: 'BandMate data.zip',
  });
  const path = join(folder, 'BandMate data.zip');
  expect((await readFile(path)).subarray(0, 2).toString()).toBe('PK');
  await dataOf(handlers['downloads.show']({ fileId: 'account' }));
  expect(shown).toEqual([path]);

  await dataOf(handlers['account.delete']({ currentPassword: changed }));
  expect(await dataOf(handlers['session.signOut'](null))).toMatchObject({ kind: 'signed-out' });
  await until(async () => (await server.readSessions()).length === 0);
});
