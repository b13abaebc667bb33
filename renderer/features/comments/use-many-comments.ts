import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { readCommand } from '../../../commands/read-command.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { whenIdle } from '../../ui/when-idle.ts';
import { usePending } from '../pending/port.tsx';
import { overlayComments } from './comment-overlay.ts';
import { followManyComments, type KnownComments } from './follow-many-comments.ts';

/** The comments of many cuts to show, by cut, with the user's unconfirmed changes applied. */
export function useManyComments(cuts: readonly Cut[]): {
  byCut: ReadonlyMap<string, readonly Comment[]>;
  isReading: boolean;
  unread: number;
} {
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
  const answers = useAnswers(commented);
  const byCut = useMemo(
    () =>
      new Map(
        commented.map(({ id, formerIds = [] }) => [
          id,
          overlayComments(answers.get(id)?.data ?? [], id, operations, account, formerIds).comments,
        ]),
      ),
    [commented, answers, operations, account],
  );
  return useMemo(() => {
    const all = commented.map(({ id }) => answers.get(id));
    return {
      byCut,
      isReading: all.some((answer) => !answer || answer.isPending),
      unread: all.filter((answer) => answer?.error && !answer.data).length,
    };
  }, [byCut, commented, answers]);
}

/**
 * The comments of each cut as far as they are known. `useQueries` would compare all its queries at each render, and
 * render at each answer: for hundreds of cuts that takes most of a frame.
 */
function useAnswers(cuts: readonly Cut[]): ReadonlyMap<string, KnownComments> {
  const bridge = useBridge();
  const client = useQueryClient();
  const [answers, setAnswers] = useState<ReadonlyMap<string, KnownComments>>(new Map());
  const ids = cuts.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: other counts need no other reading
  useEffect(
    () => followManyComments({ bridge, client, cuts, show: setAnswers, whenIdle }),
    [bridge, client, ids],
  );
  return answers;
}
