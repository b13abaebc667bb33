import type { IncomingHttpHeaders } from 'node:http';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Environment } from '../../common/environment.ts';
import { type Account, accountHeader } from '../../protocol/wire/user.ts';
import { record } from '../audit/record.ts';
import type { Sender } from '../audit/sender.ts';
import type { Actor } from '../commands/handler.ts';
import { prepared } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';
import { pathOfPicture } from '../pictures/pictures.ts';
import { rememberedSeconds, unrememberedSeconds } from './auth.ts';
import { deviceName } from './device-name.ts';
import { readAlive } from './read-alive.ts';
import { createRotation, type Lifetime, newToken, type Rotation } from './rotation.ts';
import { readBearer, readSessionCookie } from './session-cookie.ts';

/** However often a session is prolonged, it ends so many days after its sign-in. */
const mostDays = { remembered: 180, unremembered: 30 };

/** `lastUsedAt` is written at most this often. */
const useMilliseconds = 5 * 60 * 1000;

/** More sessions of one account end the one that was used longest ago. */
const mostSessions = 200;

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** A session that has not ended, and its account. */
export type Session = { id: string; isRemembered: boolean; expiresAt: string; account: Account };

/** A session with the token that a request carried. */
export type PresentSession = Session & { token: string };

/** The sessions of all accounts. better-auth creates them (`auth.ts`). */
export type Sessions = {
  /**
   * The session of a request or handshake, by bearer token or else by cookie. Null if there is none, it has ended, or
   * the request names another account (`accountHeader`).
   */
  find(headers: IncomingHttpHeaders): Promise<PresentSession | null>;
  read(id: string): Promise<Session | null>;
  /** Makes a session of an account that has proved who it is; answers its token. `begin` completes it. */
  create(userId: string, options: { isRemembered: boolean; userAgent: string }): Promise<string>;
  /** Those of these sessions that have not ended. */
  alive(ids: string[]): Promise<Set<string>>;
  /**
   * Completes a new session: its end, its address and, unless a page asks, its first refresh token, of which only the
   * hash is stored. `isFirst`: the account has no other session. Recorded in the audit log, with `detail`.
   */
  begin(
    token: string,
    options: {
      isRemembered: boolean;
      address: string;
      givesRefreshToken: boolean;
      /** The account was made just now. */
      isNew?: boolean;
      detail?: string;
    },
  ): Promise<{ id: string; refreshToken: string; isFirst: boolean }>;
  rotation: Rotation;
  /** The address from which a session was renewed. */
  setAddress(id: string, address: string): Promise<void>;
  /** Whether an account is signed in at this address. */
  isKnownAddress(email: string, address: string): Promise<boolean>;
  /** Ends the session of this token if its account is disabled. Answers whether it is. */
  refuseDisabled(token: string): Promise<boolean>;
  /** Ends a session, because its owner signs out: nothing signs in with it any more. */
  end(session: Session, from: Sender): Promise<void>;
  /** Deletes expired sessions. */
  removeExpired(): Promise<void>;
};

export function createSessions(
  db: Kysely<Database>,
  options: {
    secret: string;
    secureCookies: boolean;
    environment: Pick<Environment, 'clock' | 'newId'>;
    log: Logger;
  },
): Sessions {
  const { clock, newId } = options.environment;
  const isoNow = () => new Date(clock.now()).toISOString();
  const rotation = createRotation(db, { ...options, clock, lifetime });
  const living = () => livingAt(db, isoNow());

  /** Notes that a session was used. Reading must work even if the disk is full. */
  async function noteUse(row: Row, isCurrentToken: boolean): Promise<void> {
    try {
      if (isCurrentToken && row.previousTokenHash !== null && row.previousUntil === null) {
        await rotation.confirm(row.id);
      }
      const now = clock.now();
      if (row.lastUsedAt !== null && row.lastUsedAt > new Date(now - useMilliseconds).toISOString()) return;
      const lastUsedAt = new Date(now).toISOString();
      await db.updateTable('session').set({ lastUsedAt }).where('id', '=', row.id).execute();
      await noteSeen(db, row.userId, lastUsedAt);
    } catch (error) {
      options.log.warn({ err: error }, 'The use of a session could not be noted');
    }
  }

  return {
    rotation,

    async find(headers) {
      const token = readBearer(headers) ?? readSessionCookie(headers, options);
      if (token === null) return null;
      const given = { hash: hashToken(token), now: isoNow() };
      const current = (await findCurrent(db, given)).rows[0];
      const row = current ?? (await findPrevious(db, given)).rows[0];
      if (!row || row.userId !== (headers[accountHeader] ?? row.userId)) return null;
      await noteUse(row, row === current);
      return { ...toSession(row), token };
    },

    async read(id) {
      const row = await living().where('session.id', '=', id).executeTakeFirst();
      return row ? toSession(row) : null;
    },

    create: (userId, options) => insertSession(db, { ...options, userId, id: newId(), now: clock.now() }),

    alive: (ids) => readAlive(db, ids, isoNow()),

    begin: (token, { isRemembered, address, givesRefreshToken, isNew = false, detail }) =>
      db.transaction().execute(async (tx) => {
        const refreshToken = givesRefreshToken ? newToken() : '';
        const days = isRemembered ? mostDays.remembered : mostDays.unremembered;
        const now = clock.now();
        const { id, userId, userAgent } = await tx
          .updateTable('session')
          .set({
            refreshTokenHash: givesRefreshToken ? hashToken(refreshToken) : null,
            remembered: isRemembered ? 1 : 0,
            ipAddress: address,
            endsAt: new Date(now + days * dayMilliseconds).toISOString(),
            lastUsedAt: new Date(now).toISOString(),
          })
          .where('tokenHash', '=', hashToken(token))
          .returning(['id', 'userId', 'userAgent'])
          .executeTakeFirstOrThrow();
        const { email } = await tx
          .selectFrom('user')
          .select('email')
          .where('id', '=', userId)
          .executeTakeFirstOrThrow();
        const actor = { id: userId, email, from: { address, device: deviceName(userAgent) } };
        const kind = isNew ? 'sign-up' : 'sign-in';
        await record({ tx, now: new Date(now).toISOString(), actor }, { kind, detail });
        await noteSeen(tx, userId, new Date(now).toISOString());
        await endExcessSessions(tx, userId);
        const other = await tx
          .selectFrom('session')
          .select('id')
          .where('userId', '=', userId)
          .where('id', '!=', id)
          .where('expiresAt', '>', isoNow())
          .executeTakeFirst();
        return { id, refreshToken, isFirst: other === undefined };
      }),

    async setAddress(id, address) {
      await db.updateTable('session').set({ ipAddress: address }).where('id', '=', id).execute();
    },

    async isKnownAddress(email, address) {
      const row = await living()
        .where('user.email', '=', email.toLowerCase())
        .where('session.ipAddress', '=', address)
        .executeTakeFirst();
      return row !== undefined;
    },

    refuseDisabled: (token) => refuseDisabled(db, token),

    end: ({ id, account }, from) =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom('session').where('id', '=', id).execute();
        await record({ tx, now: isoNow(), actor: { ...account, from } }, { kind: 'sign-out' });
      }),

    async removeExpired() {
      await db.deleteFrom('session').where('expiresAt', '<=', isoNow()).execute();
    },
  };
}

