import { useQueryClient } from '@tanstack/react-query';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { isRefused } from '../pending/port.ts';
import { usePending } from '../pending/port.tsx';
import { heldComments } from './comment-queries.ts';

/**
 * By how many comments the user's unconfirmed changes raise (or lower) the server's count. `held`: the cached comments of
 * the cut; the server's count already contains them. A deletion counts only if its comment is held.
 */
export function pendingCommentCount(
  operations: readonly PendingOperation[],
  cutId: string,
  held: readonly Comment[],
): number {
  const known = new Set(held.map(({ id }) => id));
  const made = new Set<string>();
  let more = 0;
  for (const operation of operations) {
    const command = isRefused(operation) ? null : readCommand(operation);
    if (command?.kind === 'comment.create' && command.payload.cutId === cutId) {
      if (known.has(command.payload.id) || made.has(command.payload.id)) continue;
      made.add(command.payload.id);
      more += 1;
    } else if (command?.kind === 'comment.delete') {
      if (known.delete(command.payload.id) || made.delete(command.payload.id)) more -= 1;
    }
  }
  return more;
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
