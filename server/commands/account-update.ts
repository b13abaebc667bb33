import { projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import { keepPicture, pathOfPicture } from '../pictures/pictures.ts';
import type { Handler } from './handler.ts';

/** All who see the person hear of it: their own devices, and their projects. The same picture makes no event. */
export const handleAccountUpdate: Handler<'account.update'> = async ({ tx, actor }, { picture }) => {
  const before = await tx
    .selectFrom('picture')
    .select('sha256')
    .where('userId', '=', actor.id)
    .executeTakeFirst();
  const kept = await keepPicture(tx, { userId: actor.id }, picture);
  if (!kept.ok) return kept;
  const result = { id: actor.id, name: actor.name, avatarUrl: kept.data };
  if (kept.data === pathOfPicture(before?.sha256)) return { ok: true, result, events: [] };
  const projects = await tx
    .selectFrom('member')
    .select('projectId')
    .where('userId', '=', actor.id)
    .orderBy('projectId')
    .execute();
  const topics = [userTopic(actor.id), ...projects.map(({ projectId }) => projectTopic(projectId))];
  const event = { name: 'person:updated', payload: result } as const;
  return { ok: true, result, events: topics.map((topic) => ({ topic, event })) };
};
