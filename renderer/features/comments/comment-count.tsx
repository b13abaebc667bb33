import { MessageSquare } from 'lucide-react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useStore } from '../../app/store.ts';
import { classNames } from '../../ui/class-names.ts';
import { count } from '../../words/format.ts';
import { useCommentDesk } from './desk.tsx';
import { hasUnseen } from './unseen.ts';

/** How much was said about a cut; in colour while some of it is new. */
export function CommentCount({ cut }: { cut: Cut }) {
  const isNew = hasUnseen(useStore(useCommentDesk().unseen), cut.id);
  if (cut.commentCount === 0) return null;
  return (
    <span
      className={classNames(
        'flex items-center gap-1 text-meta tabular-nums',
        isNew ? 'font-semibold text-accent' : 'text-dim',
      )}
    >
      <MessageSquare size={11} aria-hidden />
      <span aria-hidden>{cut.commentCount > 99 ? '99+' : cut.commentCount}</span>
      <span className="sr-only">
        {count(cut.commentCount, 'comment')}
        {isNew && ', some new'}
      </span>
    </span>
  );
}
