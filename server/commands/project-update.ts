import { projectTopic } from '../../protocol/wire/topic.ts';
import { readProject } from '../entities/project.ts';
import { adminOnly, notFound } from './access.ts';
import type { Handler } from './handler.ts';

/** Omitted fields stay as they are. If nothing changes, there is no event. */
export const handleProjectUpdate: Handler<'project.update'> = async ({ tx, actor }, payload) => {
  const { id } = payload;
  const project = await readProject(tx, actor.id, id);
  if (!project) return notFound('project');
  if (project.role !== 'ADMIN') return adminOnly;
  const name = payload.name ?? project.name;
  const description = payload.description === undefined ? project.description : payload.description || null;
  const result = { ...project, name, description };
  if (name === project.name && description === project.description) return { ok: true, result, events: [] };
  await tx.updateTable('project').set({ name, description }).where('id', '=', id).execute();
  const { imageUrl } = project;
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
