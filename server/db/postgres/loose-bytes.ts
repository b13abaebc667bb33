import { type Kysely, sql } from 'kysely';
import { endingUploads, endUploads, loosenings, makeTables } from '../migrations/0067-loose-bytes.ts';

/** The same tables and triggers as on SQLite. */
export async function makeLooseBytes(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  const makeFunction = (name: string, does: string) =>
    run(
      `create function "${name}"() returns trigger language plpgsql as $$ begin ${does}; return null; end $$`,
    );
  await makeTables(db, (column) => column.generatedByDefaultAsIdentity().primaryKey());
  const functionOf = (column: string) => `loosen_${column}`;
  for (const column of ['sha256', 'imageSha256']) {
    await makeFunction(functionOf(column), `insert into "looseBytes" (sha256) values (old."${column}")`);
  }
  for (const { head, column } of loosenings())
    await run(`${head} execute function "${functionOf(column)}"()`);
  await makeFunction('endUploads', endUploads);
  await run(`${endingUploads} execute function "endUploads"()`);
}
