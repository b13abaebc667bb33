import { type Kysely, sql } from 'kysely';

/** The audit log. Its triggers refuse every change of an entry, and every removal but that of the oldest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('auditEntry')
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('actorId', 'text')
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('device', 'text')
    .addColumn('subjectId', 'text')
    .addColumn('subject', 'text')
    .addColumn('projectId', 'text')
    .addColumn('detail', 'text')
    .addColumn('count', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  for (const column of ['kind', 'actorId', 'actor', 'subjectId', 'subject', 'address', 'projectId']) {
    const name = `auditEntry${column.charAt(0).toUpperCase()}${column.slice(1)}`;
    await db.schema.createIndex(name).on('auditEntry').column(column).execute();
  }
  await sql`create trigger auditEntryUnchanged before update on auditEntry
    begin select raise(abort, 'An audit entry never changes'); end`.execute(db);
  await sql`create trigger auditEntryOldestFirst before delete on auditEntry
    when exists (select 1 from auditEntry where number < old.number)
    begin select raise(abort, 'Only the oldest audit entry can be removed'); end`.execute(db);
}
