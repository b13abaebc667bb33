import type { ReactionKind, Reply } from '../../../protocol/wire/comment.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { mayDeleteText } from '../../platform/permissions.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import type { PendingBadge } from '../pending/port.ts';
import type { Track } from '../player/port.ts';
import { CommentBody } from './comment-body.tsx';
import { useCommentUiState, withEntry } from './comment-ui-state.tsx';
import { MomentText } from './moment-text.tsx';
import { ReactButton, Reactions } from './reactions.tsx';
import { ReplyEditor } from './reply-editor.tsx';
import type { MentionPicks } from './use-mentions.ts';

/** A reply below its comment. Its author can change it, everybody can react to it. */
export function ReplyLine({
  reply,
  project,
  track,
  myId,
  nameOf,
  mentions,
  now,
  isUnseen,
  badge,
  onDelete,
  onLeave,
}: {
  reply: Reply;
  project: ProjectSnapshot;
  /** The shown version. */
  track: Track | null;
  myId: string;
  nameOf: (userId: string) => string;
  mentions: MentionPicks;
  now: number;
  isUnseen: boolean;
  badge: PendingBadge | undefined;
  onDelete: () => void;
  /** Takes the focus after an edit. */
  onLeave: () => void;
}) {
  const run = useRunCommand();
  const { replyEdits } = useCommentUiState();
  const edit = useStore(replyEdits).get(reply.id);
  const setEdit = (text: string | null) => replyEdits.change((known) => withEntry(known, reply.id, text));
  const isRefused = badge?.kind === 'refused';
  const reacting = {
    reactions: reply.reactions,
    myId,
    onReact: (given: { reaction: ReactionKind; isGiven: boolean }) =>
      run('reply.react', { id: reply.id, ...given }),
  };
  return (
    <CommentBody
      {...reply}
      kind="reply"
      shown={<MomentText text={reply.text} project={project} track={track} mentions={reply.mentions} />}
      now={now}
      isUnseen={isUnseen}
      badge={badge}
      actions={
        isRefused ? null : (
          <ReactButton
            {...reacting}
            to={commentsText.replyOf(reply.user.name)}
            className="size-6 opacity-0 pointer-coarse:opacity-100 group-focus-within/comment:opacity-100 group-hover/comment:opacity-100 focus-visible:opacity-100 data-popup-open:opacity-100"
          />
        )
      }
      below={<Reactions {...reacting} nameOf={nameOf} />}
      onEdit={reply.user.id === myId && !isRefused ? () => setEdit(reply.text) : undefined}
      onDelete={mayDeleteText(reply, myId, project.role) && !isRefused ? onDelete : undefined}
    >
      {edit === undefined ? null : (
        <ReplyEditor
          reply={reply}
          text={edit}
          mentions={mentions}
          onText={setEdit}
          onClose={() => {
            setEdit(null);
            onLeave();
          }}
        />
      )}
    </CommentBody>
  );
}
