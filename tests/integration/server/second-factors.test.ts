import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { createSealedBox } from '../../../server/auth/sealed-box.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createSecondFactors, removeSecondFactor } from '../../../server/second-factor/second-factors.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

const start = Date.parse('2026-03-01T12:00:10Z');

/** One account with the second factor on, and a clock that a test moves. */
async function scene() {
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'));
  disposeLater(() => db.destroy());
  const owner = { id: 'ana', email: 'ana@example.com' };
  const at = new Date(start).toISOString();
  await db
    .insertInto('user')
    .values({
      ...owner,
      name: 'Ana',
      emailVerified: 1,
      image: null,
      role: 'MEMBER',
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  let now = start;
  const clock = { now: () => now, monotonic: () => now, later: () => () => {} };
  const factorsWith = (secret: string) =>
    createSecondFactors(db, {
      box: createSealedBox(secret, 'second factor'),
      clock,
      issuer: () => 'band.example',
    });
  const factors = factorsWith('secret');
  const enrolment = await factors.begin(owner);
  if (!enrolment) throw new Error('It was on already');
  const totp = new TOTP({ secret: Secret.fromBase32(enrolment.secret) });
  const codeAt = (seconds: number) => totp.generate({ timestamp: start + seconds * 1000 });
  const recoveryCodes = (await factors.confirm(owner, codeAt(0))) ?? [];
  const moveTo = (seconds: number) => {
    now = start + seconds * 1000;
  };
  return { db, owner, factors, factorsWith, enrolment, codeAt, recoveryCodes, moveTo };
}

test('a code is accepted half a minute early and late, and no further', async () => {
  const { owner, factors, codeAt, moveTo } = await scene();
  moveTo(300);
  expect(await factors.check(owner, codeAt(240))).toBe(false);
  expect(await factors.check(owner, codeAt(360))).toBe(false);
  expect(await factors.check(owner, codeAt(270))).toBe(true);
  expect(await factors.check(owner, codeAt(300))).toBe(true);
  expect(await factors.check(owner, codeAt(330))).toBe(true);
});

test('a code is good once, and ends those before it', async () => {
  const { owner, factors, codeAt, moveTo } = await scene();
  expect(await factors.check(owner, codeAt(0))).toBe(false);
  moveTo(300);
  const both = await Promise.all([factors.check(owner, codeAt(300)), factors.check(owner, codeAt(300))]);
  expect(both.sort()).toEqual([false, true]);
  expect(await factors.check(owner, codeAt(270))).toBe(false);
});

test('authenticator apps are told server, account and secret', async () => {
  const { enrolment } = await scene();
  const uri = new URL(enrolment.uri);
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toContain('band.example:ana@example.com');
  expect(uri.searchParams.get('secret')).toBe(enrolment.secret);
});

test('recovery codes are good after the secret of the server was replaced', async () => {
  const { owner, factorsWith, codeAt, recoveryCodes, moveTo } = await scene();
  moveTo(300);
  const after = factorsWith('another secret');
  expect(await after.check(owner, codeAt(300))).toBe(false);
  expect(await after.check(owner, recoveryCodes[0] ?? '')).toBe(true);
});

test('the operator removes it with its recovery codes', async () => {
  const { db, owner, factors } = await scene();
  const actor = { id: null, email: 'operator' };
  const at = new Date(start).toISOString();
  await db.transaction().execute((tx) => removeSecondFactor(tx, owner, actor, at));
  expect(await factors.read(owner.id)).toEqual({ isOn: false, recoveryCodesLeft: 0 });
  const entries = await db.selectFrom('auditEntry').select(['kind', 'actor', 'subject']).execute();
  expect(entries.at(-1)).toEqual({ kind: 'second-factor.off', actor: 'operator', subject: owner.email });
});
