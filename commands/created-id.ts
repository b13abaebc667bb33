import { descriptorOf } from './descriptors.ts';
import { readCommand } from './read-command.ts';

/** The id of what a stored command creates; null when it changes something that exists. */
export function createdId(stored: { kind: string; payload: unknown }): string | null {
  const command = readCommand(stored);
  if (!command) return null;
  const { creates, subject } = descriptorOf(command.kind);
  return creates ? subject(command.payload) : null;
}
