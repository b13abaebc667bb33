import { type Kysely, sql } from 'kysely';

/** An identity of a provider belongs to one account, and an account has one identity of each provider. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isIdentity = sql<boolean>`${sql.ref('providerId')} <> 'credential'`;
  for (const [name, column] of [
    ['accountIdentity', 'accountId'],
    ['accountProvider', 'userId'],
  ] as const) {
    await db.schema
      .createIndex(name)
      .unique()
      .on('account')
      .columns(['providerId', column])
      .where(isIdentity)
      .execute();
  }
}
