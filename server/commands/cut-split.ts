import type { Selectable } from 'kysely';
import { filesOfSplit } from '../../protocol/state/stem-versions.ts';
import type { CommandPayload } from '../../protocol/wire/command.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { chunksOf } from '../db/chunks.ts';
import type { Database } from '../db/schema.ts';
import { isOfDeletedCut } from '../deleted/deleted-cuts.ts';
import { readDeletedVibe } from '../deleted/deleted-vibes.ts';
import { type CutPlace, findCutPlace, nextCutRank, readCut } from '../entities/cut.ts';
import { readFiles } from '../entities/file.ts';
import { failure } from '../failure.ts';
import { relocateNotifications } from '../notifications/relocate.ts';
import { notFound, refuse } from './access.ts';
import type { CommandContext, Handled, Handler } from './handler.ts';
import { moveFiles } from './move-files.ts';
import { handleVibeCreate } from './vibe-create.ts';

type CutRow = Selectable<Database['cut']>;
type AliasRow = Selectable<Database['cutAlias']>;

export const handleCutSplit: Handler<'cut.split'> = async (context, payload) => {
  const { tx } = context;
  const { id } = payload;
  const from = await findCutPlace(tx, payload.cutId);
  if (!from) return notFound('cut');
  const { projectId } = from;
  const refusal = await refuse(context, projectId, 'cut.split', 'cut');
  if (refusal) return refusal;
  if (await isOfDeletedCut(tx, id)) return failure('conflict', 'id: This id is already in use.');
  const alias = await tx.selectFrom('cutAlias').selectAll().where('id', '=', id).executeTakeFirst();
  if (alias && alias.cutId !== from.id) {
    return failure('conflict', 'id: This song was merged into another one than cutId.');
  }
  const files = await readFiles(tx, { cutId: from.id });
  const wanted = new Set([...payload.fileIds, ...(payload.stemIds ?? [])]);
  const fileIds = files
    .filter((file) => wanted.has(file.id) || wanted.has(file.versionId ?? ''))
    .map((file) => file.id);
  if (fileIds.length === 0 && !alias) {
    return failure(wanted.size > 0 ? 'conflict' : 'invalid', 'fileIds: None of these files is in the cut.');
  }
  const made = await makeCut(context, from, payload, alias);
  if (!made.ok) return made;
  const { place } = made;
  const { commentIds: wantedComments = JSON.parse(alias?.commentIds ?? '[]') } = payload;
  const commentIds = await moveFiles(context, { fileIds, commentIds: wantedComments }, from.id, id);
  await leaveVersions(context, id);
  await makeVersions(context, id, { asVersions: payload.stemIds, isBack: alias !== undefined });
  const cut = await readCut(tx, id);
  if (!cut) throw new Error(`Cut ${id} disappeared within its own transaction`);
  return {
    ok: true,
    result: cut,
    events: [
      ...made.events,
      {
        topic: projectTopic(projectId),
        event: { name: 'cut:split', payload: { cut, fromCutId: from.id, fileIds, commentIds } },
      },
      ...(await takeMusicBack(context, from, alias)),
      ...(await relocateNotifications(tx, from.id, place, { fileIds, commentIds })),
    ],
    activities: [
      ...(made.activities ?? []),
      {
        type: 'cut_split',
        projectId,
        target: { type: 'cut', id, name: place.name },
        link: { projectId, vibeId: place.vibeId, cutId: id },
      },
    ],
  };
};

