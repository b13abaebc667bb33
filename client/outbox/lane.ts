import type { PendingOperation } from '../../protocol/ipc/outbox.ts';

/**
 * What an operation waits in line with. Within a lane everything goes out in the order in which it was done, because
 * what is later may build on what is earlier; lanes don't wait for each other. Each project is one; what belongs to
 * none is the person's own: chat, where the server limits how much is written in a minute, and the rest.
 */
export function laneOf({ projectId, kind }: Pick<PendingOperation, 'projectId' | 'kind'>): string {
  if (projectId !== null) return projectId;
  return kind.startsWith('message.') || kind.startsWith('conversation.') ? 'chat' : 'person';
}
