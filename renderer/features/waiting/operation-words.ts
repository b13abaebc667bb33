import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { firstWords } from '../comments/comment-words.ts';
import { readCommand } from './overlay.ts';

/** What the user did, in words; names as the project has them, where it is known here. */
export function operationSentence(operation: PendingOperation, project: ProjectSnapshot | undefined): string {
  const command = readCommand(operation);
  if (!command) return 'A change made by another version of the app';
  const vibe = (id: string) => project?.vibes.find((candidate) => candidate.id === id)?.name ?? 'a vibe';
  const cut = (id: string) =>
    project?.vibes.flatMap(({ cuts }) => cuts).find((candidate) => candidate.id === id)?.name ?? 'a cut';
  switch (command.kind) {
    case 'project.create':
      return `Make the project “${command.payload.name}”`;
    case 'project.update':
      return command.payload.name ? `Rename the project to “${command.payload.name}”` : 'Change the project';
    case 'project.delete':
      return `Delete the project ${project ? `“${project.name}”` : ''}`.trim();
    case 'project.invite':
      return `Invite ${command.payload.email}`;
    case 'invitation.accept':
      return 'Accept an invitation';
    case 'member.remove':
      return 'Take someone out of the project';
    case 'vibe.create':
      return `Make the vibe “${command.payload.name}”`;
    case 'vibe.update':
      return `Rename ${vibe(command.payload.id)} to “${command.payload.name}”`;
    case 'vibe.delete':
      return `Delete ${vibe(command.payload.id)}`;
    case 'vibe.reorder':
      return 'Put the vibes into another order';
    case 'cut.create':
      return `Make the cut “${command.payload.name}” in ${vibe(command.payload.vibeId)}`;
    case 'cut.update':
      return `Rename ${cut(command.payload.id)} to “${command.payload.name}”`;
    case 'cut.delete':
      return `Delete ${cut(command.payload.id)}`;
    case 'cut.move':
      return `Move ${cut(command.payload.id)} to ${vibe(command.payload.targetVibeId)}`;
    case 'file.delete':
      return 'Delete a file';
    case 'comment.create':
      return `Comment “${firstWords(command.payload.text)}” on ${cut(command.payload.cutId)}`;
    case 'comment.update':
      return command.payload.text === undefined
        ? 'Move a comment to another moment'
        : `Change a comment to “${firstWords(command.payload.text)}”`;
    case 'comment.delete':
      return 'Delete a comment';
    case 'reply.create':
      return `Reply “${firstWords(command.payload.text)}”`;
    case 'reply.delete':
      return 'Delete a reply';
    case 'notification.read':
    case 'notification.readAll':
      return 'Mark notifications as read';
    case 'conversation.open':
      return 'Begin a conversation';
    case 'message.send':
      return 'Send a message';
    case 'conversation.read':
      return 'Mark messages as read';
  }
}

export function operationState(operation: PendingOperation): string {
  switch (operation.state.kind) {
    case 'queued':
      return 'Kept on this machine; goes out by itself.';
    case 'sending':
      return 'Being sent.';
    case 'refused':
      return `Refused: ${operation.state.message}`;
  }
}
