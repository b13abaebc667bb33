import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { firstWords } from '../../text/first-words.ts';
import { readCommand } from './read-command.ts';
import { typedIn } from './typed-text.ts';

/**
 * What the user did, in words. Names are those of the first of `projects` that has them: the project as it was read
 * has what is being deleted, as it is shown it has what is being made.
 */
export function operationSentence(
  operation: PendingOperation,
  ...projects: (ProjectSnapshot | null | undefined)[]
): string {
  const command = readCommand(operation);
  if (!command) return 'A change made by another version of the app';
  const find = (nameIn: (project: ProjectSnapshot) => string | undefined) =>
    projects.reduce<string | undefined>(
      (name, project) => name ?? (project ? nameIn(project) : name),
      undefined,
    );
  const vibe = (id: string) => find(({ vibes }) => vibes.find((one) => one.id === id)?.name) ?? 'a vibe';
  const cut = (id: string) =>
    find(({ vibes }) => vibes.flatMap(({ cuts }) => cuts).find((one) => one.id === id)?.name) ?? 'a cut';
  const member = (id: string) =>
    find(({ members }) => members.find(({ user }) => user.id === id)?.user.name) ?? 'someone';
  const file = (id: string) =>
    find(
      ({ vibes }) =>
        vibes.flatMap(({ cuts }) => cuts.flatMap(({ files }) => files)).find((one) => one.id === id)?.name,
    ) ?? 'a file';
  const project = (id: string) => find((one) => (one.id === id ? `“${one.name}”` : undefined)) ?? '';
  switch (command.kind) {
    case 'project.create':
      return `Make the project “${command.payload.name}”`;
    case 'project.update':
      return command.payload.name ? `Rename the project to “${command.payload.name}”` : 'Change the project';
    case 'project.delete':
      return `Delete the project ${project(command.payload.id)}`.trim();
    case 'project.invite':
      return `Invite ${command.payload.email}`;
    case 'invitation.accept':
      return 'Accept an invitation';
    case 'member.remove':
      return `Take ${member(command.payload.userId)} out of the project`;
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
      return `Delete ${file(command.payload.id)}`;
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
    case 'activity.dismiss':
    case 'activity.dismissAll':
      return 'Dismiss activities';
    case 'activity.undismiss':
      return 'Bring activities back';
    case 'conversation.open':
      return 'Begin a conversation';
    case 'message.send':
      return `Send “${firstWords(command.payload.text)}”`;
    case 'conversation.read':
      return 'Mark messages as read';
  }
}

/** All that was typed, where the sentence has only the beginning of it; else null. */
export function wholeText(operation: PendingOperation): string | null {
  const command = readCommand(operation);
  const typed = command && typedIn(command);
  return typed?.kind === 'text' && firstWords(typed.value) !== typed.value ? typed.value : null;
}

/** How it stands. `keeps`: what waits outlasts the window. */
export function operationState({ state }: PendingOperation, keeps = true): string {
  switch (state.kind) {
    case 'queued':
      return 'mayHaveArrived' in state
        ? 'Sent, and no answer came. It is asked for again by itself.'
        : `Kept ${keeps ? 'on this machine' : 'in this tab'}; goes out by itself.`;
    case 'sending':
      return 'Being sent.';
    case 'refused':
      return `Refused: ${refusalReason(state)}`;
  }
}

/** The server's own sentence, and what it means where that says too little. */
function refusalReason({ errorKind, message }: { errorKind: string; message: string }): string {
  return errorKind === 'not-found'
    ? `${message} It was deleted meanwhile, or you are no longer in its project.`
    : message;
}
