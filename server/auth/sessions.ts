import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import { type Account, accountHeader } from '../../protocol/wire/user.ts';
import type { Actor } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';
import { pathOfPicture } from '../pictures/pictures.ts';
import { rememberedSeconds, unrememberedSeconds } from './auth.ts';
import { readBearer, readSessionCookie } from './session-cookie.ts';

/** A session that has not ended, and its account. */
export type Session = { id: string; isRemembered: boolean; account: Account };

/** A session with the token that a request carried. */
export type PresentSession = Session & { token: string };

/** The sessions of all accounts. better-auth creates and ends them (`auth.ts`). */
export type Sessions = {
  /**
   * The session of a request or handshake, by bearer token or else by cookie. Null if there is none, it has ended, or
   * the request names another account (`accountHeader`).
   */
  find(headers: IncomingHttpHeaders): Promise<PresentSession | null>;
  /** Those of these sessions that have not ended. */
  alive(ids: string[]): Promise<Set<string>>;
  /** Gives a new session its first refresh token and returns it. Only its hash is stored. */
  begin(token: string, isRemembered: boolean): Promise<string>;
  /** The session that has this refresh token now, or null. */
  findByRefreshToken(refreshToken: string): Promise<Session | null>;
  /**
   * Restarts the session's time and replaces its refresh token; the old one is dead. The access token stays if the
   * caller knows it (`accessToken`), else it is replaced too. Null if the session has ended.
   */
  prolong(
    session: Session,
    accessToken: string | null,
  ): Promise<{ accessToken: string; refreshToken: string } | null>;
  /** Deletes expired sessions. */
  removeExpired(): Promise<void>;
};

export function createSessions(
  db: Kysely<Database>,
  options: { secret: string; secureCookies: boolean; clock: Clock },
): Sessions {
  const { clock } = options;
  const isoNow = () => new Date(clock.now()).toISOString();
  const living = () =>
    db
      .selectFrom('session')
      .innerJoin('user', 'user.id', 'session.userId')
      .leftJoin('picture', 'picture.userId', 'user.id')
      .select(['session.id', 'session.remembered'])
      .select(['user.id as userId', 'user.name', 'user.email', 'user.role', 'picture.sha256'])
      .where('session.expiresAt', '>', isoNow());

  return {
    async find(headers) {
      const token = readBearer(headers) ?? readSessionCookie(headers, options);
      if (token === null) return null;
      const accountId = headers[accountHeader];
      const query = living().where('session.tokenHash', '=', hashToken(token));
      const narrowed = typeof accountId === 'string' ? query.where('session.userId', '=', accountId) : query;
      const session = toSession(await narrowed.executeTakeFirst());
      return session && { ...session, token };
    },

    async alive(ids) {
      const living = new Set<string>();
      for (let start = 0; start < ids.length; start += 500) {
        const rows = await db
          .selectFrom('session')
          .select('id')
          .where('id', 'in', ids.slice(start, start + 500))
          .where('expiresAt', '>', isoNow())
          .execute();
        for (const row of rows) living.add(row.id);
      }
      return living;
    },

    async begin(token, isRemembered) {
      const refreshToken = newToken();
      await db
        .updateTable('session')
        .set({ refreshTokenHash: hashToken(refreshToken), remembered: isRemembered ? 1 : 0 })
        .where('tokenHash', '=', hashToken(token))
        .execute();
      return refreshToken;
    },

    async findByRefreshToken(refreshToken) {
      const hash = hashToken(refreshToken);
      return toSession(await living().where('session.refreshTokenHash', '=', hash).executeTakeFirst());
    },

    async prolong(session, known) {
      const accessToken = known ?? newToken();
      const refreshToken = newToken();
      const seconds = session.isRemembered ? rememberedSeconds : unrememberedSeconds;
      const now = clock.now();
      const result = await db
        .updateTable('session')
        .set({
          tokenHash: hashToken(accessToken),
          refreshTokenHash: hashToken(refreshToken),
          expiresAt: new Date(now + seconds * 1000).toISOString(),
          updatedAt: new Date(now).toISOString(),
        })
        .where('id', '=', session.id)
        .where('expiresAt', '>', new Date(now).toISOString())
        .executeTakeFirst();
      return result.numUpdatedRows === 1n ? { accessToken, refreshToken } : null;
    },

    async removeExpired() {
      await db.deleteFrom('session').where('expiresAt', '<=', isoNow()).execute();
    },
  };
}

type Row = {
  id: string;
  remembered: number;
  userId: string;
  name: string;
  email: string;
  sha256: string | null;
  role: Account['role'];
};

function toSession(row: Row | undefined): Session | null {
  if (!row) return null;
  const { id, remembered, userId, name, email, role } = row;
  const account = { id: userId, name, email, avatarUrl: pathOfPicture(row.sha256), role };
  return { id, isRemembered: remembered === 1, account };
}

/** The account as handlers see it: what a person does never carries their picture. */
export function toActor(account: Account): Actor {
  return { id: account.id, name: account.name, avatarUrl: null, email: account.email };
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
