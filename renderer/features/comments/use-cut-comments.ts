import { useMemo } from 'react';
import { readCommand } from '../../../commands/read-command.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useSession } from '../../platform/session-context.tsx';
import { usePending } from '../pending/port.tsx';
import { overlayComments } from './comment-overlay.ts';
import { useComments } from './comment-queries.ts';

const none: readonly Comment[] = [];
const noIds: readonly string[] = [];

/**
 * A cut's comments to show, with the user's unconfirmed changes applied. If the others can't be read (`error`), only the
 * user's own are shown. `formerIds`: the cuts that were merged into it. `held`: the confirmed ones that were read.
 */
export function useCutComments(cutId: string, formerIds: readonly string[] = noIds) {
  const { account } = useSession();
  const { operations } = usePending();
  const isPending = useMemo(
    () => operations.some((one) => creates(readCommand(one), cutId)),
    [operations, cutId],
  );
  const read = useComments(cutId, !isPending);
  const held = read.data ?? (isPending ? none : undefined);
  const error = held ? null : read.error;
  const base = error ? none : held;
  const shown = useMemo(
    () => base && overlayComments(base, cutId, operations, account, formerIds),
    [base, cutId, operations, account, formerIds],
  );
  return { shown, held, error, refetch: read.refetch };
}

/** A cut that the server doesn't know yet only has the pending comments. */
function creates(command: Command | null, cutId: string): boolean {
  return command?.kind === 'cut.create' && command.payload.id === cutId;
}
