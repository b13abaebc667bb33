import type { ProjectSnapshot } from '../protocol/wire/project.ts';
import type { Vibe } from '../protocol/wire/vibe.ts';

/** The vibe that a cut was in, as the server makes it again: at the end of the project. */
export function vibeAgain(
  project: ProjectSnapshot,
  { id, name }: Pick<Vibe, 'id' | 'name'>,
  at: number,
): Vibe {
  return {
    ...{ id, name, projectId: project.id, imageUrl: null },
    order: Math.max(-1, ...project.vibes.map(({ order }) => order)) + 1,
    createdAt: new Date(at).toISOString(),
  };
}
