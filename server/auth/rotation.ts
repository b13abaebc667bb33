import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import { record } from '../audit/record.ts';
import type { Sender } from '../audit/sender.ts';
import { alone } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';

/** A lost answer may be asked for again this long; the spent tokens do nothing after it. */
const graceMilliseconds = 60 * 1000;

export type Tokens = { accessToken: string; refreshToken: string };

/** `reused`: the refresh token was exchanged before, so someone else has it. Its session has ended. */
export type Rotated =
  | { kind: 'rotated'; sessionId: string; tokens: Tokens }
  | { kind: 'reused'; sessionId: string };

/**
 * Exchanges tokens for new ones.
 *
 * New tokens are derived from the old one, the server's secret and a salt of this exchange: so a repetition, whose
 * answer was lost, gets the same tokens again, although only hashes are stored.
 */
export type Rotation = {
  /** Exchanges a refresh token; the access token it came with ends at once. Null: unknown, or its session has ended. */
  byRefreshToken(refreshToken: string, from: Sender): Promise<Rotated | null>;
  /** Exchanges the access token of a living session. The old one is good until the new one is used, and 60 s more. */
  byAccessToken(sessionId: string, accessToken: string, givesRefreshToken: boolean): Promise<Tokens | null>;
  /** A request has come with the current token of a session. */
  confirm(sessionId: string): Promise<void>;
};

export function createRotation(
  db: Kysely<Database>,
  { secret, clock, lifetime }: { secret: string; clock: Clock; lifetime: Lifetime },
): Rotation {
  const iso = (at: number) => new Date(at).toISOString();

  function derive(old: string, salt: string): Tokens {
    const of = (kind: string) =>
      createHmac('sha256', secret).update(`${kind} ${salt} ${old}`).digest('base64url');
    return { accessToken: of('access'), refreshToken: of('refresh') };
  }

  /** The session that a refresh token belongs to, or belonged to before it was exchanged. */
  async function sessionOf(refreshToken: string): Promise<string | undefined> {
    const hash = hashToken(refreshToken);
    const current = db.selectFrom('session').select('id').where('refreshTokenHash', '=', hash);
    const spent = db.selectFrom('spentRefreshToken').select('sessionId as id').where('hash', '=', hash);
    return (await current.union(spent).executeTakeFirst())?.id;
  }

  async function exchangeRefreshToken(
    tx: Transaction<Database>,
    refreshToken: string,
    from: Sender,
  ): Promise<Rotated | null> {
    const hash = hashToken(refreshToken);
    const now = clock.now();
    const session = await tx
      .selectFrom('session')
      .select(['id', 'remembered', 'endsAt'])
      .where('refreshTokenHash', '=', hash)
      .where('expiresAt', '>', iso(now))
      .executeTakeFirst();
    if (!session) return repeatExchange(tx, refreshToken, from);
    const salt = newToken();
    const tokens = derive(refreshToken, salt);
    const spent = { hash, sessionId: session.id, salt, spentAt: iso(now) };
    await tx.insertInto('spentRefreshToken').values(spent).execute();
    await tx
      .updateTable('session')
      .set({
        ...stored(tokens),
        ...{ previousTokenHash: null, previousUntil: null, rotationSalt: null },
        ...lifetime(session, now),
      })
      .where('id', '=', session.id)
      .execute();
    return { kind: 'rotated', sessionId: session.id, tokens };
  }

  async function repeatExchange(
    tx: Transaction<Database>,
    refreshToken: string,
    from: Sender,
  ): Promise<Rotated | null> {
    const spent = await tx
      .selectFrom('spentRefreshToken')
      .innerJoin('session', 'session.id', 'spentRefreshToken.sessionId')
      .innerJoin('user', 'user.id', 'session.userId')
      .select(['session.id', 'session.tokenHash', 'spentRefreshToken.salt', 'spentRefreshToken.spentAt'])
      .select(['user.id as userId', 'user.email'])
      .where('spentRefreshToken.hash', '=', hashToken(refreshToken))
      .where('session.expiresAt', '>', iso(clock.now()))
      .executeTakeFirst();
    if (!spent) return null;
    const { id: sessionId, salt, spentAt } = spent;
    if (spentAt > iso(clock.now() - graceMilliseconds)) {
      const tokens = derive(refreshToken, salt);
      if (hashToken(tokens.accessToken) === spent.tokenHash) return { kind: 'rotated', sessionId, tokens };
      // Exchanged further meanwhile.
      return exchangeRefreshToken(tx, tokens.refreshToken, from);
    }
    await tx.deleteFrom('session').where('id', '=', sessionId).execute();
    const actor = { id: spent.userId, email: spent.email, from };
    await record({ tx, now: iso(clock.now()), actor }, { kind: 'session.reused' });
    return { kind: 'reused', sessionId };
  }

  return {
    async byRefreshToken(token, from) {
      const sessionId = await sessionOf(token);
      if (sessionId === undefined) return null;
      return alone(db, lockOf(sessionId), (tx) => exchangeRefreshToken(tx, token, from));
    },

    byAccessToken(sessionId, accessToken, givesRefreshToken) {
      return alone(db, lockOf(sessionId), async (tx) => {
        const now = clock.now();
        const session = await tx
          .selectFrom('session')
          .select(['tokenHash', 'rotationSalt', 'remembered', 'endsAt'])
          .where('id', '=', sessionId)
          .where('expiresAt', '>', iso(now))
          .executeTakeFirst();
        if (!session) return null;
        const isCurrent = session.tokenHash === hashToken(accessToken);
        const salt = isCurrent ? newToken() : (session.rotationSalt ?? newToken());
        const tokens = derive(accessToken, salt);
        if (!isCurrent && session.tokenHash !== hashToken(tokens.accessToken)) return null;
        await tx
          .updateTable('session')
          .set({
            tokenHash: hashToken(tokens.accessToken),
            refreshTokenHash: givesRefreshToken ? hashToken(tokens.refreshToken) : null,
            rotationSalt: salt,
            ...(isCurrent && { previousTokenHash: hashToken(accessToken), previousUntil: null }),
            ...lifetime(session, now),
          })
          .where('id', '=', sessionId)
          .execute();
        return tokens;
      });
    },

    async confirm(sessionId) {
      await db
        .updateTable('session')
        .set({ previousUntil: iso(clock.now() + graceMilliseconds) })
        .where('id', '=', sessionId)
        .where('previousUntil', 'is', null)
        .execute();
    },
  };
}

/** The new `expiresAt` of a session that is prolonged at `now`. */
export type Lifetime = (
  session: { remembered: number; endsAt: string | null },
  now: number,
) => { expiresAt: string; updatedAt: string };

/** Both ways to renew a session change the same row. */
const lockOf = (sessionId: string) => `session ${sessionId}`;

const stored = ({ accessToken, refreshToken }: Tokens) => ({
  tokenHash: hashToken(accessToken),
  refreshTokenHash: hashToken(refreshToken),
});

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
