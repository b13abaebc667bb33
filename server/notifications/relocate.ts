import { userTopic } from '../../protocol/wire/topic.ts';
import type { CommandContext, TopicEvent } from '../commands/handler.ts';
import { chunksOf } from '../db/chunks.ts';
import { jsonWith } from '../db/dialect.ts';
import type { CutPlace } from '../entities/cut.ts';
import { holdBulkOf } from './bulk-notifications.ts';

/**
 * Lets notifications link to the cut that has the files and comments now, so that they lead there and are withdrawn with
 * it, and answers an event for each person who has any. `moved` null: everything of the cut.
 */
export async function relocateNotifications(
  tx: CommandContext['tx'],
  fromCutId: string,
  to: CutPlace,
  moved: { fileIds: string[]; commentIds: string[] } | null,
): Promise<TopicEvent[]> {
  await holdBulkOf(tx, to.projectId);
  const idsOf = new Map<string, string[]>();
  const relocate = async (column: 'fileId' | 'commentId' | null, ids: string[]) => {
    const rows = await tx
      .updateTable('notification')
      .set({
        cutId: to.id,
        body: jsonWith(tx, 'body', { 'link.cutId': to.id, 'link.vibeId': to.vibeId }),
      })
      .where('cutId', '=', fromCutId)
      .$if(column !== null, (query) => query.where(column ?? 'fileId', 'in', ids))
      .returning(['userId', 'id'])
      .execute();
    for (const { userId, id } of rows) idsOf.set(userId, [...(idsOf.get(userId) ?? []), id]);
  };
  if (moved) {
    for (const ids of chunksOf(moved.fileIds)) await relocate('fileId', ids);
    for (const ids of chunksOf(moved.commentIds)) await relocate('commentId', ids);
  } else await relocate(null, []);
  const payload = { fromCutId, toCutId: to.id, toVibeId: to.vibeId, ...moved };
  return [...idsOf].map(([userId, ids]) => ({
    topic: userTopic(userId),
    event: { name: 'notifications:moved', payload: { ...payload, ids } },
  }));
}
