import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AccountTables } from '../db/account-tables.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';

type Purpose = AccountTables['accountToken']['purpose'];

const hourMilliseconds = 60 * 60 * 1000;
const lifetimes: Record<Purpose, number> = { reset: hourMilliseconds, email: 72 * hourMilliseconds };

/** The pages that links of mails lead to. The server's page reads the token from the address (`web/web-page.ts`). */
const paths: Record<Purpose, string> = { reset: '/reset', email: '/verify' };

/** The account and address of a link. */
export type TokenFacts = { userId: string; email: string };

/**
 * Makes a link that works once, and voids the earlier ones for the same purpose. The token has 192 random bits, so that
 * a link of most servers fits into one line of a mail.
 */
export async function makeLink(
  db: Kysely<Database>,
  purpose: Purpose,
  facts: TokenFacts,
  { publicUrl, now }: { publicUrl: string; now: number },
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const expiresAt = new Date(now + lifetimes[purpose]).toISOString();
  await db
    .deleteFrom('accountToken')
    .where('userId', '=', facts.userId)
    .where('purpose', '=', purpose)
    .execute();
  await db
    .insertInto('accountToken')
    .values({ hash: hashToken(token), purpose, ...facts, expiresAt })
    .execute();
  return `${publicUrl}${paths[purpose]}?token=${token}`;
}

/** The facts of a link that is still good. */
export async function readToken(
  db: Kysely<Database>,
  purpose: Purpose,
  token: string,
  now: number,
): Promise<TokenFacts | undefined> {
  return db
    .selectFrom('accountToken')
    .select(['userId', 'email'])
    .where('hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('expiresAt', '>', new Date(now).toISOString())
    .executeTakeFirst();
}

/** Voids the links of an account: those of one purpose, or all. */
export async function voidLinks(db: Kysely<Database>, userId: string, purpose?: Purpose): Promise<void> {
  const query = db.deleteFrom('accountToken').where('userId', '=', userId);
  await (purpose ? query.where('purpose', '=', purpose) : query).execute();
}

export async function removeExpiredTokens(db: Kysely<Database>, now: number): Promise<void> {
  await db.deleteFrom('accountToken').where('expiresAt', '<=', new Date(now).toISOString()).execute();
}
