import type { Editable } from '../../../commands/descriptor.ts';
import { descriptorOf } from '../../../commands/descriptors.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Command, CommandKind, CommandPayload } from '../../../protocol/wire/command.ts';

/** The editable field of a command, with its current value. */
export type EditableValue = Editable<CommandPayload<CommandKind>> & { value: string };

/** Null when there is nothing to change, as in a deletion, or in an update that leaves the editable field out. */
export function editableIn({ kind, payload }: Command): EditableValue | null {
  const { editable } = descriptorOf(kind);
  const value = editable && (payload as Record<string, unknown>)[editable.field];
  return editable && typeof value === 'string' ? { ...editable, value } : null;
}

/** The name or text that was typed into a command, which may exist nowhere else. */
export function typedIn(command: Command): Extract<EditableValue, { kind: 'name' | 'text' }> | null {
  const editable = editableIn(command);
  return editable && editable.kind !== 'vibe' ? editable : null;
}

/** The payload with another value in its editable field. */
export function withValue(command: Command, value: string): Record<string, unknown> {
  const { editable } = descriptorOf(command.kind);
  return { ...command.payload, ...(editable && { [editable.field]: value }) };
}

/** Whether the operation can be changed now: not while the server may have it already. */
export function isEditable({ state }: PendingOperation, command: Command | null): boolean {
  if (!command || !editableIn(command)) return false;
  return state.kind === 'refused' || (state.kind === 'queued' && !('mayHaveArrived' in state));
}
