import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { hashToken } from '../../hash-token.ts';

/**
 * Stores SHA-256 of session and invitation tokens in place of the tokens. Sessions and invitations stay good. Stored
 * answers of `project.invite` held the token, so they are forgotten like old answers: the operations stay applied.
 *
 * `secure_delete` overwrites what is replaced, so that no token is left in unused parts of the file.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`pragma secure_delete = on`.execute(db);
  for (const table of ['session', 'invitation']) {
    const rows = await sql<{ id: string; token: string }>`select id, token from ${sql.table(table)}`.execute(
      db,
    );
    for (const { id, token } of rows.rows) {
      await sql`update ${sql.table(table)} set token = ${hashToken(token)} where id = ${id}`.execute(db);
    }
    await db.schema.alterTable(table).renameColumn('token', 'tokenHash').execute();
  }
  // As `commands/operations.ts` has it for answers that are not kept.
  const invited = await sql<{ userId: string; operationId: string }>`select userId, operationId from operation
    where kind = 'project.invite' and json_extract(answer, '$.ok')`.execute(db);
  for (const { userId, operationId } of invited.rows) {
    const key = createHash('sha256').update(`${userId} ${operationId}`).digest().subarray(0, 16);
    await sql`insert or ignore into spentOperation (key) values (${key})`.execute(db);
    await sql`delete from operation where userId = ${userId} and operationId = ${operationId}`.execute(db);
  }
  await sql`pragma secure_delete = off`.execute(db);
}
