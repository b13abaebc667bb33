import { findCut } from '../../../protocol/state/project-state.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';

/**
 * The event of the project's log that the server is expected to make of a command; null when the command makes none
 * that this project would show. `at`: when it was asked for, in milliseconds of Unix time.
 */
export function expectedEvent(
  project: ProjectSnapshot,
  command: Command,
  at: number,
  me: Person,
): NamedEvent | null {
  const createdAt = new Date(at).toISOString();
  switch (command.kind) {
    case 'project.update': {
      if (command.payload.id !== project.id) return null;
      const { name = project.name, description = project.description } = command.payload;
      return {
        name: 'project:updated',
        payload: { id: project.id, imageUrl: project.imageUrl, name, description },
      };
    }
    case 'member.remove':
      return command.payload.projectId === project.id
        ? { name: 'member:left', payload: command.payload }
        : null;
    case 'vibe.create': {
      const { id, name, projectId } = command.payload;
      if (projectId !== project.id) return null;
      const order = Math.max(-1, ...project.vibes.map((vibe) => vibe.order)) + 1;
      return { name: 'vibe:created', payload: { id, name, projectId, imageUrl: null, order, createdAt } };
    }
    case 'vibe.update': {
      const vibe = project.vibes.find(({ id }) => id === command.payload.id);
      if (!vibe) return null;
      const { cuts: _, ...rest } = vibe;
      return { name: 'vibe:updated', payload: { ...rest, name: command.payload.name } };
    }
    case 'vibe.delete':
      return hasVibe(project, command.payload.id)
        ? { name: 'vibe:deleted', payload: { vibeId: command.payload.id } }
        : null;
    case 'vibe.reorder':
      return command.payload.projectId === project.id
        ? { name: 'vibes:reordered', payload: command.payload }
        : null;
    case 'cut.create': {
      const { id, name, vibeId } = command.payload;
      const vibe = project.vibes.find((candidate) => candidate.id === vibeId);
      if (!vibe) return null;
      const order = Math.max(-1, ...vibe.cuts.map((cut) => cut.order)) + 1;
      const made = { id, name, vibeId, projectId: project.id, order, createdAt, createdBy: me };
      return { name: 'cut:created', payload: { ...made, files: [], commentCount: 0 } };
    }
    case 'cut.update':
      return findCut(project, command.payload.id)
        ? { name: 'cut:updated', payload: { cutId: command.payload.id, name: command.payload.name } }
        : null;
    case 'cut.delete':
      return findCut(project, command.payload.id)
        ? { name: 'cut:deleted', payload: { cutId: command.payload.id } }
        : null;
    case 'cut.move': {
      const cut = findCut(project, command.payload.id);
      if (!cut || !hasVibe(project, command.payload.targetVibeId)) return null;
      const { id: cutId, targetVibeId: toVibeId } = command.payload;
      return { name: 'cut:moved', payload: { cutId, fromVibeId: cut.vibeId, toVibeId } };
    }
    case 'file.delete': {
      const fileId = command.payload.id;
      const cut = project.vibes.flatMap((vibe) => vibe.cuts).find((candidate) => hasFile(candidate, fileId));
      return cut ? { name: 'file:deleted', payload: { fileId, cutId: cut.id } } : null;
    }
    default:
      return null;
  }
}

function hasVibe(project: ProjectSnapshot, vibeId: string): boolean {
  return project.vibes.some((vibe) => vibe.id === vibeId);
}

function hasFile(cut: { files: { id: string }[] }, fileId: string): boolean {
  return cut.files.some((file) => file.id === fileId);
}
