import type { Comment } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { commentsText } from '../../text/comments.ts';
import { commonText } from '../../text/common.ts';
import { useSay } from '../../ui/messages.tsx';
import { isOpen } from './comment-filter.ts';

/** Resolves an open comment, or reopens a resolved one, and offers to undo it. */
export function useResolve(): (comment: Comment) => void {
  const run = useRunCommand();
  const say = useSay();
  const set = async (id: string, isResolved: boolean): Promise<boolean> => {
    const failure = await run(isResolved ? 'comment.resolve' : 'comment.reopen', { id });
    if (failure !== null)
      say.failed(isResolved ? commentsText.resolveFailed : commentsText.reopenFailed, failure);
    return failure === null;
  };
  return (comment) => {
    const isResolved = isOpen(comment);
    void set(comment.id, isResolved).then((isDone) => {
      if (!isDone) return;
      say.inform(isResolved ? commentsText.resolved : commentsText.reopened, {
        description: comment.text.slice(0, 80),
        action: { label: commonText.undo, onChoose: () => void set(comment.id, !isResolved) },
      });
    });
  };
}
