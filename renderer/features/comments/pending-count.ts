import { useQueryClient } from '@tanstack/react-query';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { isRefused } from '../pending/port.ts';
import { usePending } from '../pending/port.tsx';
import { heldComments } from './comment-queries.ts';

/**
 * How many comments a cut has more (or fewer) than the server says, by what was written and deleted here and is not
 * confirmed. `held`: what is held of the cut's comments, which tells those apart that the server's number contains
 * already. A deletion counts where its comment is held.
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

/** How much was said about a cut, with what was said here and is not confirmed. */
export function useCommentCount(cut: Cut): number {
  const { operations } = usePending();
  const client = useQueryClient();
  if (operations.length === 0) return cut.commentCount;
  return Math.max(
    0,
    cut.commentCount + pendingCommentCount(operations, cut.id, heldComments(client, cut.id)),
  );
}
