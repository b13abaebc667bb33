import { useEffect, useRef } from 'react';
import { newId } from '../../../common/new-id.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { TextBox } from '../../ui/text-box.tsx';
import { useCommentUiState, withEntry } from './comment-ui-state.tsx';
import { rejoin, useSend } from './use-send.ts';

/** Writes a reply. It is open while `replies` has a text for the comment, which may be empty. */
export function ReplyBox({ comment }: { comment: Comment }) {
  const run = useRunCommand();
  const { replies, asked } = useCommentUiState();
  const wanted = useStore(asked);
  const text = useStore(replies).get(comment.id) ?? '';
  const field = useRef<HTMLTextAreaElement>(null);
  const put = (next: string | null) => replies.change((known) => withEntry(known, comment.id, next));
  const { error, clearError, send } = useSend(
    (written) => run('reply.create', { id: newId(), commentId: comment.id, text: written }),
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
      <TextBox
        ref={field}
        label={commentsText.replyTo(comment.user.name)}
        placeholder={commentsText.reply}
        value={text}
        error={error}
        onValue={(next) => {
          clearError();
          put(next);
        }}
        onSend={() => {
          if (send(text)) put(null);
        }}
        onLeave={() => {
          if (text.trim() === '') put(null);
          field.current?.closest<HTMLElement>('[data-comment]')?.focus();
        }}
      />
    </div>
  );
}
