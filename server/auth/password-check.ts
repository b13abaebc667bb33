import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { PasswordHasher } from './password-hash.ts';

/**
 * Checks passwords of accounts. A refusal takes the same time for an address without an account, an account with a
 * hash of today's figures and one with an older hash: as long as the database has older hashes, each refusal costs one
 * of either.
 */
export type PasswordCheck = {
  /** A right password that is stored as an older hash is stored with today's figures. */
  verify(data: { hash: string; password: string }): Promise<boolean>;
  /** Takes the time of a refusal. */
  refuse(password: string): Promise<string>;
};

export function createPasswordCheck(db: Kysely<Database>, hasher: PasswordHasher): PasswordCheck {
  async function olderWork(password: string): Promise<void> {
    const older = await db
      .selectFrom('account')
      .select('id')
      .where('password', 'is not', null)
      .where('password', 'not like', `${hasher.prefix}%`)
      .executeTakeFirst();
    if (older) await hasher.spendFormer(password);
  }

  return {
    async verify({ hash, password }) {
      const isRight = await hasher.verify(hash, password);
      if (hash.startsWith(hasher.prefix)) {
        if (!isRight) await olderWork(password);
        return isRight;
      }
      const renewed = await hasher.hash(password);
      if (isRight) {
        await db.updateTable('account').set({ password: renewed }).where('password', '=', hash).execute();
      }
      return isRight;
    },
    async refuse(password) {
      await olderWork(password);
      return hasher.hash(password);
    },
  };
}
