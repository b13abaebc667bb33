import { projectTopic } from '../../protocol/wire/topic.ts';
import { readProject } from '../entities/project.ts';
import { keepPicture } from '../pictures/pictures.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** Omitted fields stay as they are. If nothing changes, there is no event. */
export const handleProjectUpdate: Handler<'project.update'> = async (context, payload) => {
  const { tx, actor } = context;
  const { id } = payload;
  const refusal = await refuse(context, id, 'project.update', 'project');
  if (refusal) return refusal;
  const project = await readProject(tx, actor.id, id);
  if (!project) return notFound('project');
  const name = payload.name ?? project.name;
  const description = payload.description === undefined ? project.description : payload.description || null;
  const kept =
    payload.picture === undefined
      ? ({ ok: true, data: project.imageUrl } as const)
      : await keepPicture(tx, { projectId: id }, payload.picture);
  if (!kept.ok) return kept;
  const imageUrl = kept.data;
  const result = { ...project, name, description, imageUrl };
  const isSame =
    name === project.name && description === project.description && imageUrl === project.imageUrl;
  if (isSame) return { ok: true, result, events: [] };
  // An image that the project was made with is in the blob store; the sweep removes it.
  const madeWith = imageUrl !== project.imageUrl && { imageSha256: null, imageMimeType: null };
  await tx
    .updateTable('project')
    .set({ name, description, ...madeWith })
    .where('id', '=', id)
    .execute();
  return {
    ok: true,
    result,
    events: [
      {
        topic: projectTopic(id),
        event: { name: 'project:updated', payload: { id, name, description, imageUrl } },
      },
    ],
  };
};
