import { projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { readDeletedMembers } from '../deleted/deleted-projects.ts';
import { readMembersAttention } from '../entities/attention.ts';
import { readProject } from '../entities/project.ts';
import { notFound, refuse } from './access.ts';
import type { Handler, TopicEvent } from './handler.ts';

/** For its owner. Everybody who was in it is in it again. Restoring a project that is there changes nothing. */
export const handleProjectRestore: Handler<'project.restore'> = async (context, { id }) => {
  const { tx, actor } = context;
  const there = await readProject(tx, actor.id, id);
  if (there) {
    const refusal = await refuse(context, id, 'project.restore', 'project');
    return refusal ?? { ok: true, result: there, events: [] };
  }
  const deleted = await readDeletedMembers(tx, id);
  if (deleted?.ownerId !== actor.id) return notFound('project');
  await tx.insertInto('member').values(deleted.members).execute();
  await tx.deleteFrom('deletedProject').where('id', '=', id).execute();
  // A client that still holds the project reads it again, instead of its deletion.
  await tx.deleteFrom('event').where('topic', '=', projectTopic(id)).execute();
  const project = await readProject(tx, actor.id, id);
  if (!project) throw new Error(`Project ${id} disappeared within its own transaction`);
  await record(context, { kind: 'project.restored', subject: { id, name: project.name }, projectId: id });
  return {
    ok: true,
    result: project,
    // Clients forgot with the project how far its room was read.
    events: (await readMembersAttention(tx, id)).flatMap(({ userId, attention }): TopicEvent[] => [
      { topic: userTopic(userId), event: { name: 'project:joined', payload: { projectId: id } } },
      { topic: userTopic(userId), event: { name: 'attention:updated', payload: attention } },
    ]),
    afterCommit: [{ kind: 'reopen-project', projectId: id }],
  };
};
