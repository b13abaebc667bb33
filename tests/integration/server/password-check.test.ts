import { join } from 'node:path';
import { hashPassword as formerHashOf } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { createPasswordCheck } from '../../../server/auth/password-check.ts';
import { createPasswordHasher } from '../../../server/auth/password-hash.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { registerUser, request, signInAgain, startServer, type TestServer } from '../../helpers/server.ts';

const hashOf = (server: TestServer, email: string) =>
  server.database.value<string>(
    'select password from account join user on user.id = account.userId where user.email = ?',
    email,
  );

test('a password stored by an earlier version signs in, and is then stored with today’s figures', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const former = await formerHashOf(ada.password);
  await server.database.run('update account set password = ?', former);
  const wrong = { email: ada.email, password: 'wrong horse' };
  expect((await request(server, 'POST', '/api/auth/login', wrong)).status).toBe(401);
  expect(await hashOf(server, ada.email)).toBe(former);
  await signInAgain(server, ada);
  expect(await hashOf(server, ada.email)).toMatch(/^\$scrypt\$ln=10,r=8,p=1\$/);
  await signInAgain(server, ada);
});

test('refusing takes the same work with an account, without one, and with an older hash', async () => {
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'));
  disposeLater(() => db.destroy());
  const real = createPasswordHasher(4);
  let work: string[] = [];
  const note = (hash: string) => work.push(hash.startsWith(real.prefix) ? 'today' : 'former');
  const check = createPasswordCheck(db, {
    ...real,
    hash(password) {
      note(real.prefix);
      return real.hash(password);
    },
    verify(hash, password) {
      note(hash);
      return real.verify(hash, password);
    },
    spendFormer: async () => void note('former'),
  });
  const workOf = async (refusal: () => Promise<unknown>) => {
    work = [];
    await refusal();
    return work.sort();
  };
  const today = await real.hash('correct horse');
  const former = await formerHashOf('correct horse');
  const unknown = () => check.refuse('wrong horse');
  const wrong = (hash: string) => () => check.verify({ hash, password: 'wrong horse' });
  expect(await workOf(unknown)).toEqual(['today']);
  expect(await workOf(wrong(today))).toEqual(['today']);

  const at = new Date().toISOString();
  const stamps = { createdAt: at, updatedAt: at };
  await db
    .insertInto('user')
    .values({
      id: 'a',
      name: 'Ada',
      email: 'a@b.c',
      emailVerified: 0,
      image: null,
      role: 'MEMBER',
      ...stamps,
    })
    .execute();
  const none = { accessToken: null, refreshToken: null, accessTokenExpiresAt: null, scope: null };
  await db
    .insertInto('account')
    .values({
      ...{ id: 'a', userId: 'a', accountId: 'a', providerId: 'credential', password: former },
      ...{ ...none, ...stamps, refreshTokenExpiresAt: null, idToken: null },
    })
    .execute();
  const both = ['former', 'today'];
  expect(await workOf(unknown)).toEqual(both);
  expect(await workOf(wrong(today))).toEqual(both);
  expect(await workOf(wrong(former))).toEqual(both);
});
