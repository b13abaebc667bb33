import type { NamedEvent } from '../../protocol/wire/event.ts';
import { parseTopic, userTopic } from '../../protocol/wire/topic.ts';
import type { CommandContext, TopicEvent } from '../commands/handler.ts';
import { chunksOf } from '../db/chunks.ts';
import { followInBulk } from './bulk-notifications.ts';

type Tx = CommandContext['tx'];

/**
 * Deletes the notifications about what these events delete, so that no link leads nowhere, and answers one event for each
 * person who had any. Someone who leaves a project loses its notifications; for that, `project:left` is enough.
 */
export async function withdraw(tx: Tx, events: TopicEvent[]): Promise<TopicEvent[]> {
  await followInBulk(tx, events);
  await deleteOfLeavers(tx, events);
  const withdrawn: TopicEvent[] = [];
  for (const { event } of events) {
    const deleted = deletedBy(event);
    if (!deleted) continue;
    const { about, id, cutId, commentId } = deleted;
    // By cut and comment first, because they are indexed.
    const rows = await tx
      .deleteFrom('notification')
      .where('cutId', '=', cutId)
      .$if(commentId !== undefined, (query) => query.where('commentId', '=', commentId ?? ''))
      .where(`${about}Id`, '=', id)
      .returning('userId')
      .execute();
    for (const userId of new Set(rows.map((row) => row.userId))) {
      const payload = { about, id };
      withdrawn.push({ topic: userTopic(userId), event: { name: 'notifications:withdrawn', payload } });
    }
  }
  return withdrawn;
}

/** A project that is deleted is left by all of its members at once, so there is no statement for each of them. */
async function deleteOfLeavers(tx: Tx, events: readonly TopicEvent[]): Promise<void> {
  const leavers = new Map<string, string[]>();
  for (const { topic, event } of events) {
    if (event.name !== 'project:left') continue;
    const { projectId } = event.payload;
    const userIds = leavers.get(projectId) ?? [];
    userIds.push(parseTopic(topic).id);
    leavers.set(projectId, userIds);
  }
  for (const [projectId, userIds] of leavers) {
    for (const chunk of chunksOf(userIds)) {
      await tx
        .deleteFrom('notification')
        .where('userId', 'in', chunk)
        .where('projectId', '=', projectId)
        .execute();
    }
  }
}

type Deleted = { about: 'cut' | 'file' | 'comment' | 'reply'; id: string; cutId: string; commentId?: string };

function deletedBy({ name, payload }: NamedEvent): Deleted | null {
  switch (name) {
    case 'cut:deleted':
      return { about: 'cut', id: payload.cutId, cutId: payload.cutId };
    case 'file:deleted':
      return { about: 'file', id: payload.fileId, cutId: payload.cutId };
    case 'comment:deleted':
      return { about: 'comment', id: payload.commentId, ...payload };
    case 'reply:deleted':
      return { about: 'reply', id: payload.replyId, cutId: payload.cutId, commentId: payload.commentId };
    default:
      return null;
  }
}
