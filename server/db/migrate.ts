import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { DatabaseError } from './database-error.ts';
import { isPostgres } from './dialect.ts';
import * as initial from './migrations/0001-initial.ts';
import * as comments from './migrations/0002-comments.ts';
import * as chat from './migrations/0003-chat.ts';
import * as search from './migrations/0005-search.ts';
import * as share from './migrations/0006-share.ts';
import * as searchReplies from './migrations/0008-search-replies.ts';
import * as retention from './migrations/0009-retention.ts';
import * as activityOrder from './migrations/0010-activity-order.ts';
import * as tokenHashes from './migrations/0011-token-hashes.ts';
import * as stacks from './migrations/0012-stacks.ts';
import * as loudness from './migrations/0013-loudness.ts';
import * as differences from './migrations/0014-differences.ts';
import * as deletedCuts from './migrations/0015-deleted-cuts.ts';
import * as commentsDone from './migrations/0016-comments-done.ts';
import * as rooms from './migrations/0017-rooms.ts';
import * as music from './migrations/0018-music.ts';
import * as pictures from './migrations/0019-pictures.ts';
import * as repliesAndReactions from './migrations/0020-replies-and-reactions.ts';
import * as sessions from './migrations/0024-sessions.ts';
import * as strangerNotices from './migrations/0025-stranger-notices.ts';
import * as accountTokens from './migrations/0026-account-tokens.ts';
import * as deletedAccounts from './migrations/0027-deleted-accounts.ts';
import * as identities from './migrations/0028-identities.ts';
import * as secondFactor from './migrations/0029-second-factor.ts';
import * as owner from './migrations/0030-owner.ts';
import * as trash from './migrations/0031-trash.ts';
import * as operator from './migrations/0034-operator.ts';
import * as accountInvitations from './migrations/0035-account-invitations.ts';
import * as auditLog from './migrations/0036-audit-log.ts';
import * as blocks from './migrations/0040-blocks.ts';
import * as shareLinks from './migrations/0042-share-links.ts';
import * as guests from './migrations/0043-guests.ts';
import * as compressedCopies from './migrations/0045-compressed-copies.ts';
import * as mailedNews from './migrations/0046-mailed-news.ts';
import * as invitationLinks from './migrations/0047-invitation-links.ts';
import * as serverSecrets from './migrations/0048-server-secrets.ts';
import * as nodes from './migrations/0050-nodes.ts';
import * as attempts from './migrations/0060-attempts.ts';
import * as oldEvents from './migrations/0062-old-events.ts';
import * as bulkNotifications from './migrations/0063-bulk-notifications.ts';
import * as soundWork from './migrations/0064-sound-work.ts';
import * as comparedVersions from './migrations/0065-compared-versions.ts';
import * as searchIndexLater from './migrations/0066-search-index-later.ts';
import * as sweepCandidates from './migrations/0067-sweep-candidates.ts';
import * as oneCutOfAnId from './migrations/0068-one-cut-of-an-id.ts';
import * as undoneMerges from './migrations/0069-undone-merges.ts';
import * as secretsOfNodes from './migrations/0070-secrets-of-nodes.ts';
import { columnTypes } from './postgres/column-types.ts';
import { postgresMigrations } from './postgres/migrations.ts';
import type { Database } from './schema.ts';

/**
 * Every migration by its numbered name, in order. A released one never changes: a change is a new file. 0004 and 0007
 * were never released.
 */
export const migrations: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-comments': comments,
  '0003-chat': chat,
  '0005-search': search,
  '0006-share': share,
  '0008-search-replies': searchReplies,
  '0009-retention': retention,
  '0010-activity-order': activityOrder,
  '0011-token-hashes': tokenHashes,
  '0012-stacks': stacks,
  '0013-loudness': loudness,
  '0014-differences': differences,
  '0015-deleted-cuts': deletedCuts,
  '0016-comments-done': commentsDone,
  '0017-rooms': rooms,
  '0018-music': music,
  '0019-pictures': pictures,
  '0020-replies-and-reactions': repliesAndReactions,
  '0024-sessions': sessions,
  '0025-stranger-notices': strangerNotices,
  '0026-account-tokens': accountTokens,
  '0027-deleted-accounts': deletedAccounts,
  '0028-identities': identities,
  '0029-second-factor': secondFactor,
  '0030-owner': owner,
  '0031-trash': trash,
  '0034-operator': operator,
  '0035-account-invitations': accountInvitations,
  '0036-audit-log': auditLog,
  '0040-blocks': blocks,
  '0042-share-links': shareLinks,
  '0043-guests': guests,
  '0045-compressed-copies': compressedCopies,
  '0046-mailed-news': mailedNews,
  '0047-invitation-links': invitationLinks,
  '0048-server-secrets': serverSecrets,
  '0050-nodes': nodes,
  '0060-attempts': attempts,
  '0062-old-events': oldEvents,
  '0063-bulk-notifications': bulkNotifications,
  '0064-sound-work': soundWork,
  '0065-compared-versions': comparedVersions,
  '0066-search-index-later': searchIndexLater,
  '0067-sweep-candidates': sweepCandidates,
  '0068-one-cut-of-an-id': oneCutOfAnId,
  '0069-undone-merges': undoneMerges,
  '0070-secrets-of-nodes': secretsOfNodes,
};

/**
 * Migrates the database to the newest schema, if it isn't there yet; of several servers that start at once, one does. Throws
 * if a migration fails, and `DatabaseError` if the database belongs to a newer version.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const all = isPostgres(db) ? { ...migrations, ...postgresMigrations } : migrations;
  const migrator = new Migrator({
    db: isPostgres(db) ? db.withPlugin(columnTypes) : db,
    provider: { getMigrations: async () => all },
  });
  const unknown = (await readMigrated(db)).filter((name) => !Object.hasOwn(all, name));
  if (unknown.length > 0)
    throw new DatabaseError(
      `The database belongs to a newer version of BandMate (${unknown.at(-1)}). Start that one, or restore a backup.`,
    );
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
  if (isPostgres(db)) await letForeignKeysWait(db);
}

/** Whether the database has the newest schema. */
export async function isMigrated(db: Kysely<Database>): Promise<boolean> {
  return String(await readMigrated(db)) === String(Object.keys(migrations).toSorted());
}

async function readMigrated(db: Kysely<Database>): Promise<string[]> {
  const query = sql<{ name: string }>`select name from kysely_migration order by name`;
  // A new database has no such table.
  return query.execute(db).then(
    ({ rows }) => rows.map(({ name }) => name),
    () => [],
  );
}

/** Whether `migrate` would do nothing to this PostgreSQL. */
export async function isUpToDate(db: Kysely<Database>): Promise<boolean> {
  return (await isMigrated(db)) && (await findEagerKeys(db)).length === 0;
}

/** SQLite's can be checked at the end of a transaction (`deferForeignKeys`); PostgreSQL's only if they are made so. */
async function letForeignKeysWait(db: Kysely<Database>): Promise<void> {
  for (const { name, table } of await findEagerKeys(db))
    await sql`alter table ${sql.table(table)} alter constraint ${sql.ref(name)} deferrable`.execute(db);
}

async function findEagerKeys(db: Kysely<Database>): Promise<{ name: string; table: string }[]> {
  const query = sql<{ name: string; table: string }>`select conname as name, relname as table
    from pg_constraint join pg_class on pg_class.oid = conrelid
    where contype = 'f' and not condeferrable and connamespace = 'public'::regnamespace`;
  return (await query.execute(db)).rows;
}
