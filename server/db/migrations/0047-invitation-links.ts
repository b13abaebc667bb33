import { type Kysely, sql } from 'kysely';

/** Invitations for anyone who has the link: without an address, for some number of people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('invitation')
    .addColumn('mostUses', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  for (const name of ['uses', 'accounts'])
    await db.schema
      .alterTable('invitation')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  await sql`update invitation set uses = 1 where "acceptedAt" is not null`.execute(db);
}