/** Inserts the new cut. A merged one comes back as it was, in the wanted vibe and with the wanted name. */
async function makeCut(
  context: CommandContext,
  from: CutPlace,
  { id, name, vibeId = from.vibeId }: CommandPayload<'cut.split'>,
  alias: AliasRow | undefined,
): Promise<(Handled<unknown> & { place: CutPlace }) | Failure> {
  const { tx, actor, now } = context;
  const { projectId } = from;
  const vibe = await tx.selectFrom('vibe').select('projectId').where('id', '=', vibeId).executeTakeFirst();
  const former: CutRow | null = alias ? JSON.parse(alias.cut) : null;
  const formerVibe = former?.vibeId === vibeId ? alias?.vibeName : null;
  // Its own vibe may have been deleted since, because it was empty.
  const deleted = vibe ? undefined : await readDeletedVibe(tx, vibeId);
  const again = !vibe && formerVibe ? { id: vibeId, projectId, name: deleted?.name ?? formerVibe } : null;
  if (!again && vibe?.projectId !== projectId) return notFound('vibe');
  const opened = again && (await handleVibeCreate(context, again));
  if (opened && !opened.ok) return opened;
  const isInPlace = former?.vibeId === vibeId;
  const rank = isInPlace ? former.rank : await nextCutRank(tx, vibeId);
  const made = await tx
    .insertInto('cut')
    .values({ ...(former ?? { createdAt: now, createdBy: actor.id }), id, name, vibeId, projectId, rank })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  if (alias) await returnShares(tx, from.id, id, await returnAliases(tx, alias));
  return { ...(opened ?? { ok: true, result: null, events: [] }), place: { id, name, vibeId, projectId } };
}

/**
 * The id is that of a cut again, and so mean the ids of cuts that were merged into it, however indirectly. Answers the rows
 * of all of them.
 */
async function returnAliases(tx: CommandContext['tx'], alias: AliasRow): Promise<AliasRow[]> {
  const { id } = alias;
  await tx.deleteFrom('cutAlias').where('id', '=', id).execute();
  const returned = [alias];
  let into = [id];
  while (into.length > 0) {
    const rows = await tx
      .updateTable('cutAlias')
      .set({ cutId: id })
      .where('intoId', 'in', into)
      .returningAll()
      .execute();
    returned.push(...rows);
    into = rows.map((row) => row.id);
  }
  return returned;
}

/** The links that the merges took along lead to the cut again, unless they were revoked. */
async function returnShares(
  tx: CommandContext['tx'],
  fromId: string,
  id: string,
  aliases: readonly AliasRow[],
): Promise<void> {
  const shareIds = aliases.flatMap((alias): string[] => JSON.parse(alias.shareIds ?? '[]'));
  for (const ids of chunksOf(shareIds)) {
    const leading = tx.updateTable('share').set({ cutId: id }).where('cutId', '=', fromId);
    await leading.where('id', 'in', ids).execute();
  }
}

/** Facts about the music that the merged cut gave are no longer those of the other one, unless somebody changed them. */
async function takeMusicBack(
  { tx }: CommandContext,
  { id, projectId }: CutPlace,
  alias: AliasRow | undefined,
): Promise<Handled<unknown>['events']> {
  if (!alias?.gaveMusic) return [];
  const { music } = JSON.parse(alias.cut) as CutRow;
  const taken = await tx
    .updateTable('cut')
    .set({ music: null })
    .where('id', '=', id)
    .where('music', '=', music)
    .executeTakeFirst();
  if (taken.numUpdatedRows === 0n) return [];
  const payload = { cutId: id, music: {} };
  return [{ topic: projectTopic(projectId), event: { name: 'cut:described', payload } }];
}

/** Stems that are none become versions of the new cut. */
async function makeVersions(
  { tx }: CommandContext,
  cutId: string,
  wish: Parameters<typeof filesOfSplit>[1],
): Promise<void> {
  const files = await readFiles(tx, { cutId });
  const stems = new Set(files.filter(({ type }) => type === 'STEM').map(({ id }) => id));
  for (const { id, type, order = null } of filesOfSplit(files, wish)) {
    if (type !== 'CUT' || !stems.has(id)) continue;
    await tx.updateTable('file').set({ type: 'CUT', order, versionId: null }).where('id', '=', id).execute();
  }
}

/** A stem that was split from its version belongs to none: a version and its stems are always in one cut. */
async function leaveVersions({ tx }: CommandContext, cutId: string): Promise<void> {
  await tx
    .updateTable('file')
    .set({ versionId: null })
    .where('cutId', '=', cutId)
    .where('versionId', 'not in', tx.selectFrom('file').select('id').where('cutId', '=', cutId))
    .execute();
}
