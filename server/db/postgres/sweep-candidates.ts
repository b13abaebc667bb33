import { type Kysely, sql } from 'kysely';
import {
  candidateTriggers,
  endingUploads,
  endUploads,
  makeTables,
} from '../migrations/0067-sweep-candidates.ts';

/** The same tables and triggers as on SQLite. */
export async function makeSweepCandidates(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  const makeFunction = (name: string, does: string) =>
    run(
      `create function "${name}"() returns trigger language plpgsql as $$ begin ${does}; return null; end $$`,
    );
  await makeTables(db, (column) => column.generatedByDefaultAsIdentity().primaryKey());
  const functionOf = (column: string) => `addSweepCandidate_${column}`;
  for (const column of ['sha256', 'imageSha256']) {
    await makeFunction(functionOf(column), `insert into "sweepCandidate" (sha256) values (old."${column}")`);
  }
  for (const { head, column } of candidateTriggers())
    await run(`${head} execute function "${functionOf(column)}"()`);
  await makeFunction('endUploads', endUploads);
  await run(`${endingUploads} execute function "endUploads"()`);
}
