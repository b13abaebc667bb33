import type { Selectable } from 'kysely';
import type { CommandContext } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';
import { insertKept, parseRows, readWithBelongings, stringifyRows } from './kept-rows.ts';

/** Deletes a file, and keeps it for `file.restore`. Its comments stay in the cut, and its stems without a version. */
export async function deleteFile({ tx, actor, now }: CommandContext, id: string): Promise<void> {
  const file = await tx
    .selectFrom('file')
    .innerJoin('cut', 'cut.id', 'file.cutId')
    .select(['file.projectId', 'file.cutId', 'cut.name as cutName', 'file.name', 'file.sha256', 'file.size'])
    .where('file.id', '=', id)
    .executeTakeFirstOrThrow();
  const comments = await tx.selectFrom('comment').select('id').where('fileId', '=', id).execute();
  const stems = await tx.selectFrom('file').select('id').where('versionId', '=', id).execute();
  const idsOf = (rows: { id: string }[]) => JSON.stringify(rows.map((row) => row.id));
  const rows = stringifyRows(await readWithBelongings(tx, 'file', id));
  await tx
    .insertInto('deletedFile')
    .values({
      ...{ ...file, id, rows, deletedAt: now, deletedBy: actor.id },
      ...{ commentIds: idsOf(comments), stemIds: idsOf(stems) },
    })
    .execute();
  await tx.deleteFrom('file').where('id', '=', id).execute();
}

/**
 * Puts a deleted file into this cut, with the comments and stems that it had and that are still of no other version there.
 * Answers their ids.
 */
export async function putFileBack(
  { tx }: Pick<CommandContext, 'tx'>,
  { id, ...deleted }: Selectable<Database['deletedFile']>,
  cutId: string,
): Promise<{ commentIds: string[]; stemIds: string[] }> {
  const rows = parseRows(deleted.rows);
  const versionId = String(rows[0]?.rows[0]?.versionId ?? '');
  const version = await tx
    .selectFrom('file')
    .select('id')
    .where('id', '=', versionId)
    .where('cutId', '=', cutId)
    .where('type', '=', 'CUT')
    .executeTakeFirst();
  await insertKept(tx, rows, { cutId, versionId: version?.id ?? null });
  await tx.deleteFrom('deletedFile').where('id', '=', id).execute();
  const commentIds: string[] = JSON.parse(deleted.commentIds);
  const stemIds: string[] = JSON.parse(deleted.stemIds);
  const comments =
    commentIds.length === 0
      ? []
      : await tx
          .updateTable('comment')
          .set({ fileId: id })
          .where('id', 'in', commentIds)
          .where('cutId', '=', cutId)
          .where('fileId', 'is', null)
          .returning('id')
          .execute();
  const stems =
    stemIds.length === 0
      ? []
      : await tx
          .updateTable('file')
          .set({ versionId: id })
          .where('id', 'in', stemIds)
          .where('cutId', '=', cutId)
          .where('versionId', 'is', null)
          .where('type', '=', 'STEM')
          .returning('id')
          .execute();
  return { commentIds: comments.map((row) => row.id).sort(), stemIds: stems.map((row) => row.id).sort() };
}
