import { projectTopic } from '../../protocol/wire/topic.ts';
import type { CutPlace } from '../entities/cut.ts';
import { relocateNotifications } from '../notifications/relocate.ts';
import type { CommandContext, Handled } from './handler.ts';

/** Moves everything of a cut into another one of its project, which its id means from then on. */
export async function mergeCuts(
  tx: CommandContext['tx'],
  merged: CutPlace,
  into: CutPlace,
): Promise<Required<Pick<Handled<unknown>, 'events' | 'activities'>>> {
  const { id, projectId, name } = merged;
  await moveEverything(tx, id, into.id);
  return {
    events: [
      {
        topic: projectTopic(projectId),
        event: { name: 'cut:merged', payload: { cutId: id, intoCutId: into.id } },
      },
      ...(await relocateNotifications(tx, id, into, null)),
    ],
    activities: [
      {
        type: 'cut_merged',
        projectId,
        target: { type: 'cut', id: into.id, name },
        link: { projectId, vibeId: into.vibeId, cutId: into.id },
      },
    ],
  };
}

/** Files, comments and share links first, because they are deleted with their cut. */
async function moveEverything(tx: CommandContext['tx'], id: string, intoId: string): Promise<void> {
  const cut = await tx.selectFrom('cut').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { projectId, stackKey, vibeId } = cut;
  const vibe = await tx.selectFrom('vibe').select('name').where('id', '=', vibeId).executeTakeFirst();
  const vibeName = vibe?.name ?? null;
  await tx.updateTable('file').set({ cutId: intoId, order: null }).where('cutId', '=', id).execute();
  const shareIds = JSON.stringify(await moveShares(tx, id, intoId));
  const comments = await tx
    .updateTable('comment')
    .set({ cutId: intoId })
    .where('cutId', '=', id)
    .returning('id')
    .execute();
  const commentIds = JSON.stringify(comments.map((comment) => comment.id));
  await tx.updateTable('cutAlias').set({ cutId: intoId }).where('cutId', '=', id).execute();
  const given = await tx
    .updateTable('cut')
    .set({ music: cut.music })
    .where('id', '=', intoId)
    .where('music', 'is', null)
    .executeTakeFirst();
  await tx
    .insertInto('cutAlias')
    .values({
      id,
      cutId: intoId,
      intoId,
      projectId,
      stackKey,
      cut: JSON.stringify(cut),
      commentIds,
      shareIds,
      vibeName,
      gaveMusic: cut.music !== null && given.numUpdatedRows > 0n ? 1 : 0,
    })
    .execute();
  await tx.deleteFrom('cut').where('id', '=', id).execute();
}

/** Answers the ids of its own links. Those of cuts that were merged into it are known from these. */
async function moveShares(tx: CommandContext['tx'], id: string, intoId: string): Promise<string[]> {
  const aliases = await tx.selectFrom('cutAlias').select('shareIds').where('cutId', '=', id).execute();
  const others = new Set(aliases.flatMap(({ shareIds }): string[] => JSON.parse(shareIds ?? '[]')));
  const shares = await tx
    .updateTable('share')
    .set({ cutId: intoId })
    .where('cutId', '=', id)
    .returning('id')
    .execute();
  return shares.map((share) => share.id).filter((shareId) => !others.has(shareId));
}
