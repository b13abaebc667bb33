import { userTopic } from '../../protocol/wire/topic.ts';
import type { CommandContext, TopicEvent } from './handler.ts';

/**
 * Ends the pending invitations to a project, those of one maker, those for anyone, or one of them, and answers the events that take the notifications
 * about them back: nobody is led to what they can't join.
 */
export async function withdrawInvitations(
  tx: CommandContext['tx'],
  projectId: string,
  which: { createdBy?: string; id?: string; email?: string } = {},
): Promise<TopicEvent[]> {
  const ended = await tx
    .deleteFrom('invitation')
    .where('projectId', '=', projectId)
    .where('acceptedAt', 'is', null)
    .$if(which.createdBy !== undefined, (query) => query.where('createdBy', '=', which.createdBy ?? ''))
    .$if(which.id !== undefined, (query) => query.where('id', '=', which.id ?? ''))
    .$if(which.email !== undefined, (query) => query.where('email', '=', which.email ?? ''))
    .returning('email')
    .execute();
  const emails = [...new Set(ended.map(({ email }) => email))];
  if (emails.length === 0) return [];
  const members = tx.selectFrom('member').select('userId').where('projectId', '=', projectId);
  const invited = await tx
    .selectFrom('user')
    .select('id')
    .where('email', 'in', emails)
    .where('id', 'not in', members)
    .execute();
  return invited.map(({ id }) => ({
    topic: userTopic(id),
    event: { name: 'project:left', payload: { projectId } },
  }));
}
