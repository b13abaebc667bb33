import type { Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { Session as ListedSession, StartedSession } from '../../protocol/wire/session.ts';
import { type AuditActor, record } from '../audit/record.ts';
import type { Database } from '../db/schema.ts';
import { deviceName } from './device-name.ts';

/** The sessions of one account, for its owner. */
export type SessionList = {
  /** Last used first. */
  read(userId: string, currentId: string): Promise<ListedSession[]>;
  /** Ends one; false if the account has no such session. */
  end(owner: Owner, id: string): Promise<boolean>;
  /** Ends all but this one; answers their ids. */
  endOthers(owner: Owner, currentId: string): Promise<string[]>;
};

type Owner = AuditActor & { id: string };

export function createSessionList(db: Kysely<Database>, clock: Clock): SessionList {
  const isoNow = () => new Date(clock.now()).toISOString();
  return {
    async read(userId, currentId) {
      const rows = await db
        .selectFrom('session')
        .select(['id', 'userAgent', 'ipAddress', 'createdAt', 'updatedAt', 'lastUsedAt'])
        .where('userId', '=', userId)
        .where('expiresAt', '>', isoNow())
        .execute();
      return rows
        .map((row) => ({
          ...toStarted(row),
          lastUsedAt: row.lastUsedAt ?? row.updatedAt,
          isCurrent: row.id === currentId,
        }))
        .sort((one, other) => other.lastUsedAt.localeCompare(one.lastUsedAt));
    },

    end: (owner, id) =>
      db.transaction().execute(async (tx) => {
        const query = tx.deleteFrom('session').where('id', '=', id).where('userId', '=', owner.id);
        const ended = await query.returning('userAgent').executeTakeFirst();
        if (!ended) return false;
        const subject = { id, name: deviceName(ended.userAgent) };
        await record({ tx, now: isoNow(), actor: owner }, { kind: 'session.ended', subject });
        return true;
      }),

    endOthers: (owner, currentId) =>
      db.transaction().execute(async (tx) => {
        const query = tx.deleteFrom('session').where('userId', '=', owner.id).where('id', '!=', currentId);
        const ended = (await query.returning('id').execute()).map(({ id }) => id);
        await record({ tx, now: isoNow(), actor: owner }, { kind: 'sessions.ended' });
        return ended;
      }),
  };
}

/** A new session, as the account's other devices hear of it. */
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
