import type { RealtimeEvent } from '../../../protocol/ipc/pushes.ts';

/** Comments and replies of others that arrived while the window was open and were not looked at: id → cut id. */
export type Unseen = ReadonlyMap<string, string>;

export function noteComment(unseen: Unseen, event: RealtimeEvent, myId: string): Unseen {
  switch (event.name) {
    case 'comment:created':
    case 'comment:reply':
      return event.payload.user.id === myId
        ? unseen
        : new Map(unseen).set(event.payload.id, event.payload.cutId);
    case 'comment:deleted':
      return withoutIds(unseen, [event.payload.commentId]);
    case 'reply:deleted':
      return withoutIds(unseen, [event.payload.replyId]);
    case 'cut:deleted':
      return withoutIds(
        unseen,
        [...unseen].filter(([, cutId]) => cutId === event.payload.cutId).map(([id]) => id),
      );
    default:
      return unseen;
  }
}

export function withoutIds(unseen: Unseen, ids: readonly string[]): Unseen {
  if (!ids.some((id) => unseen.has(id))) return unseen;
  const rest = new Map(unseen);
  for (const id of ids) rest.delete(id);
  return rest;
}

/** Whether the cut has an unseen comment or reply. */
export function hasUnseen(unseen: Unseen, cutId: string): boolean {
  for (const cut of unseen.values()) if (cut === cutId) return true;
  return false;
}
