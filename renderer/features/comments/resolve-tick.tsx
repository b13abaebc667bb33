import { Check } from 'lucide-react';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { commentsText } from '../../text/comments.ts';
import { classNames } from '../../ui/class-names.ts';
import { tooltip } from '../../ui/tooltips.tsx';
import { isOpen } from './comment-filter.ts';

/** The round tick that resolves or reopens a comment. `seconds`: where it is on the shown version. */
export function ResolveTick({
  comment,
  seconds,
  onToggle,
}: {
  comment: Comment;
  seconds: number;
  onToggle: () => void;
}) {
  const isDone = !isOpen(comment);
  const name = comment.user.name;
  const label = isDone ? commentsText.reopen(name, seconds) : commentsText.resolve(name, seconds);
  return (
    <button
      type="button"
      {...tooltip(label)}
      aria-label={label}
      onClick={onToggle}
      className="group/tick flex size-7 shrink-0 items-center justify-center rounded-full hover:bg-hover"
    >
      <span
        className={classNames(
          'flex size-4 items-center justify-center rounded-full border-[1.5px]',
          isDone ? 'border-good bg-good text-ground' : 'border-faint group-hover/tick:border-text',
        )}
      >
        <Check
          size={11}
          strokeWidth={3}
          aria-hidden
          className={isDone ? '' : 'opacity-0 group-hover/tick:opacity-100'}
        />
      </span>
    </button>
  );
}
