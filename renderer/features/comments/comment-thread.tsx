import { CornerDownRight, Reply as ReplyIcon } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import type { Comment, Reply } from '../../../protocol/wire/comment.ts';
import { mayDeleteText, type Role } from '../../platform/permissions.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { formatMoment } from '../../text/moment.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { PendingBadges } from '../pending/port.ts';
import { CommentBody } from './comment-body.tsx';
import { CommentEditor } from './comment-editor.tsx';
import { type Marked, useCommentUiState, withEntry } from './comment-ui-state.tsx';
import { CopyLink } from './copy-link.tsx';
import { originText, type PlacedComment } from './placed-comment.ts';
import { ReplyBox } from './reply-box.tsx';
import { withoutIds } from './unseen.ts';

/** The comment or reply that the user is about to delete. */
export type Deletion = { kind: 'comment'; comment: Comment } | { kind: 'reply'; reply: Reply };

/** A comment with its replies. A click on it moves playback to its time. */
export function CommentThread({
  projectId,
  placed,
  badges,
  myId,
  role,
  now,
  marked,
  focused,
  onJump,
  onDelete,
}: {
  projectId: string;
  placed: PlacedComment;
  badges: PendingBadges;
  myId: string;
  role: Role;
  now: number;
  /** Set while this comment is highlighted. */
  marked: Marked | null;
  /** The highlight that has already moved the focus. Each moves it once. */
  focused: RefObject<Marked | null>;
  onJump: () => void;
  onDelete: (what: Deletion) => void;
}) {
  const { comment, seconds } = placed;
  const origin = originText(placed);
  const { replies, edits, asked, unseen } = useCommentUiState();
  const fresh = useStore(unseen);
  const isReplying = useStore(replies).has(comment.id);
  const edit = useStore(edits).get(comment.id);
  const setEdit = (next: typeof edit | null) =>
    edits.change((known) => withEntry(known, comment.id, next ?? null));
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!marked?.takesFocus || focused.current === marked) return;
    focused.current = marked;
    element.current?.focus({ preventScroll: true });
  }, [marked, focused]);

  const ids = [comment.id, ...comment.replies.map(({ id }) => id)];
  const look = () => unseen.change((known) => withoutIds(known, ids));
  const isRefused = badges.get(comment.id)?.kind === 'refused';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button with the time does the same by keyboard
    <article
      ref={element}
      data-comment={comment.id}
      aria-label={commentsText.by(comment.user.name, seconds)}
      aria-current={marked !== null || undefined}
      tabIndex={-1}
      onPointerMove={look}
      onFocus={look}
      onClick={(event) => {
        const target = event.target as Element;
        // React also delivers clicks in its menu, which is rendered in a portal.
        const isInside = event.currentTarget.contains(target);
        const isSelecting = window.getSelection()?.isCollapsed === false;
        if (isInside && !isSelecting && !target.closest('button, input, textarea, form')) onJump();
      }}
      className={classNames(
        'border-b border-line border-l-2 py-2 pr-3 pl-3 focus-visible:-outline-offset-2',
        marked ? 'border-l-accent bg-accent-wash' : 'border-l-transparent hover:bg-hover',
        ids.some((id) => fresh.has(id)) && 'animate-arrive',
      )}
    >
      <CommentBody
        {...comment}
        kind="comment"
        now={now}
        isUnseen={fresh.has(comment.id)}
        badge={badges.get(comment.id)}
        facts={
          placed.kind === 'gone' ? (
            <span className="shrink-0 px-1 text-meta text-faint tabular-nums line-through">
              {formatMoment(seconds)}
            </span>
          ) : (
            <button
              type="button"
              aria-label={commentsText.goTo(seconds)}
              onClick={onJump}
              className="shrink-0 rounded-sm px-1 text-meta font-medium text-accent tabular-nums hover:bg-hover"
            >
              {formatMoment(seconds)}
            </button>
          )
        }
        onEdit={comment.user.id === myId && !isRefused ? () => setEdit(comment) : undefined}
        onDelete={
          mayDeleteText(comment, myId, role) && !isRefused
            ? () => onDelete({ kind: 'comment', comment })
            : undefined
        }
      >
        {edit ? (
          <CommentEditor
            comment={comment}
            edit={edit}
            onEdit={setEdit}
            onClose={() => {
              setEdit(null);
              element.current?.focus({ preventScroll: true });
            }}
          />
        ) : null}
      </CommentBody>
      {origin && (
        <p className="flex items-center gap-1 text-meta text-faint">
          <CornerDownRight size={11} aria-hidden className="shrink-0" />
          {origin}
        </p>
      )}
      {(comment.replies.length > 0 || isReplying) && (
        <div className="mt-1 ml-2 flex flex-col gap-1 border-l border-line pl-3">
          {comment.replies.map((reply) => (
            <CommentBody
              key={reply.id}
              {...reply}
              kind="reply"
              now={now}
              isUnseen={fresh.has(reply.id)}
              badge={badges.get(reply.id)}
              onDelete={
                mayDeleteText(reply, myId, role) && badges.get(reply.id)?.kind !== 'refused'
                  ? () => onDelete({ kind: 'reply', reply })
                  : undefined
              }
            />
          ))}
          {isReplying && <ReplyBox comment={comment} />}
        </div>
      )}
      {!isReplying && !edit && (
        <div className="flex items-center gap-1">
          <Button
            tone="quiet"
            icon={ReplyIcon}
            aria-label={commentsText.replyTo(comment.user.name)}
            className="-ml-2 h-6 text-meta"
            onClick={() => {
              replies.change((known) => withEntry(known, comment.id, ''));
              asked.change(() => ({ kind: 'reply', commentId: comment.id }));
            }}
          >
            {commentsText.reply}
          </Button>
          {!badges.has(comment.id) && <CopyLink projectId={projectId} comment={comment} />}
        </div>
      )}
    </article>
  );
}
