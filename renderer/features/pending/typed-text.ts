import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { messageTextSchema } from '../../../protocol/wire/chat.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import { commentTextSchema } from '../../../protocol/wire/comment.ts';
import { nameSchema } from '../../../protocol/wire/id.ts';

/** What a person typed into a change, and what it may be. */
export type Typed = {
  kind: 'name' | 'text';
  value: string;
  schema: typeof nameSchema | typeof commentTextSchema;
};

/** The words of a change that exist nowhere else; null when it has none. */
export function typedIn(command: Command): Typed | null {
  switch (command.kind) {
    case 'project.create':
    case 'vibe.create':
    case 'vibe.update':
    case 'cut.create':
    case 'cut.update':
      return { kind: 'name', value: command.payload.name, schema: nameSchema };
    case 'project.update': {
      const { name } = command.payload;
      return name === undefined ? null : { kind: 'name', value: name, schema: nameSchema };
    }
    case 'comment.create':
    case 'reply.create':
      return { kind: 'text', value: command.payload.text, schema: commentTextSchema };
    case 'comment.update': {
      const { text } = command.payload;
      return text === undefined ? null : { kind: 'text', value: text, schema: commentTextSchema };
    }
    case 'message.send':
      return { kind: 'text', value: command.payload.text, schema: messageTextSchema };
    default:
      return null;
  }
}

/** The payload with other words in it. */
export function withTyped(command: Command, value: string): Record<string, unknown> {
  const typed = typedIn(command);
  return typed ? { ...command.payload, [typed.kind]: value } : { ...command.payload };
}

/** Whether the words or the goal of a change can be changed now. */
export function isEditable(operation: PendingOperation, command: Command | null): boolean {
  if (!command || (typedIn(command) === null && command.kind !== 'cut.move')) return false;
  const { state } = operation;
  return state.kind === 'refused' || (state.kind === 'queued' && !('mayHaveArrived' in state));
}
