import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { applyProjectEvent, findCut } from '../../../protocol/state/project-state.ts';
import { type Command, commandSchemas, isCommandKind } from '../../../protocol/wire/command.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';

/** How an entity's own change stands: on its way, or refused with the reason. */
export type Mark =
  | { kind: 'pending'; operationId: string }
  | { kind: 'refused'; operationId: string; message: string };
export type Marks = ReadonlyMap<string, Mark>;

/** An operation's kind and payload, or null when this version doesn't know them. */
export function readCommand(operation: PendingOperation): Command | null {
  if (!isCommandKind(operation.kind)) return null;
  const payload = commandSchemas[operation.kind].payload.safeParse(operation.payload);
  return payload.success ? ({ kind: operation.kind, payload: payload.data } as Command) : null;
}

/**
 * What the user did and the server has not confirmed, laid over what the server has said.
 *
 * Queued and sent ones show as if they were done, with a mark; refused ones leave the project as it was and mark
 * what they were about. Nothing is ever undone by hand: when an operation leaves the list, its overlay goes.
 */
export function overlay(
  project: ProjectSnapshot,
  operations: readonly PendingOperation[],
  me: Person,
): { project: ProjectSnapshot; marks: Marks } {
  const marks = new Map<string, Mark>();
  let shown = project;
  for (const operation of operations) {
    const command = readCommand(operation);
    if (!command) continue;
    const subject = subjectOf(command);
    if (operation.state.kind === 'refused') {
      marks.set(subject, {
        kind: 'refused',
        operationId: operation.operationId,
        message: operation.state.message,
      });
      continue;
    }
    const event = expectedEvent(shown, command, operation, me);
    if (!event) continue;
    shown = applyProjectEvent(shown, event);
    marks.set(subject, { kind: 'pending', operationId: operation.operationId });
  }
  return { project: shown, marks };
}

/** The id of what a command is about. */
export function subjectOf(command: Command): string {
  switch (command.kind) {
    case 'vibe.reorder':
      return command.payload.projectId;
    case 'member.remove':
      return command.payload.userId;
    case 'invitation.accept':
      return command.payload.token;
    case 'conversation.open':
      return command.payload.userId;
    case 'conversation.read':
      return command.payload.conversationId;
    case 'notification.readAll':
      return command.payload.upTo ?? '';
    default:
      return command.payload.id;
  }
}

/** The event that the server is expected to make of the command; null when it doesn't concern this project. */
function expectedEvent(
  project: ProjectSnapshot,
  command: Command,
  operation: PendingOperation,
  me: Person,
): NamedEvent | null {
  const createdAt = new Date(operation.createdAt).toISOString();
  switch (command.kind) {
    case 'project.update': {
      if (command.payload.id !== project.id) return null;
      const { name = project.name, description = project.description } = command.payload;
      return {
        name: 'project:updated',
        payload: { id: project.id, imageUrl: project.imageUrl, name, description },
      };
    }
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
      const cut = {
        id,
        name,
        vibeId,
        projectId: project.id,
        order,
        createdAt,
        createdBy: me,
        files: [],
        commentCount: 0,
      };
      return { name: 'cut:created', payload: cut };
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
