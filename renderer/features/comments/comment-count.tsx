import { MessageSquare } from 'lucide-react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { classNames } from '../../ui/class-names.ts';
import { useCommentUiState } from './comment-ui-state.tsx';
import { hasUnseen } from './unseen.ts';

/** The number of comments on a cut, highlighted while some are new. */
export function CommentCount({ cut, amount }: { cut: Cut; amount: number }) {
  const isNew = hasUnseen(useStore(useCommentUiState().unseen), cut.id);
  if (amount === 0) return null;
  return (
    <span
      className={classNames(
        'flex items-center gap-1 text-meta tabular-nums',
        isNew ? 'font-semibold text-text' : 'text-dim',
      )}
    >
      <MessageSquare size={11} aria-hidden />
      <span aria-hidden>{amount > 99 ? '99+' : amount}</span>
      <span className="sr-only">
        {commentsText.count(amount)}
        {isNew && commentsText.someNew}
      </span>
    </span>
  );
}
