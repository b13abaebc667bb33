import { projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { deleteProject } from '../deleted/deleted-projects.ts';
import { readMembers } from '../entities/member.ts';
import { refuse } from './access.ts';
import type { Handler, TopicEvent } from './handler.ts';
import { withdrawInvitations } from './withdraw-invitations.ts';

/**
 * Takes the project from everybody. `project.restore` brings it back, for a while. Its log is deleted, so that nobody who
 * comes back to it continues there. The topic's counter stays, so `project:deleted` still has a position that connected
 * clients understand.
 */
export const handleProjectDelete: Handler<'project.delete'> = async (context, { id }) => {
  const refusal = await refuse(context, id, 'project.delete', 'project');
  if (refusal) return refusal;
  const members = await readMembers(context.tx, id);
  const withdrawn = await withdrawInvitations(context.tx, id);
  const { name } = await context.tx
    .selectFrom('project')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await record(context, { kind: 'project.deleted', subject: { id, name }, projectId: id });
  await context.tx.deleteFrom('event').where('topic', '=', projectTopic(id)).execute();
  await deleteProject(context, id);
  const left = members.map(
    ({ user }): TopicEvent => ({
      topic: userTopic(user.id),
      event: { name: 'project:left', payload: { projectId: id } },
    }),
  );
  return {
    ok: true,
    result: {},
    events: [
      { topic: projectTopic(id), event: { name: 'project:deleted', payload: { projectId: id } } },
      ...left,
      ...withdrawn,
    ],
    afterCommit: [{ kind: 'close-project', projectId: id }],
  };
};
