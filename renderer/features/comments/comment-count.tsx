import { MessageSquare } from 'lucide-react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { classNames } from '../../ui/class-names.ts';
import { useCommentUiState } from './comment-ui-state.tsx';
import { hasUnseen } from './unseen.ts';

/**
 * The open points of a song; all comments while it isn't known how many are open (`open` null). Highlighted while some are
 * new. Nothing for a song without comments.
 */
export function CommentCount({ cut, amount, open }: { cut: Cut; amount: number; open: number | null }) {
  const isNew = hasUnseen(useStore(useCommentUiState().unseen), cut.id);
  if (amount === 0) return null;
  const shown = open ?? amount;
  const all = open === null ? commentsText.count(amount) : commentsText.openOf(open, amount);
  return (
    <span
      title={all}
      className={classNames(
        'flex items-center gap-1 text-meta tabular-nums',
        isNew || shown > 0 ? 'text-text' : 'text-faint',
        isNew ? 'font-semibold' : shown > 0 && 'font-medium',
      )}
    >
      <MessageSquare size={11} aria-hidden />
      <span aria-hidden>
        {open === null ? cap(shown) : open > 0 ? commentsText.open(cap(open)) : commentsText.allDone}
      </span>
      <span className="sr-only">
        {all}
        {isNew && commentsText.someNew}
      </span>
    </span>
  );
}

const cap = (amount: number) => (amount > 99 ? '99+' : String(amount));
