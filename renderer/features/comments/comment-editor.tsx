import { type FormEvent, useEffect, useRef } from 'react';
import { type Comment, commentTextSchema } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { commentsText } from '../../text/comments.ts';
import { commonText } from '../../text/common.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { MentionBox } from '../../ui/mention-box.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import type { Edit } from './comment-ui-state.tsx';
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
  const { text, timestamp, endTimestamp } = edit;
  const run = useRunCommand();
  const field = useRef<HTMLTextAreaElement>(null);
  // The user has just chosen to edit.
  useEffect(() => field.current?.focus(), []);
  const { busy, error, run: act } = useAction(onClose);
  const save = () =>
    act(async () => {
      const parsed = commentTextSchema.safeParse(text);
      if (!parsed.success) return commentsText.problem(parsed.error.issues[0]?.message);
      const changes = {
        ...(parsed.data !== comment.text && { text: parsed.data, mentions: mentions.idsIn(parsed.data) }),
        ...(timestamp !== comment.timestamp && { timestamp }),
        ...(endTimestamp !== comment.endTimestamp && { endTimestamp: endTimestamp ?? null }),
      };
      if (Object.keys(changes).length === 0) return null;
      return run('comment.update', { id: comment.id, ...changes });
    });
  return (
    <form
      noValidate
      className="flex flex-col gap-1.5 pt-1"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save();
      }}
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
      <MentionBox
        ref={field}
        {...mentions.field}
        label={commentsText.editor.field}
        value={text}
        error={error}
        onValue={(next) => onEdit({ ...edit, text: next })}
        onSend={save}
        onLeave={onClose}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{commonText.cancel}</Button>
        <Button type="submit" tone="primary" busy={busy}>
          {commonText.save}
        </Button>
      </div>
    </form>
  );
}
