import type { Kysely } from 'kysely';

/** The servers on this database, and what each of them holds while it lives: people online, and jobs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('node')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('startedAt', 'text', (column) => column.notNull())
    .addColumn('beat', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('presence')
    .addColumn('userId', 'text', (column) => column.notNull())
    .addColumn('nodeId', 'text', (column) => column.notNull().references('node.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('presencePrimary', ['userId', 'nodeId'])
    .execute();
  await db.schema.createIndex('presenceNode').on('presence').column('nodeId').execute();
  await db.schema
    .createTable('lease')
    .addColumn('job', 'text', (column) => column.primaryKey())
    .addColumn('nodeId', 'text', (column) => column.notNull().references('node.id').onDelete('cascade'))
    .execute();
  await db.schema.createIndex('leaseNode').on('lease').column('nodeId').execute();
}
