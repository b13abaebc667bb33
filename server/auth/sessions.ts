import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Kysely } from 'kysely';
import type { Account } from '../../protocol/wire/user.ts';
import type { Actor } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';
import { type Auth, rememberedSeconds, unrememberedSeconds } from './auth.ts';

/** A living session and whose it is. */
export type Session = { id: string; token: string; isRemembered: boolean; account: Account };

/** What the server asks of sessions beyond making and ending them. */
export type Sessions = {
  /** The session that a request or handshake carries (bearer token first, then cookie), or null. */
  find(headers: IncomingHttpHeaders): Promise<Session | null>;
  /** Which of these sessions still live. */
  alive(ids: string[]): Promise<Set<string>>;
  /** Gives the session of that token its first refresh token, which is returned and stored only as a hash. */
  begin(token: string, isRemembered: boolean): Promise<string>;
  /** The session whose present refresh token this is, or null. */
  findByRefreshToken(refreshToken: string): Promise<Session | null>;
  /** Begins the session's time anew and changes its refresh token; the old one is dead. Null if it has ended. */
  prolong(session: Session): Promise<string | null>;
};

export function createSessions(auth: Auth, db: Kysely<Database>): Sessions {
  return {
    async find(headers) {
      const forwarded = new Headers();
      if (headers.cookie) forwarded.set('cookie', headers.cookie);
      if (headers.authorization) forwarded.set('authorization', headers.authorization);
      const found = await auth.api.getSession({ headers: forwarded });
      if (!found) return null;
      const { session, user } = found;
      return {
        id: session.id,
        token: session.token,
        isRemembered: session.remembered === 1,
        account: {
          id: user.id,
          name: user.name,
          email: user.email,
          avatarUrl: user.image ?? null,
          role: user.role === 'ADMIN' ? 'ADMIN' : 'MEMBER',
        },
      };
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
      const { refreshToken, hash } = newRefreshToken();
      await db
        .updateTable('session')
        .set({ refreshTokenHash: hash, remembered: isRemembered ? 1 : 0 })
        .where('token', '=', token)
        .execute();
      return refreshToken;
    },

    async findByRefreshToken(refreshToken) {
      const row = await db
        .selectFrom('session')
        .innerJoin('user', 'user.id', 'session.userId')
        .select(['session.id', 'session.token', 'session.remembered'])
        .select(['user.id as userId', 'user.name', 'user.email', 'user.image', 'user.role'])
        .where('session.refreshTokenHash', '=', hashOf(refreshToken))
        .where('session.expiresAt', '>', new Date().toISOString())
        .executeTakeFirst();
      if (!row) return null;
      const { userId, name, email, image, role } = row;
      return {
        id: row.id,
        token: row.token,
        isRemembered: row.remembered === 1,
        account: { id: userId, name, email, avatarUrl: image, role },
      };
    },

    async prolong(session) {
      const { refreshToken, hash } = newRefreshToken();
      const seconds = session.isRemembered ? rememberedSeconds : unrememberedSeconds;
      const now = Date.now();
      const result = await db
        .updateTable('session')
        .set({
          refreshTokenHash: hash,
          expiresAt: new Date(now + seconds * 1000).toISOString(),
          updatedAt: new Date(now).toISOString(),
        })
        .where('id', '=', session.id)
        .where('expiresAt', '>', new Date(now).toISOString())
        .executeTakeFirst();
      return result.numUpdatedRows === 1n ? refreshToken : null;
    },
  };
}

/** The account as handlers see it. */
export function toActor(account: Account): Actor {
  return { id: account.id, name: account.name, avatarUrl: account.avatarUrl, email: account.email };
}

function newRefreshToken(): { refreshToken: string; hash: string } {
  const refreshToken = randomBytes(32).toString('base64url');
  return { refreshToken, hash: hashOf(refreshToken) };
}

function hashOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('hex');
}
