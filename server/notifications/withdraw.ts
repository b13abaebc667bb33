import type { NamedEvent } from '../../protocol/wire/event.ts';
import { parseTopic, userTopic } from '../../protocol/wire/topic.ts';
import type { CommandContext, TopicEvent } from '../commands/handler.ts';

type Tx = CommandContext['tx'];

/**
 * Takes back the notifications about what these events say is gone, so that none leads nowhere, and says so once to
 * each person who had any. Whoever leaves a project loses its notifications; `project:left` itself says that.
 */
export async function withdraw(tx: Tx, events: TopicEvent[]): Promise<TopicEvent[]> {
  const told: TopicEvent[] = [];
  for (const { topic, event } of events) {
    if (event.name === 'project:left') {
      await tx
        .deleteFrom('notification')
        .where('userId', '=', parseTopic(topic).id)
        .where('projectId', '=', event.payload.projectId)
        .execute();
      continue;
    }
    const gone = goneOf(event);
    if (!gone) continue;
    const { about, id, cutId, commentId } = gone;
    // By cut and comment first, for there is the index.
    const rows = await tx
      .deleteFrom('notification')
      .where('cutId', '=', cutId)
      .$if(commentId !== undefined, (query) => query.where('commentId', '=', commentId ?? ''))
      .where(`${about}Id`, '=', id)
      .returning('userId')
      .execute();
    for (const userId of new Set(rows.map((row) => row.userId))) {
      const payload = { about, id };
      told.push({ topic: userTopic(userId), event: { name: 'notifications:withdrawn', payload } });
    }
  }
  return told;
}

type Gone = { about: 'cut' | 'file' | 'comment' | 'reply'; id: string; cutId: string; commentId?: string };

function goneOf({ name, payload }: NamedEvent): Gone | null {
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
