import { Check, CornerDownRight, MessagesSquare, Reply as ReplyIcon } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import { endOf } from '../../../audio/difference/place-comment.ts';
import type { Comment, ReactionKind, Reply } from '../../../protocol/wire/comment.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useSight } from '../../platform/in-sight.ts';
import { mayDeleteText, type Role } from '../../platform/permissions.ts';
import { formatRoute, routeOf } from '../../platform/route.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { formatRange } from '../../text/moment.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useHue } from '../../ui/face.tsx';
import { AfterListPaint } from '../../ui/list-painted.tsx';
import type { PendingBadges } from '../pending/port.ts';
import type { Track } from '../player/port.ts';
import { CommentBody } from './comment-body.tsx';
import { CommentEditor } from './comment-editor.tsx';
import { type Marked, useCommentUiState, withEntry } from './comment-ui-state.tsx';
import { CopyLink } from './copy-link.tsx';
import { MomentText } from './moment-text.tsx';
import { originText, type PlacedComment } from './placed-comment.ts';
import { ReactButton, Reactions } from './reactions.tsx';
import { ReplyBox } from './reply-box.tsx';
import { ReplyLine } from './reply-line.tsx';
import { ResolveTick } from './resolve-tick.tsx';
import { withoutIds } from './unseen.ts';
import { useMentions } from './use-mentions.ts';

/** Shown while the pointer or the focus is in the comment, and always where there is only touch. */
const quiet =
  'opacity-0 pointer-coarse:opacity-100 group-focus-within/thread:opacity-100 group-hover/thread:opacity-100 data-popup-open:opacity-100';

/** The comment or reply that the user is about to delete. */
export type Deletion = { kind: 'comment'; comment: Comment } | { kind: 'reply'; reply: Reply };

/** A comment with its replies. A click on it moves playback to its time. */
export function CommentThread({
  project,
  track,
  placed,
  badges,
  myId,
  role,
  now,
  marked,
  focused,
  onJump,
  onResolve,
  onDelete,
}: {
  project: ProjectSnapshot;
  /** The shown version. */
  track: Track | null;
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
  onResolve: () => void;
  onDelete: (what: Deletion) => void;
}) {
  const { comment, seconds } = placed;
  const end = endOf(placed);
  const origin = originText(placed);
  const mentions = useMentions(project.members);
  const nameOf = (id: string) =>
    project.members.find(({ user }) => user.id === id)?.user.name ?? commentsText.someone;
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

  useSight(element, `comment ${comment.id}`);

  const ids = [comment.id, ...comment.replies.map(({ id }) => id)];
  const look = () => unseen.change((known) => withoutIds(known, ids));
  const hue = useHue(comment.user.id);
  const run = useRunCommand();
  const reacting = {
    reactions: comment.reactions,
    myId,
    onReact: (given: { reaction: ReactionKind; isGiven: boolean }) =>
      run('comment.react', { id: comment.id, ...given }),
  };
  const isRefused = badges.get(comment.id)?.kind === 'refused';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button with the time does the same by keyboard
    <article
      ref={element}
      data-comment={comment.id}
      data-hue={hue}
      aria-label={commentsText.by(comment.user.name, seconds, end)}
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
        'group/thread border-b border-line border-l-2 py-2 pr-3 pl-3 focus-visible:-outline-offset-2',
        marked ? 'border-l-rim bg-chosen' : 'border-l-transparent hover:bg-hover',
        ids.some((id) => fresh.has(id)) && 'animate-arrive',
      )}
    >
      <CommentBody
        {...comment}
        kind="comment"
        shown={<MomentText text={comment.text} project={project} track={track} mentions={comment.mentions} />}
        tick={isRefused ? null : <ResolveTick comment={comment} seconds={seconds} onToggle={onResolve} />}
        now={now}
        isUnseen={fresh.has(comment.id)}
        badge={badges.get(comment.id)}
        facts={
          placed.kind === 'gone' ? (
            <span className="shrink-0 px-1 text-meta text-faint tabular-nums line-through">
              {formatRange(seconds, end)}
            </span>
          ) : (
            <button
              type="button"
              aria-label={commentsText.goTo(seconds, end)}
              onClick={onJump}
              className="shrink-0 rounded-sm px-1 text-meta font-medium text-accent tabular-nums hover:bg-hover"
            >
              {formatRange(seconds, end)}
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
            mentions={mentions}
            onEdit={setEdit}
            onClose={() => {
              setEdit(null);
              element.current?.focus({ preventScroll: true });
            }}
          />
        ) : null}
      </CommentBody>
      {comment.resolvedBy && (
        <p className="flex items-center gap-1 text-meta text-good">
          <Check size={11} aria-hidden className="shrink-0" />
          {commentsText.resolvedBy(comment.resolvedBy.name)}
        </p>
      )}
      {comment.messageId !== undefined && (
        <a
          href={formatRoute(routeOf({ projectId: project.id, messageId: comment.messageId }))}
          className="flex items-center gap-1 text-meta text-faint hover:text-text hover:underline"
        >
          <MessagesSquare size={11} aria-hidden className="shrink-0" />
          {commentsText.fromRoom}
        </a>
      )}
      {origin && (
        <p className="flex items-center gap-1 text-meta text-faint">
          <CornerDownRight size={11} aria-hidden className="shrink-0" />
          {origin}
        </p>
      )}
      {(comment.replies.length > 0 || isReplying) && (
        <div className="mt-1 ml-2 flex flex-col gap-1 border-l border-line pl-3">
          {comment.replies.map((reply) => (
            <ReplyLine
              key={reply.id}
              {...{ reply, project, track, myId, nameOf, mentions, now }}
              isUnseen={fresh.has(reply.id)}
              badge={badges.get(reply.id)}
              onDelete={() => onDelete({ kind: 'reply', reply })}
              onLeave={() => element.current?.focus({ preventScroll: true })}
            />
          ))}
          {isReplying && <ReplyBox comment={comment} mentions={mentions} />}
        </div>
      )}
      {!isReplying && !edit && (
        <div className="flex flex-wrap items-center gap-1">
          <Reactions {...reacting} nameOf={nameOf} />
          <Button
            tone="quiet"
            icon={ReplyIcon}
            aria-label={commentsText.replyTo(comment.user.name)}
            className={classNames('h-6 text-meta', !comment.reactions?.length && '-ml-2.5')}
            onClick={() => {
              replies.change((known) => withEntry(known, comment.id, ''));
              asked.change(() => ({ kind: 'reply', commentId: comment.id }));
            }}
          >
            {commentsText.reply}
          </Button>
          <AfterListPaint>
            {!isRefused && <ReactButton {...reacting} to={comment.user.name} className={quiet} />}
            {!badges.has(comment.id) && (
              <CopyLink projectId={project.id} comment={comment} className={quiet} />
            )}
          </AfterListPaint>
        </div>
      )}
    </article>
  );
}
