import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { type Command, commandSchemas, isCommandKind } from '../../../protocol/wire/command.ts';

/** An operation's kind and payload, or null when this version doesn't know them. */
export function readCommand(operation: PendingOperation): Command | null {
  if (!isCommandKind(operation.kind)) return null;
  const payload = commandSchemas[operation.kind].payload.safeParse(operation.payload);
  return payload.success ? ({ kind: operation.kind, payload: payload.data } as Command) : null;
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
    case 'activity.dismiss':
    case 'activity.undismiss':
      return command.payload.ids.join();
    case 'activity.dismissAll':
      return command.payload.upTo ?? '';
    default:
      return command.payload.id;
  }
}
