import { type FormEvent, useEffect, useRef } from 'react';
import { type Comment, commentTextSchema } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { commentsText } from '../../text/comments.ts';
import { commonText } from '../../text/common.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { TextBox } from '../../ui/text-box.tsx';

/** Edits the text or the time of the user's own comment, in place. */
export function CommentEditor({
  comment,
  edit: { text, timestamp },
  onEdit,
  onClose,
}: {
  comment: Comment;
  /** The unsaved values. */
  edit: Pick<Comment, 'text' | 'timestamp'>;
  onEdit: (edit: Pick<Comment, 'text' | 'timestamp'>) => void;
  onClose: () => void;
}) {
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
        ...(parsed.data !== comment.text && { text: parsed.data }),
        ...(timestamp !== comment.timestamp && { timestamp }),
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
        onSet={(set) => onEdit({ text, timestamp: set })}
      />
      <TextBox
        ref={field}
        label={commentsText.editor.field}
        value={text}
        error={error}
        onValue={(next) => onEdit({ text: next, timestamp })}
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
