import { useMemo } from 'react';
import { readCommand } from '../../../commands/read-command.ts';
import { cutOfCommentEvent, cutOfMovedComments } from '../../../protocol/state/comment-list.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useMoves, usePending } from '../pending/port.tsx';
import { type MovedComments, overlayComments } from './comment-overlay.ts';
import { useComments, useHeldComments } from './comment-queries.ts';

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
  const moved = useMovedComments(cutId);
  const shown = useMemo(
    () => base && overlayComments(base, cutId, operations, account, formerIds, moved),
    [base, cutId, operations, account, formerIds, moved],
  );
  return { shown, held, error, refetch: read.refetch };
}

/** A cut that the server doesn't know yet only has the pending comments. */
function creates(command: Command | null, cutId: string): boolean {
  return command?.kind === 'cut.create' && command.payload.id === cutId;
}

/** The comments that pending changes move here, with those of the cuts that they come from as far as they are held. */
function useMovedComments(cutId: string): MovedComments {
  const moves = useMoves();
  const sources = useMemo(() => sourcesOf(cutId, moves), [cutId, moves]);
  const read = useHeldComments(sources);
  return useMemo(() => {
    const held = new Map(sources.flatMap((id, index) => (read[index] ? [[id, read[index]]] : [])));
    return { moves, held };
  }, [moves, sources, read]);
}

/** The cuts whose comments come to this one, however indirectly. */
function sourcesOf(cutId: string, moves: MovedComments['moves']): string[] {
  const ids = new Set([cutId]);
  for (const event of [...moves.values()].flat().toReversed()) {
    const [from, to] = [cutOfCommentEvent(event), cutOfMovedComments(event)];
    if (from !== null && to !== null && ids.has(to)) ids.add(from);
  }
  ids.delete(cutId);
  return [...ids];
}
