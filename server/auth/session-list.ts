import type { Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { Session as ListedSession, StartedSession } from '../../protocol/wire/session.ts';
import type { Database } from '../db/schema.ts';
import { deviceName } from './device-name.ts';

/** The sessions of one account, for its owner. */
export type SessionList = {
  /** Last used first. */
  read(userId: string, currentId: string): Promise<ListedSession[]>;
  /** Ends one; false if the account has no such session. */
  end(userId: string, id: string): Promise<boolean>;
  /** Ends all but this one; answers their ids. */
  endOthers(userId: string, currentId: string): Promise<string[]>;
};

export function createSessionList(db: Kysely<Database>, clock: Clock): SessionList {
  return {
    async read(userId, currentId) {
      const rows = await db
        .selectFrom('session')
        .select(['id', 'userAgent', 'ipAddress', 'createdAt', 'updatedAt', 'lastUsedAt'])
        .where('userId', '=', userId)
        .where('expiresAt', '>', new Date(clock.now()).toISOString())
        .execute();
      return rows
        .map((row) => ({
          ...toStarted(row),
          lastUsedAt: row.lastUsedAt ?? row.updatedAt,
          isCurrent: row.id === currentId,
        }))
        .sort((one, other) => other.lastUsedAt.localeCompare(one.lastUsedAt));
    },

    async end(userId, id) {
      const query = db.deleteFrom('session').where('id', '=', id).where('userId', '=', userId);
      return (await query.executeTakeFirst()).numDeletedRows === 1n;
    },

    async endOthers(userId, currentId) {
      const query = db.deleteFrom('session').where('userId', '=', userId).where('id', '!=', currentId);
      return (await query.returning('id').execute()).map(({ id }) => id);
    },
  };
}

/** A new session, as others of its account are told of it. */
export async function readStarted(db: Kysely<Database>, id: string): Promise<StartedSession> {
  const query = db.selectFrom('session').select(['id', 'userAgent', 'ipAddress', 'createdAt']);
  return toStarted(await query.where('id', '=', id).executeTakeFirstOrThrow());
}

function toStarted(row: {
  id: string;
  userAgent: string | null;
  ipAddress: string | null;
  createdAt: string;
}): StartedSession {
  const { id, userAgent, ipAddress, createdAt } = row;
  return { id, device: deviceName(userAgent), address: ipAddress ?? '', createdAt };
}
