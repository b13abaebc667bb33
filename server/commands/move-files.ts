import { chunksOf } from '../db/chunks.ts';
import { jsonAppend } from '../db/dialect.ts';
import type { CommandContext } from './handler.ts';

/**
 * Moves files from one cut to another, with the comments made on them and `commentIds`, and answers the ids of the
 * comments that moved. A comment on a file stays with that file.
 */
export async function moveFiles(
  { tx }: Pick<CommandContext, 'tx'>,
  { fileIds, commentIds = [] }: { fileIds: string[]; commentIds?: string[] },
  fromCutId: string,
  toCutId: string,
): Promise<string[]> {
  const moved: string[] = [];
  const moveComments = async (column: 'fileId' | 'id', ids: string[]) => {
    const rows = await tx
      .updateTable('comment')
      .set({ cutId: toCutId })
      .where('cutId', '=', fromCutId)
      .where(column, 'in', ids)
      .$if(column === 'id', (query) => query.where('fileId', 'is', null))
      .returning('id')
      .execute();
    for (const { id } of rows) moved.push(id);
  };
  for (const ids of chunksOf(fileIds)) {
    await tx
      .updateTable('file')
      .set({
        cutId: toCutId,
        formerCutIds: jsonAppend(tx, 'formerCutIds', fromCutId),
      })
      .where('cutId', '=', fromCutId)
      .where('id', 'in', ids)
      .execute();
    await moveComments('fileId', ids);
  }
  for (const ids of chunksOf(commentIds)) await moveComments('id', ids);
  return moved.sort();
}