/** The sessions that haven't ended by then, with their accounts. */
const livingAt = (db: Kysely<Database>, now: string) =>
  db
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.userId')
    .leftJoin('picture', 'picture.userId', 'user.id')
    .select(['session.id', 'session.remembered', 'session.expiresAt', 'session.lastUsedAt'])
    .select(['session.previousTokenHash', 'session.previousUntil'])
    .select(['user.id as userId', 'user.name', 'user.email', 'user.role', 'picture.sha256'])
    .where('session.expiresAt', '>', now)
    .where('user.disabledAt', 'is', null);

type Token = { hash: string; now: string };

const findCurrent = prepared((db, { hash, now }: Token) =>
  livingAt(db, now).where('session.tokenHash', '=', hash),
);

const findPrevious = prepared((db, { hash, now }: Token) =>
  livingAt(db, now)
    .where('session.previousTokenHash', '=', hash)
    .where((where) => where.or([where('previousUntil', 'is', null), where('previousUntil', '>', now)])),
);

/** The new session's token. */
async function insertSession(
  db: Kysely<Database>,
  made: { id: string; userId: string; userAgent: string; isRemembered: boolean; now: number },
): Promise<string> {
  const { isRemembered, now, ...row } = made;
  const token = newToken();
  const lasts = lifetime({ remembered: isRemembered ? 1 : 0, endsAt: null }, now);
  const others = { tokenHash: hashToken(token), ipAddress: null, refreshTokenHash: null };
  await db
    .insertInto('session')
    .values({ ...row, ...lasts, ...others, createdAt: lasts.updatedAt })
    .execute();
  return token;
}

async function noteSeen(db: Kysely<Database>, userId: string, lastSeenAt: string): Promise<void> {
  await db.updateTable('user').set({ lastSeenAt }).where('id', '=', userId).execute();
}

async function refuseDisabled(db: Kysely<Database>, token: string): Promise<boolean> {
  const ended = await db
    .deleteFrom('session')
    .where('tokenHash', '=', hashToken(token))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('user')
          .select('user.id')
          .whereRef('user.id', '=', 'session.userId')
          .where('user.disabledAt', 'is not', null),
      ),
    )
    .executeTakeFirst();
  return ended.numDeletedRows > 0n;
}

/** Ends the sessions of an account that were used longest ago, if it has more than `mostSessions`. */
async function endExcessSessions(tx: Kysely<Database>, userId: string): Promise<void> {
  const rows = await tx
    .selectFrom('session')
    .select(['id', 'lastUsedAt', 'updatedAt'])
    .where('userId', '=', userId)
    .execute();
  if (rows.length <= mostSessions) return;
  const usedAt = (row: (typeof rows)[number]) => row.lastUsedAt ?? row.updatedAt;
  const excess = rows
    .sort((one, other) => usedAt(other).localeCompare(usedAt(one)))
    .slice(mostSessions)
    .map(({ id }) => id);
  await tx.deleteFrom('session').where('id', 'in', excess).execute();
}

const lifetime: Lifetime = ({ remembered, endsAt }, now) => {
  const seconds = remembered === 1 ? rememberedSeconds : unrememberedSeconds;
  const full = new Date(now + seconds * 1000).toISOString();
  return {
    expiresAt: endsAt !== null && endsAt < full ? endsAt : full,
    updatedAt: new Date(now).toISOString(),
  };
};

type Row = {
  id: string;
  remembered: number;
  expiresAt: string;
  lastUsedAt: string | null;
  previousTokenHash: string | null;
  previousUntil: string | null;
  userId: string;
  name: string;
  email: string;
  sha256: string | null;
  role: Account['role'];
};

function toSession(row: Row): Session {
  const { id, remembered, expiresAt, userId, name, email, role } = row;
  const account = { id: userId, name, email, avatarUrl: pathOfPicture(row.sha256), role };
  return { id, isRemembered: remembered === 1, expiresAt, account };
}

/** The account as handlers see it: what a person does never carries their picture. */
export function toActor(account: Account): Actor {
  return { id: account.id, name: account.name, avatarUrl: null, email: account.email };
}
