import type { Kysely, Selectable } from 'kysely';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { CommandContext } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';
import { readCut } from '../entities/cut.ts';
import { type KeptRows, parseRows, readWithBelongings, stringifyRows } from './kept-rows.ts';

/** Deletes a cut with everything of it, and keeps it for `cut.restore`. */
export async function deleteCut({ tx, actor, now }: CommandContext, id: string): Promise<void> {
  const cut = await readCut(tx, id);
  if (!cut) throw new Error(`Cut ${id} disappeared within its own transaction`);
  const vibe = await tx
    .selectFrom('vibe')
    .select('name')
    .where('id', '=', cut.vibeId)
    .executeTakeFirstOrThrow();
  const rows = await readWithBelongings(tx, 'cut', id);
  await tx
    .insertInto('deletedCut')
    .values({
      ...{ id, projectId: cut.projectId, vibeId: cut.vibeId, vibeName: vibe.name },
      ...{ cut: JSON.stringify(cut), rows: stringifyRows(rows), deletedAt: now, deletedBy: actor.id },
    })
    .execute();
  const sizes = new Map(cut.files.map(({ sha256, size }) => [sha256, size]));
  for (const [sha256, size] of sizes) {
    await tx.insertInto('deletedCutFile').values({ cutId: id, sha256, size }).execute();
  }
  await tx.deleteFrom('cut').where('id', '=', id).execute();
}

/** A deleted cut that can be restored. */
export type DeletedCutRow = Omit<Selectable<Database['deletedCut']>, 'cut' | 'rows'> & {
  cut: Cut;
  rows: KeptRows;
};

export async function readDeletedCut(db: Kysely<Database>, id: string): Promise<DeletedCutRow | undefined> {
  const row = await db.selectFrom('deletedCut').selectAll().where('id', '=', id).executeTakeFirst();
  return row && { ...row, cut: JSON.parse(row.cut), rows: parseRows(row.rows) };
}

/** Whether the id is that of a cut that can be restored, so that no new cut may have it. */
export async function isOfDeletedCut(db: Kysely<Database>, id: string): Promise<boolean> {
  const query = db.selectFrom('deletedCut').select('id').where('id', '=', id);
  return (await query.executeTakeFirst()) !== undefined;
}
