import { useEffect, useRef } from 'react';
import { newId } from '../../../common/new-id.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { MentionBox } from '../../ui/mention-box.tsx';
import { useCommentUiState, withEntry } from './comment-ui-state.tsx';
import type { MentionPicks } from './use-mentions.ts';
import { rejoin, useSend } from './use-send.ts';

/** Writes a reply. It is open while `replies` has a text for the comment, which may be empty. */
export function ReplyBox({ comment, mentions }: { comment: Comment; mentions: MentionPicks }) {
  const run = useRunCommand();
  const { replies, asked } = useCommentUiState();
  const wanted = useStore(asked);
  const typed = useStore(replies).get(comment.id) ?? '';
  const field = useRef<HTMLTextAreaElement>(null);
  const put = (next: string | null) => replies.change((known) => withEntry(known, comment.id, next));
  const { error, clearError, send } = useSend(
    (text) =>
      run('reply.create', { id: newId(), commentId: comment.id, text, mentions: mentions.idsIn(text) }),
    (written) =>
      replies.change((known) => withEntry(known, comment.id, rejoin(written, known.get(comment.id) ?? ''))),
  );

  useEffect(() => {
    if (wanted?.kind !== 'reply' || wanted.commentId !== comment.id) return;
    asked.change(() => null);
    field.current?.focus();
  }, [wanted, asked, comment.id]);

  return (
    <div className="flex flex-col gap-1 pt-1">
      <MentionBox
        ref={field}
        {...mentions.field}
        label={commentsText.replyTo(comment.user.name)}
        placeholder={commentsText.reply}
        value={typed}
        error={error}
        onValue={(next) => {
          clearError();
          put(next);
        }}
        onSend={() => {
          if (send(typed)) put(null);
        }}
        onLeave={() => {
          if (typed.trim() === '') put(null);
          field.current?.closest<HTMLElement>('[data-comment]')?.focus();
        }}
      />
    </div>
  );
}
