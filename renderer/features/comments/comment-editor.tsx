import type { Comment } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { commentsText } from '../../text/comments.ts';
import { MomentField } from '../../ui/moment-field.tsx';
import type { Edit } from './comment-ui-state.tsx';
import { TextEditor } from './text-editor.tsx';
import type { MentionPicks } from './use-mentions.ts';

/** Edits the text or the time of the user's own comment, in place. */
export function CommentEditor({
  comment,
  edit,
  onEdit,
  mentions,
  onClose,
}: {
  comment: Comment;
  mentions: MentionPicks;
  /** The unsaved values. */
  edit: Edit;
  onEdit: (edit: Edit) => void;
  onClose: () => void;
}) {
  const { timestamp, endTimestamp } = edit;
  const run = useRunCommand();
  const save = async (text: string) => {
    const changes = {
      ...(text !== comment.text && { text, mentions: mentions.idsIn(text) }),
      ...(timestamp !== comment.timestamp && { timestamp }),
      ...(endTimestamp !== comment.endTimestamp && { endTimestamp: endTimestamp ?? null }),
    };
    return Object.keys(changes).length === 0 ? null : run('comment.update', { id: comment.id, ...changes });
  };
  return (
    <TextEditor
      label={commentsText.editor.field}
      text={edit.text}
      mentions={mentions}
      onText={(text) => onEdit({ ...edit, text })}
      onSave={save}
      onClose={onClose}
    >
      <MomentField
        label={commentsText.editor.time}
        seconds={timestamp}
        onSet={(set) =>
          onEdit({
            ...edit,
            timestamp: set,
            // The range keeps its length.
            ...(endTimestamp !== undefined && { endTimestamp: set + endTimestamp - timestamp }),
          })
        }
      />
      {endTimestamp !== undefined && (
        <MomentField
          label={commentsText.editor.end}
          seconds={endTimestamp}
          onSet={(set) => onEdit({ ...edit, endTimestamp: Math.max(set, timestamp) })}
        />
      )}
    </TextEditor>
  );
}
