import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Kysely } from 'kysely';
import { type Account, accountHeader } from '../../protocol/wire/user.ts';
import type { Actor } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';
import { rememberedSeconds, unrememberedSeconds } from './auth.ts';
import { readBearer, readSessionCookie } from './session-cookie.ts';

/** A living session and whose it is. */
export type Session = { id: string; isRemembered: boolean; account: Account };

/** A session as a request carries it. */
export type PresentSession = Session & { token: string };

/** What the server asks of sessions beyond making and ending them. */
export type Sessions = {
  /**
   * The session that a request or handshake carries (bearer token first, then cookie), or null: also where the request
   * is meant for another account (`accountHeader`).
   */
  find(headers: IncomingHttpHeaders): Promise<PresentSession | null>;
  /** Which of these sessions still live. */
  alive(ids: string[]): Promise<Set<string>>;
  /** Gives the session of that token its first refresh token, which is returned and stored only as a hash. */
  begin(token: string, isRemembered: boolean): Promise<string>;
  /** The session whose present refresh token this is, or null. */
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
  options: { secret: string; secureCookies: boolean },
): Sessions {
  const living = () =>
    db
      .selectFrom('session')
      .innerJoin('user', 'user.id', 'session.userId')
      .select(['session.id', 'session.remembered'])
      .select(['user.id as userId', 'user.name', 'user.email', 'user.image', 'user.role'])
      .where('session.expiresAt', '>', new Date().toISOString());

  return {
    async find(headers) {
      const token = readBearer(headers) ?? readSessionCookie(headers, options);
      if (token === null) return null;
      const meant = headers[accountHeader];
      const query = living().where('session.tokenHash', '=', hashToken(token));
      const narrowed = typeof meant === 'string' ? query.where('session.userId', '=', meant) : query;
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
          .where('expiresAt', '>', new Date().toISOString())
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
      const now = Date.now();
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
      await db.deleteFrom('session').where('expiresAt', '<=', new Date().toISOString()).execute();
    },
  };
}

type Row = {
  id: string;
  remembered: number;
  userId: string;
  name: string;
  email: string;
  image: string | null;
  role: Account['role'];
};

function toSession(row: Row | undefined): Session | null {
  if (!row) return null;
  const { id, remembered, userId, name, email, image, role } = row;
  const account = { id: userId, name, email, avatarUrl: image, role };
  return { id, isRemembered: remembered === 1, account };
}

/** The account as handlers see it. */
export function toActor(account: Account): Actor {
  return { id: account.id, name: account.name, avatarUrl: account.avatarUrl, email: account.email };
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
