import type { Cut } from '../../protocol/wire/cut.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { type DeletedCutRow, readDeletedCut } from '../deleted/deleted-cuts.ts';
import { restoreVibeAlone } from '../deleted/deleted-vibes.ts';
import { insertKept } from '../deleted/kept-rows.ts';
import { nextCutRank, readCut } from '../entities/cut.ts';
import { findSongVibe } from '../files/song-cut.ts';
import { songOf } from '../files/song-in-name.ts';
import { findVibe } from '../files/upload-target.ts';
import { notFound, refuse } from './access.ts';
import type { CommandContext, Handled, Handler } from './handler.ts';
import { handleVibeCreate } from './vibe-create.ts';

export const handleCutRestore: Handler<'cut.restore'> = async (context, { id }) => {
  const { tx } = context;
  const there = await readCut(tx, id);
  const deleted = there ? undefined : await readDeletedCut(tx, id);
  const projectId = there?.projectId ?? deleted?.projectId;
  if (projectId === undefined) return notFound('cut');
  const refusal = await refuse(context, projectId, 'cut.restore', 'cut');
  if (refusal) return refusal;
  if (there) return { ok: true, result: there, events: [] };
  if (!deleted) return notFound('cut');
  const vibe = await openFormerVibe(context, deleted);
  if (!vibe.ok) return vibe;
  const vibeId = vibe.result;
  const cut = await putCutBack(context, id, vibeId);
  await record(context, { kind: 'cut.restored', subject: { id, name: cut.name }, projectId });
  return {
    ok: true,
    result: cut,
    events: [
      ...vibe.events,
      { topic: projectTopic(projectId), event: { name: 'cut:restored', payload: cut } },
    ],
    activities: [
      ...(vibe.activities ?? []),
      {
        type: 'cut_restored',
        projectId,
        target: { type: 'cut', id, name: cut.name },
        link: { projectId, vibeId, cutId: id },
      },
    ],
  };
};

/** Puts a deleted cut into this vibe, at its former place if that is the one it was in. */
export async function putCutBack(context: CommandContext, id: string, vibeId: string): Promise<Cut> {
  const { tx } = context;
  const deleted = await readDeletedCut(tx, id);
  if (!deleted) throw new Error(`Cut ${id} was restored within its own transaction`);
  const rank = vibeId === deleted.vibeId ? deleted.cut.order : await nextCutRank(tx, vibeId);
  await insertKept(tx, deleted.rows, { vibeId, rank });
  await tx.deleteFrom('deletedCut').where('id', '=', id).execute();
  await leaveToOthers(context, id);
  const cut = await readCut(tx, id);
  if (!cut) throw new Error(`Cut ${id} disappeared within its own transaction`);
  return cut;
}

/** The vibe that the cut was in; if it is gone, that of its song, or one of its name, which is made if there is none. */
async function openFormerVibe(
  context: CommandContext,
  { projectId, vibeId, vibeName, cut }: DeletedCutRow,
): Promise<Handled<string> | Failure> {
  const { tx } = context;
  const former = await tx.selectFrom('vibe').select('projectId').where('id', '=', vibeId).executeTakeFirst();
  if (former?.projectId === projectId) return { ok: true, result: vibeId, events: [] };
  const song = songOf(cut.name, cut.title === undefined ? null : { title: cut.title });
  const known = (await findSongVibe(context, projectId, song)) ?? (await findVibe(tx, projectId, vibeName));
  if (known !== undefined) return { ok: true, result: known, events: [] };
  const again = former ? undefined : await restoreVibeAlone(context, vibeId);
  if (again) {
    const event = { name: 'vibe:created', payload: again } as const;
    return { ok: true, result: vibeId, events: [{ topic: projectTopic(projectId), event }] };
  }
  // Under its former id, so that the app that deleted it shows the same.
  const id = former ? context.newId() : vibeId;
  const made = await handleVibeCreate(context, { id, projectId, name: vibeName });
  return made.ok ? { ...made, result: made.result.id } : made;
}

/** Other cuts keep the former ids and the bounces of its song that they got since the deletion. */
async function leaveToOthers({ tx }: CommandContext, id: string): Promise<void> {
  await tx
    .deleteFrom('cutAlias')
    .where('cutId', '=', id)
    .where('id', 'in', tx.selectFrom('cut').select('id'))
    .execute();
  const cut = await tx
    .selectFrom('cut')
    .select(['projectId', 'stackKey'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const { projectId, stackKey } = cut;
  if (stackKey === null) return;
  const other = await tx
    .selectFrom('cut')
    .select('id')
    .where('projectId', '=', projectId)
    .where('stackKey', '=', stackKey)
    .where('id', '!=', id)
    .unionAll(
      tx
        .selectFrom('cutAlias')
        .select('cutId as id')
        .where('projectId', '=', projectId)
        .where('stackKey', '=', stackKey)
        .where('cutId', '!=', id),
    )
    .executeTakeFirst();
  if (!other) return;
  const none = { stackKey: null, unsureKey: null, unsureName: null };
  await tx.updateTable('cut').set(none).where('id', '=', id).execute();
}
