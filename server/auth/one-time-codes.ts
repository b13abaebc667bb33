import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Environment } from '../../common/environment.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';

/** Codes that stand for something for a short time. Only their SHA-256 is stored. */
export type OneTimeCodes = {
  issue(value: string): Promise<string>;
  /** The value, for the first caller only; null if there is none, or its time is over. */
  spend(code: string): Promise<string | null>;
};

/** `purpose` separates codes of different kinds. */
export function createOneTimeCodes(
  db: Kysely<Database>,
  { clock, newId }: Pick<Environment, 'clock' | 'newId'>,
  { purpose, seconds }: { purpose: string; seconds: number },
): OneTimeCodes {
  const iso = (at: number) => new Date(at).toISOString();
  const nameOf = (code: string) => `${purpose}:${hashToken(code)}`;
  return {
    async issue(value) {
      const code = randomBytes(32).toString('base64url');
      const now = clock.now();
      const times = { expiresAt: iso(now + seconds * 1000), createdAt: iso(now), updatedAt: iso(now) };
      await db.deleteFrom('verification').where('expiresAt', '<=', iso(now)).execute();
      await db
        .insertInto('verification')
        .values({ id: newId(), identifier: nameOf(code), value, ...times })
        .execute();
      return code;
    },
    async spend(code) {
      const spent = await db
        .deleteFrom('verification')
        .where('identifier', '=', nameOf(code))
        .returning(['value', 'expiresAt'])
        .executeTakeFirst();
      return spent && spent.expiresAt > iso(clock.now()) ? spent.value : null;
    },
  };
}
