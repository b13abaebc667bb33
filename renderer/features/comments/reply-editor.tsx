import type { Reply } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { commentsText } from '../../text/comments.ts';
import { TextEditor } from './text-editor.tsx';
import type { MentionPicks } from './use-mentions.ts';

/** Edits the text of the user's own reply, in place. */
export function ReplyEditor({
  reply,
  ...editor
}: {
  reply: Reply;
  /** The unsaved text. */
  text: string;
  mentions: MentionPicks;
  onText: (text: string) => void;
  onClose: () => void;
}) {
  const run = useRunCommand();
  return (
    <TextEditor
      {...editor}
      label={commentsText.editor.reply}
      onSave={async (text) =>
        text === reply.text
          ? null
          : run('reply.update', { id: reply.id, text, mentions: editor.mentions.idsIn(text) })
      }
    />
  );
}
