import { useRunCommand } from '../../platform/commands.ts';
import { commentsText } from '../../text/comments.ts';
import { Confirm } from '../../ui/dialog.tsx';
import type { Deletion } from './comment-thread.tsx';

/** Asks before a comment or reply is deleted for everyone. */
export function DeleteCommentDialog({ what, onClose }: { what: Deletion; onClose: () => void }) {
  const run = useRunCommand();
  if (what.kind === 'reply') {
    const { title, description, submit } = commentsText.deleteReply;
    return (
      <Confirm
        title={title}
        description={description(what.reply.text)}
        submit={submit}
        onClose={onClose}
        action={() => run('reply.delete', { id: what.reply.id })}
      />
    );
  }
  const { id, text, replies } = what.comment;
  const { title, description, submit } = commentsText.deleteComment;
  return (
    <Confirm
      title={title}
      description={description(text, replies.length)}
      submit={submit}
      onClose={onClose}
      action={() => run('comment.delete', { id })}
    />
  );
}
