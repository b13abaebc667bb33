import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { readCommand } from '../../../commands/read-command.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { usePending } from '../pending/port.tsx';
import { overlayComments } from './comment-overlay.ts';
import { commentsQuery } from './comment-queries.ts';

/** The comments of many cuts to show, by cut, with the user's unconfirmed changes applied. */
export function useManyComments(cuts: readonly Cut[]): {
  byCut: ReadonlyMap<string, readonly Comment[]>;
  isReading: boolean;
  unread: number;
} {
  const bridge = useBridge();
  const { account } = useSession();
  const { operations } = usePending();
  const commented = useMemo(() => {
    const written = new Set(
      operations.flatMap((one) => {
        const command = readCommand(one);
        return command?.kind === 'comment.create' ? [command.payload.cutId] : [];
      }),
    );
    return cuts.filter(({ id, commentCount }) => commentCount > 0 || written.has(id));
  }, [cuts, operations]);
  const { lists, isReading, unread } = useQueries({
    queries: commented.map(({ id }) => commentsQuery(bridge, id)),
    combine: (answers) => ({
      lists: answers.map(({ data }) => data),
      isReading: answers.some(({ isPending }) => isPending),
      unread: answers.filter(({ error, data }) => error && !data).length,
    }),
  });
  const byCut = useMemo(
    () =>
      new Map(
        commented.map(({ id, formerIds = [] }, index) => [
          id,
          overlayComments(lists[index] ?? [], id, operations, account, formerIds).comments,
        ]),
      ),
    [commented, lists, operations, account],
  );
  return { byCut, isReading, unread };
}
