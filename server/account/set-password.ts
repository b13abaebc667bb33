import type { Kysely, Transaction } from 'kysely';
import { record } from '../audit/record.ts';
import type { Sender } from '../audit/sender.ts';
import { alone } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';
import { readToken, voidLinks } from './account-tokens.ts';

type Change = { userId: string; passwordHash: string; now: number; newId(): string };

/**
 * Replaces the password of an account, or gives one to an account without, ends its sessions and voids its links. With
 * `exceptSession` that session goes on. Answers the ids of the ended sessions.
 */
export async function setPassword(
  tx: Transaction<Database>,
  { userId, passwordHash, now, newId }: Change,
  exceptSession = '',
): Promise<string[]> {
  const updatedAt = new Date(now).toISOString();
  const changed = await tx
    .updateTable('account')
    .set({ password: passwordHash, updatedAt })
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) {
    const none = { accessToken: null, refreshToken: null, accessTokenExpiresAt: null, scope: null };
    await tx
      .insertInto('account')
      .values({
        ...{ id: newId(), userId, accountId: userId, providerId: 'credential', password: passwordHash },
        ...{ ...none, refreshTokenExpiresAt: null, idToken: null, createdAt: updatedAt, updatedAt },
      })
      .execute();
  }
  await voidLinks(tx, userId);
  const ended = await tx
    .deleteFrom('session')
    .where('userId', '=', userId)
    .where('id', '!=', exceptSession)
    .returning('id')
    .execute();
  return ended.map(({ id }) => id);
}

/**
 * The same by the token of a link, which then is used up. Null: the link is wrong, used, replaced or too old. It signs
 * nobody in, so a second factor is still asked for.
 */
export function resetPassword(
  db: Kysely<Database>,
  token: string,
  change: Omit<Change, 'userId'> & { from: Sender },
): Promise<{ userId: string; endedSessions: string[] } | null> {
  return alone(db, `token ${hashToken(token)}`, async (tx) => {
    const facts = await readToken(tx, 'reset', token, change.now);
    if (!facts) return null;
    const { userId, email } = facts;
    const now = new Date(change.now).toISOString();
    const actor = { id: userId, email, from: change.from };
    await record({ tx, now, actor }, { kind: 'password.reset' });
    return { userId, endedSessions: await setPassword(tx, { ...change, userId }) };
  });
}
