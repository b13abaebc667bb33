import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';

/** The columns that refer to blobs. */
const references: [table: string, column: string][] = [
  ['file', 'sha256'],
  ['deletedFile', 'sha256'],
  ['deletedCutFile', 'sha256'],
  ['project', 'imageSha256'],
  ['vibe', 'imageSha256'],
];

/**
 * Remembers which blobs may be unreferenced, and which blobs a difference was measured from, so that the sweep checks only
 * those. And uploads go with their project, so that no sweep looks for them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await makeTables(db, (column) => column.primaryKey().autoIncrement());
  for (const { head, column } of candidateTriggers()) {
    await run(db, `${head} begin insert into "sweepCandidate" (sha256) values (old."${column}"); end`);
  }
  await run(db, `${endingUploads} begin ${endUploads}; end`);
}

/** The tables, which are the same in both databases. */
export async function makeTables(
  db: Kysely<unknown>,
  asNumber: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder,
): Promise<void> {
  await db.schema
    .createTable('sweepCandidate')
    .addColumn('number', 'integer', asNumber)
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('putAt', 'text')
    .execute();
  await db.schema.createIndex('sweepCandidate_by_sha256').on('sweepCandidate').column('sha256').execute();
  await db.schema
    .createTable('differenceSidecar')
    .addColumn('newer', 'text', (column) => column.notNull())
    .addColumn('older', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('differenceSidecar_key', ['newer', 'older'])
    .execute();
  await db.schema.createIndex('differenceSidecar_by_older').on('differenceSidecar').column('older').execute();
  await db.schema.createIndex('upload_by_projectId').on('upload').column('projectId').execute();

  // The earlier version would have removed these with its next sweep. Blobs without such a row are found by listing the store once.
  await run(
    db,
    `insert into "sweepCandidate" (sha256) select sha256 from blob
      where not exists (select 1 from file where file.sha256 = blob.sha256)`,
  );
  await run(
    db,
    `delete from upload where state = 'committed' and "projectId" not in (select id from project)`,
  );
}

/** The beginnings of the triggers that run when a row no longer refers to the blob in `old.<column>`. */
export function candidateTriggers(): { head: string; column: string }[] {
  return references.flatMap(([table, column]) => {
    const trigger = (name: string, event: string, condition: string) => ({
      head: `create trigger "${table}${name}" after ${event} on "${table}" for each row when (${condition})`,
      column,
    });
    const isReference = `old."${column}" is not null`;
    const isChanged = `${isReference} and old."${column}" is distinct from new."${column}"`;
    return [
      trigger('DeletedAddsCandidate', 'delete', isReference),
      trigger('ChangedAddsCandidate', `update of "${column}"`, isChanged),
    ];
  });
}

export const endingUploads = `create trigger "projectGoneEndsUploads" after delete on project for each row`;
export const endUploads = `delete from upload where "projectId" = old.id and state = 'committed'`;

const run = (db: Kysely<unknown>, text: string) => sql.raw(text).execute(db);
