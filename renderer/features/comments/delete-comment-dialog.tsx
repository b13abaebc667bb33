import { firstWords } from '../../../common/first-words.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { plural } from '../../text/format.ts';
import { Confirm } from '../../ui/dialog.tsx';
import type { Deletion } from './comment-thread.tsx';

/** Asks before what was said goes away for everyone. */
export function DeleteCommentDialog({ what, onClose }: { what: Deletion; onClose: () => void }) {
  const run = useRunCommand();
  if (what.kind === 'reply')
    return (
      <Confirm
        title="Delete this reply?"
        description={`“${firstWords(what.reply.text)}” goes away for the whole band. This can’t be undone.`}
        submit="Delete reply"
        onClose={onClose}
        action={() => run('reply.delete', { id: what.reply.id })}
      />
    );
  const { id, text, replies } = what.comment;
  const answers = replies.length > 0 ? ` and ${plural(replies.length, 'reply', 'replies')} to it` : '';
  return (
    <Confirm
      title="Delete this comment?"
      description={`“${firstWords(text)}”${answers} will be gone for the whole band. This can’t be undone.`}
      submit="Delete comment"
      onClose={onClose}
      action={() => run('comment.delete', { id })}
    />
  );
}
