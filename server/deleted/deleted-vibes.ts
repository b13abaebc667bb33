import type { Kysely } from 'kysely';
import type { Vibe } from '../../protocol/wire/vibe.ts';
import type { CommandContext } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';
import { readVibePicture, toVibe } from '../entities/vibe.ts';
import { insertKept, parseRows, readWithBelongings, stringifyRows } from './kept-rows.ts';

/** Deletes a vibe without cuts, and keeps it for `vibe.restore`, or for the undo of the correction that emptied it. */
export async function deleteVibe(
  { tx, actor, now }: CommandContext,
  id: string,
  { wasEmptied }: { wasEmptied: boolean },
): Promise<void> {
  const { projectId, name } = await tx
    .selectFrom('vibe')
    .select(['projectId', 'name'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const rows = stringifyRows(await readWithBelongings(tx, 'vibe', id));
  await tx
    .insertInto('deletedVibe')
    .values({
      id,
      projectId,
      name,
      rows,
      wasEmptied: wasEmptied ? 1 : 0,
      deletedAt: now,
      deletedBy: actor.id,
    })
    .execute();
  await tx.deleteFrom('vibe').where('id', '=', id).execute();
}

export function readDeletedVibe(db: Kysely<Database>, id: string) {
  return db.selectFrom('deletedVibe').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Brings a deleted vibe back to its place, without its cuts and with these changes; undefined if there is none. */
export async function restoreVibeAlone(
  { tx }: Pick<CommandContext, 'tx'>,
  id: string,
  changes: { name?: string } = {},
): Promise<Vibe | undefined> {
  const deleted = await readDeletedVibe(tx, id);
  if (!deleted) return undefined;
  await insertKept(tx, parseRows(deleted.rows), changes);
  await tx.deleteFrom('deletedVibe').where('id', '=', id).execute();
  const row = await tx.selectFrom('vibe').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return toVibe(row, await readVibePicture(tx, id));
}
