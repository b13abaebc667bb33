import { useQueryClient } from '@tanstack/react-query';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { isRefused } from '../pending/port.ts';
import { usePending } from '../pending/port.tsx';
import { heldComments } from './comment-queries.ts';

/**
 * By how many comments the user's unconfirmed changes raise (or lower) the count of a cut, whose number already follows
 * what is moved. `held`: the cached comments of the cut. A deletion counts only if its comment is held. A comment that was
 * made here goes along with its version or cut.
 */
export function pendingCommentCount(
  operations: readonly PendingOperation[],
  cutId: string,
  held: readonly Comment[],
): number {
  const known = new Set(held.map(({ id }) => id));
  const made = new Map<string, Made>();
  let more = 0;
  for (const operation of operations) {
    const command = isRefused(operation) ? null : readCommand(operation);
    if (command?.kind === 'comment.create') {
      const { id, cutId: on, fileId } = command.payload;
      if (!known.has(id) && !made.has(id)) made.set(id, { cutId: on, fileId: fileId ?? null });
    } else if (command?.kind === 'comment.delete') {
      if (!made.delete(command.payload.id) && known.delete(command.payload.id)) more -= 1;
    } else if (command) {
      for (const [id, comment] of made) made.set(id, { ...comment, cutId: cutAfter(command, comment, id) });
    }
  }
  return more + [...made.values()].filter((comment) => comment.cutId === cutId).length;
}

type Made = { cutId: string; fileId: string | null };

function cutAfter({ kind, payload }: Command, { cutId, fileId }: Made, id: string): string {
  switch (kind) {
    case 'file.move':
    case 'file.setType':
      return payload.id === fileId ? payload.targetCutId : cutId;
    case 'cut.merge':
      return payload.id === cutId ? payload.targetCutId : cutId;
    case 'cut.split': {
      const isMoved =
        [...payload.fileIds, ...(payload.stemIds ?? [])].includes(fileId ?? '') ||
        payload.commentIds?.includes(id);
      return isMoved && payload.cutId === cutId ? payload.id : cutId;
    }
    default:
      return cutId;
  }
}

/** The number of comments on a cut, unconfirmed ones included. */
export function useCommentCount(cut: Cut): number {
  const { operations } = usePending();
  const client = useQueryClient();
  if (operations.length === 0) return cut.commentCount;
  return Math.max(
    0,
    cut.commentCount + pendingCommentCount(operations, cut.id, heldComments(client, cut.id)),
  );
}
