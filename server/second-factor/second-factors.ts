import { randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../../common/clock.ts';
import type { Enrolment, SecondFactor } from '../../protocol/wire/second-factor.ts';
import { type AuditActor, record } from '../audit/record.ts';
import type { SealedBox } from '../auth/sealed-box.ts';
import { alone } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';

const secretBytes = 20;
const recoveryCodes = 10;

/** 80 bits: a hash of it needs no salt and no slow function. */
const recoveryBytes = 10;

/** A code of the 30 seconds before and after is accepted, because clocks differ. */
const drift = 1;

type Owner = AuditActor & { id: string };

/** The second factor of accounts: codes of an authenticator app (RFC 6238), and recovery codes. */
export type SecondFactors = {
  read(userId: string): Promise<SecondFactor>;
  isOn(userId: string): Promise<boolean>;
  /** Begins turning it on. Null: it is on already. */
  begin(owner: Owner): Promise<Enrolment | null>;
  /** Turns it on with a first code; answers the recovery codes, or null for a wrong code. */
  confirm(owner: Owner, code: string): Promise<string[] | null>;
  /** Whether this code proves that it is the owner. No code does twice. */
  check(owner: Owner, code: string): Promise<boolean>;
  /** Replaces the recovery codes. */
  renewCodes(owner: Owner): Promise<string[]>;
  turnOff(owner: Owner): Promise<void>;
};

const lockOf = (userId: string) => `second factor ${userId}`;

export function createSecondFactors(
  db: Kysely<Database>,
  { box, clock, issuer }: { box: SealedBox; clock: Clock; issuer(): string },
): SecondFactors {
  const isoNow = () => new Date(clock.now()).toISOString();
  const totpOf = (secret: string, label: string) =>
    new TOTP({ issuer: issuer(), label, secret: Secret.fromBase32(secret) });

  const rowOf = (tx: Kysely<Database>, userId: string) =>
    tx.selectFrom('secondFactor').selectAll().where('userId', '=', userId).executeTakeFirst();

  /** Uses up a code of an authenticator app. */
  async function spendCode(tx: Transaction<Database>, userId: string, code: string): Promise<boolean> {
    const row = await rowOf(tx, userId);
    // The secret of the server was replaced: only recovery codes are left.
    const secret = row ? box.open(row.secret) : null;
    if (!row || secret === null || !/^\d{6}$/.test(code)) return false;
    const now = clock.now();
    const delta = totpOf(secret, '').validate({ token: code, timestamp: now, window: drift });
    if (delta === null) return false;
    const step = Math.floor(now / 30_000) + delta;
    const spent = await tx
      .updateTable('secondFactor')
      .set({ lastStep: step })
      .where('userId', '=', userId)
      .where('lastStep', '<', step)
      .executeTakeFirst();
    return spent.numUpdatedRows === 1n;
  }

  async function spendRecoveryCode(tx: Transaction<Database>, owner: Owner, code: string): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('recoveryCode')
      .where('hash', '=', hashToken(code))
      .where('userId', '=', owner.id)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    await record({ tx, now: isoNow(), actor: owner }, { kind: 'second-factor.recovered' });
    return true;
  }

  async function makeCodes(tx: Transaction<Database>, userId: string): Promise<string[]> {
    const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
    await tx.deleteFrom('recoveryCode').where('userId', '=', userId).execute();
    await tx
      .insertInto('recoveryCode')
      .values(codes.map((code) => ({ userId, hash: hashToken(plain(code)) })))
      .execute();
    return codes;
  }

  async function isOn(userId: string): Promise<boolean> {
    return ((await rowOf(db, userId))?.confirmedAt ?? null) !== null;
  }

  return {
    isOn,
    async read(userId) {
      const codes = await db.selectFrom('recoveryCode').select('hash').where('userId', '=', userId).execute();
      return { isOn: await isOn(userId), recoveryCodesLeft: codes.length };
    },

    begin: ({ id: userId, email }) =>
      alone(db, lockOf(userId), async (tx) => {
        if ((await rowOf(tx, userId))?.confirmedAt) return null;
        const secret = new Secret({ size: secretBytes }).base32;
        const row = { userId, secret: box.seal(secret), confirmedAt: null, lastStep: 0, createdAt: isoNow() };
        await tx.deleteFrom('secondFactor').where('userId', '=', userId).execute();
        await tx.insertInto('secondFactor').values(row).execute();
        return { secret, uri: totpOf(secret, email).toString() };
      }),

    confirm: (owner, code) =>
      alone(db, lockOf(owner.id), async (tx) => {
        const row = await rowOf(tx, owner.id);
        if (!row || row.confirmedAt !== null || !(await spendCode(tx, owner.id, plain(code)))) return null;
        const at = isoNow();
        await tx
          .updateTable('secondFactor')
          .set({ confirmedAt: at })
          .where('userId', '=', owner.id)
          .execute();
        await record({ tx, now: at, actor: owner }, { kind: 'second-factor.on' });
        return makeCodes(tx, owner.id);
      }),

    check: (owner, code) =>
      alone(
        db,
        lockOf(owner.id),
        async (tx) =>
          (await spendCode(tx, owner.id, plain(code))) || (await spendRecoveryCode(tx, owner, plain(code))),
      ),

    renewCodes: (owner) =>
      alone(db, lockOf(owner.id), async (tx) => {
        await record({ tx, now: isoNow(), actor: owner }, { kind: 'second-factor.codes' });
        return makeCodes(tx, owner.id);
      }),

    turnOff: (owner) => alone(db, lockOf(owner.id), (tx) => removeSecondFactor(tx, owner, owner, isoNow())),
  };
}

/** Removes the second factor of an account, for its owner or the operator. Answers whether it had one. */
export async function removeSecondFactor(
  tx: Transaction<Database>,
  account: { id: string; email: string },
  actor: AuditActor,
  now: string,
): Promise<void> {
  await tx.deleteFrom('recoveryCode').where('userId', '=', account.id).execute();
  const { numDeletedRows } = await tx
    .deleteFrom('secondFactor')
    .where('userId', '=', account.id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return;
  const subject = { id: account.id, name: account.email };
  await record({ tx, now, actor }, { kind: 'second-factor.off', subject });
}

/** Letters and digits without those that look alike, in groups of four. */
function newRecoveryCode(): string {
  const text = new Secret({ buffer: new Uint8Array(randomBytes(recoveryBytes)).buffer }).base32;
  return (text.match(/.{4}/g) ?? []).join('-').toLowerCase();
}

/** As somebody types it: spaces, dashes and case don't matter. */
function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toLowerCase();
}
