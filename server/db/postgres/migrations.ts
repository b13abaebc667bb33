import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import * as search from './search.ts';
import { makeSweepCandidates } from './sweep-candidates.ts';

const column = (db: Kysely<unknown>, table: string, name: string, type: 'text' | 'integer') =>
  db.schema.alterTable(table).addColumn(name, type).execute();

/**
 * The migrations that speak SQLite, for PostgreSQL. None of its databases is older than version 0047, so these make
 * tables and have no rows to convert. The other ones run as they are (`column-types.ts`).
 */
export const postgresMigrations: Record<string, Migration> = {
  '0005-search': { up: search.makeIndex },
  '0008-search-replies': { up: search.addReplies },
  '0009-retention': {
    async up(db) {
      await db.schema
        .createTable('spentOperation')
        .addColumn('key', 'blob', (c) => c.primaryKey())
        .execute();
      const indexes: [table: string, columns: string[]][] = [
        ['file', ['uploadedBy']],
        ['activityDismissal', ['activityId']],
        ['session', ['expiresAt']],
        ['share', ['expiresAt']],
        ['upload', ['state', 'updatedAt']],
      ];
      for (const [table, columns] of indexes) {
        const name = `${table}_by_${columns.join('_')}`;
        await db.schema.createIndex(name).on(table).columns(columns).execute();
      }
      for (const table of ['project', 'vibe']) {
        const index = db.schema.createIndex(`${table}_by_imageSha256`).on(table).column('imageSha256');
        await index.where(sql.ref('imageSha256'), 'is not', null).execute();
      }
    },
  },
  '0011-token-hashes': {
    async up(db) {
      for (const table of ['session', 'invitation'])
        await db.schema.alterTable(table).renameColumn('token', 'tokenHash').execute();
    },
  },
  '0017-rooms': {
    async up(db) {
      await db.schema
        .createTable('roomMessage')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('projectId', 'text', (c) => c.notNull().references('project.id').onDelete('cascade'))
        .addColumn('senderId', 'text', (c) => c.notNull().references('user.id'))
        .addColumn('text', 'text', (c) => c.notNull())
        .addColumn('mentions', 'text')
        .addColumn('createdAt', 'text', (c) => c.notNull())
        .addUniqueConstraint('room_message_order', ['projectId', 'createdAt'])
        .execute();
      const index = db.schema.createIndex('roomMessage_by_senderId_createdAt').on('roomMessage');
      await index.columns(['senderId', 'createdAt']).execute();
      for (const name of ['level', 'roomReadUpTo']) await column(db, 'member', name, 'text');
      await column(db, 'user', 'quietHours', 'text');
      await search.addMessages(db);
    },
  },
  '0024-sessions': {
    async up(db) {
      const names = ['endsAt', 'lastUsedAt', 'previousTokenHash', 'previousUntil', 'rotationSalt'];
      for (const name of names) await column(db, 'session', name, 'text');
      const index = db.schema.createIndex('sessionPreviousToken').on('session').column('previousTokenHash');
      await index.where(sql.ref('previousTokenHash'), 'is not', null).execute();
      await db.schema
        .createTable('spentRefreshToken')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('sessionId', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
        .addColumn('salt', 'text', (c) => c.notNull())
        .addColumn('spentAt', 'text', (c) => c.notNull())
        .execute();
      const spent = db.schema.createIndex('spentRefreshTokenSession').on('spentRefreshToken');
      await spent.column('sessionId').execute();
    },
  },
  '0030-owner': {
    async up(db) {
      await db.schema
        .alterTable('member')
        .addColumn('isOwner', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      await sql`create unique index member_owner on member ("projectId") where "isOwner" = 1`.execute(db);
    },
  },
  '0034-operator': {
    async up(db) {
      for (const name of ['disabledAt', 'lastSeenAt']) await column(db, 'user', name, 'text');
      for (const table of ['user', 'project']) await column(db, table, 'quotaBytes', 'integer');
    },
  },
  '0036-audit-log': { up: makeAuditLog },
  // It has no index beside its entries.
  '0066-search-index-later': { up: async () => {} },
  '0067-sweep-candidates': { up: makeSweepCandidates },
};

async function makeAuditLog(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('auditEntry')
    .addColumn('number', 'bigint', (c) => c.generatedByDefaultAsIdentity().primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('actorId', 'text')
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('address', 'text')
    .addColumn('device', 'text')
    .addColumn('subjectId', 'text')
    .addColumn('subject', 'text')
    .addColumn('projectId', 'text')
    .addColumn('detail', 'text')
    .addColumn('count', 'integer', (c) => c.notNull().defaultTo(1))
    .execute();
  for (const name of ['kind', 'actorId', 'actor', 'subjectId', 'subject', 'address', 'projectId']) {
    const index = `auditEntry${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    await db.schema.createIndex(index).on('auditEntry').column(name).execute();
  }
  await sql`create function "refuseAuditChange"() returns trigger language plpgsql as $$
    begin raise exception 'An audit entry never changes'; end $$`.execute(db);
  await sql`create trigger "auditEntryUnchanged" before update on "auditEntry"
    for each row execute function "refuseAuditChange"()`.execute(db);
  // After the statement: one that removes several entries meets them in any order.
  await sql`create function "refuseAuditGap"() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from "auditEntry" where number < (select max(number) from removed)) then
        raise exception 'Only the oldest audit entry can be removed';
      end if;
      return null;
    end $$`.execute(db);
  await sql`create trigger "auditEntryOldestFirst" after delete on "auditEntry"
    referencing old table as removed for each statement execute function "refuseAuditGap"()`.execute(db);
}
