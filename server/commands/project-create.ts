import { userTopic } from '../../protocol/wire/topic.ts';
import { failure } from '../failure.ts';
import type { Handler } from './handler.ts';
import { refuseIfFull } from './limits.ts';

/** The creator is the project's owner and only member. */
export const handleProjectCreate: Handler<'project.create'> = async ({ tx, actor, now }, payload) => {
  const { id, name } = payload;
  const description = payload.description || null;
  const full = await refuseIfFull(tx, 'projectsOfPerson', actor.id);
  if (full) return full;
  const made = await tx
    .insertInto('project')
    .values({ id, name, description, imageSha256: null, createdAt: now, createdBy: actor.id })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  await tx
    .insertInto('member')
    .values({ projectId: id, userId: actor.id, role: 'ADMIN', isOwner: 1, joinedAt: now })
    .execute();
  return {
    ok: true,
    result: { id, name, description, imageUrl: null, createdAt: now, memberCount: 1, role: 'ADMIN' },
    events: [{ topic: userTopic(actor.id), event: { name: 'project:joined', payload: { projectId: id } } }],
  };
};
